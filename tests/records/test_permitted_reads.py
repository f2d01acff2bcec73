"""Who may read what: every public read, paper and export is called as each role, and nothing clinical comes out of it.

The functions are found, not listed (``every_read``), in a clinic in which every clinical text carries a mark
(``marked_clinic``): a new read that forgets to ask is found by the mark.
"""

import inspect
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk, Person
from clinicdesk.permissions import CLINICAL as CLINICAL_ROLES
from clinicdesk.permissions import Role
from clinicdesk.records import emergency, messages, notes, staff
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from tests.records import every_read, marked_clinic
from tests.records.every_read import Caller, Reading, functions, texts
from tests.records.marked_clinic import APART, CLINICAL, FORM, MARK, MESSAGE, mark_of

FORMS = ("records.consents.", "records.withdrawal.offer", "printing.consent_form.", "printing.recorded_form.")
"""What stands on a form that the patient reads and signs, with the diagnosis it is signed for: whoever prepares, hands
over, scans or prints it reads it. Why somebody declined or withdrew is not among it."""
FORM_PAPERS = ("printing.papers.build consent",)

BETWEEN_RECORDS = {
    "records.eligibility.decision.read_of_people": "the gate asks it whether somebody may be treated, not why",
    "records.merging.since.entries_about": "parting asks it which rows were written, not what they say",
}
"""Functions that read what the person must not see and return something else of it: only their own room calls them."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """Return the marked clinic with a psychotherapy note and a message of which each only two people may know."""
    # Within opening hours of a working day: at another hour nobody is left who could still come.
    now = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    clock = DrivenClock(now)
    path = marked_clinic.make(tmp_path_factory.mktemp("marked"), clock)
    clinic = Clinic.open(path, keys.SAMPLE_KEY, clock)
    author, other = _clinicians(clinic)
    row = next(clinic.rows("SELECT patient_id FROM session_events GROUP BY 1 ORDER BY count(*) DESC"))
    secret = f"Said in confidence {mark_of(APART, row['patient_id'])}"
    note_id = notes.write_signed(author, patient_id=row["patient_id"], kind="psychotherapy", body=secret)
    notes.addendum(author, note_id, body=f"And this {mark_of(APART, row['patient_id'])}")
    begun = notes.write(author, patient_id=row["patient_id"], kind="psychotherapy", body=secret)
    notes.rewrite(author, begun, body=f"More {secret}", based_on=notes.get(author, begun).version)
    notes.void(author, begun, reason=f"Wrong {secret}", based_on=notes.get(author, begun).version)
    to = messages.Receiver(other.person.name, staff_id=other.person.id)
    messages.send(author, to=to, body=f"Between us {mark_of(MESSAGE, 'f' * 12)}", patient_id=row["patient_id"])
    clinic.close()
    return path, now


def _clinicians(clinic: Clinic) -> tuple[Desk, Desk]:
    system = Desk.of_system(clinic, "PC")
    found = [member for member in staff.everybody(system) if member.roles & CLINICAL_ROLES]
    author, other = (Desk(clinic, Person(one.id, one.login, one.name, one.roles), "PC") for one in found[:2])
    return author, other


@pytest.fixture
def marked(made: tuple[Path, datetime]) -> Iterator[Clinic]:
    clinic = Clinic.open(made[0], keys.SAMPLE_KEY, DrivenClock(made[1]))
    yield clinic
    clinic.close()


def _desk(clinic: Clinic, *roles: Role) -> Reading:
    """Return the desk of somebody who has only these roles, and wrote nothing of what is there."""
    return Reading(clinic, Person("01900000-0000-7000-8000-000000000000", "new", "Newly Come", frozenset(roles)), "PC")


def _marks(caller: Caller) -> dict[str, set[str]]:
    """Return the marks that came out of each function."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, result in caller.call_all(functions()):
        for text in texts(result):
            found[name].update(MARK.findall(text))
    return {name: marks for name, marks in found.items() if marks and name not in BETWEEN_RECORDS}


def _with(marks: dict[str, set[str]], word: str) -> set[str]:
    return {name for name, found in marks.items() if any(mark.startswith(word) for mark in found)}


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_who_does_not_treat_reads_no_clinical_text(marked: Clinic, role: Role, tmp_path: Path) -> None:
    marks = _marks(Caller(_desk(marked, role), tmp_path))
    leaks = {name for name in _with(marks, CLINICAL) if not name.startswith((*FORMS, *FORM_PAPERS))}
    assert leaks == set()
    assert {name for name in _with(marks, FORM) if not name.startswith((*FORMS, *FORM_PAPERS))} == set()
    assert _with(marks, APART) == set()
    assert not any(mark_of(MESSAGE, "f" * 12) in found for found in marks.values())


@pytest.mark.parametrize("role", [Role.NURSE, Role.PRESCRIBER])
def test_who_treats_reads_neither_psychotherapy_notes_nor_messages_of_others(
    marked: Clinic, role: Role, tmp_path: Path
) -> None:
    marks = _marks(Caller(_desk(marked, role), tmp_path))
    assert _with(marks, APART) == set()
    read = {name for name, found in marks.items() if mark_of(MESSAGE, "f" * 12) in found}
    assert read == set()
    # What is looked for can be found: this is no test of an empty clinic.
    assert len(_with(marks, CLINICAL)) > 50


def test_nothing_that_leaves_holds_a_psychotherapy_note_even_of_its_own_author(marked: Clinic, tmp_path: Path) -> None:
    """On the screen its author reads it; a paper or a file may be given away, and theirs is made by them."""
    author, _other = _clinicians(marked)
    desk = Reading(marked, Person(author.person.id, author.person.login, author.person.name, frozenset(Role)), "PC")
    marks = _marks(Caller(desk, tmp_path))
    apart = _with(marks, APART)
    assert any(name.startswith("records.notes.") for name in apart)
    assert {name for name in apart if name.startswith(("printing.", "exchange.", "records.chart_"))} == set()


def test_emergency_access_shows_the_texts_of_one_patient(marked: Clinic, tmp_path: Path) -> None:
    person = staff.with_role(Desk.of_system(marked, "PC"), Role.RECEPTIONIST)[0]
    desk = Desk(marked, Person(person.id, person.login, person.name, frozenset({Role.RECEPTIONIST})), "PC")
    row = next(marked.rows("SELECT patient_id FROM session_events GROUP BY 1 ORDER BY count(*) DESC"))
    let_in = emergency.begin(desk, row["patient_id"], "Nobody who treats is in the house")
    try:
        caller = Caller(let_in, tmp_path)
        marks = _marks(caller)
    finally:
        let_in.close()
    # Every query is one that the views answer.
    assert caller.broken == set()
    assert _with(marks, APART) == set()
    assert len(_with(marks, CLINICAL)) > 20
    others = {
        name for name, found in marks.items() if found - {mark_of(w, row["patient_id"]) for w in (CLINICAL, FORM)}
    }
    assert others == set()


def test_nothing_is_left_uncalled(marked: Clinic, tmp_path: Path) -> None:
    """Somebody with every role reaches every read, so that no role passes above for want of being asked."""
    caller = Caller(_desk(marked, *Role), tmp_path)
    for _name, _result in caller.call_all(functions()):
        pass
    left = {one.name for one in functions() if one.name.split(" ")[0] not in caller.reached and not _writes(one)}
    assert left - NOT_CALLED == set()


def test_what_reads_for_others_is_called_by_its_own_room_alone() -> None:
    root = Path(inspect.getfile(Clinic)).parent.parent
    for name in BETWEEN_RECORDS:
        *room, _module, function = name.split(".")
        for file in [*(root / "clinicdesk").rglob("*.py"), *(root / "ui").rglob("*.py")]:
            if function in file.read_text(encoding="utf-8"):
                assert file.parent == root.joinpath("clinicdesk", *room)


def _writes(function: every_read.Function) -> bool:
    """Tell whether a function records something, or makes what another one records."""
    source = inspect.getsource(inspect.unwrap(function.call))
    return ".record(" in source or "Change" in str(function.types.get("return"))


NOT_CALLED = {
    name
    for names in {
        "says what is wrong with what a verb was given, or puts it together for the verb": (
            "printing.signing.attest printing.signing.sign printing.summary_filing.keep_paper "
            "records.appointments.checking.bookable_patient records.appointments.checking.clash_sentence "
            "records.appointments.checking.refuse_place records.appointments.collisions.move_on records.backups.make "
            "records.check_in.check_in records.consents.dependents.handle records.consents.dependents.may_handle "
            "records.consents.matching.assign records.consents.matching.match records.consents.matching.renew "
            "records.consents.paper.sign_on_paper records.consents.sealing.compose "
            "records.consents.sign.prepare_attestation records.consents.sign.prepare_signature "
            "records.consents.sign.sign records.duplicates.check_new records.emergency.may_review "
            "records.note_drafts.keep records.payments.correct records.rights.deny records.rights.grant "
            "records.series.planning records.sessions.checks.refuse_wrong_patient records.sessions.starting.start "
            "records.to_sign.missing records.to_sign.sign"
        ),
        "is given rows that its caller read, after it asked": (
            "printing.chart_lists.build printing.course_words.under records.backup_state.state_of "
            "records.backups.in_place records.day_checks.done_words records.documents.reading.as_document "
            "records.eligibility.deciding.assess records.eligibility.same_day.checked records.merging.attached.day_of "
            "records.merging.since.written_since records.merging.tables.is_closed records.merging.tables.parent_of "
            "records.note_facts.lines records.similar_names.matches records.text_hits.hits records.text_hits.too_short "
            "records.today.badges.badges_of"
        ),
        "reads what this person typed themselves, or a file of the clinic": (
            "records.eligibility.asking.kept records.eligibility.asking.kept_by_others "
            "records.eligibility.files.pinned records.measures.files.of_file records.note_templates.of_file "
            "records.pinned_protocols.read"
        ),
        "is tried through printing.papers with each of its kinds": (
            "printing.access_papers.build printing.treatment_papers.build"
        ),
    }.values()
    for name in names.split()
}
"""What cannot be called with what a desk is given, and why it need not be."""
