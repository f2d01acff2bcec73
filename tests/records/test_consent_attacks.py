"""What a hostile lawyer would try: half signed, signed on other words, counted when it must not, told to the wrong."""

import time
import unicodedata
from datetime import date, timedelta

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.printing import consent_form, signing
from clinicdesk.records import consents, history, merging, patients, practice, wordings
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.consents import Capacity, Status, sealing
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.taken_back import taken_back
from clinicdesk.records.wordings import Signer
from clinicdesk.rules.gate import ConsentState
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import update
from tests.printing.sheets import texts
from tests.records.consenting import MOOD, PAIN, countersign, given, on_paper, penned, prepared, sign
from tests.records.test_consent_proof import write_behind

TODAY = date(2026, 3, 2)


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return register(receptionist, "Zoë")


def register(desk: Desk, given_name: str) -> str:
    details = PatientDetails(family_name="Nguyễn", given_name=given_name, birth_date=date(1980, 5, 4))
    return patients.register(desk, details=details, facts=ChartFacts())


def state(desk: Desk, patient: str) -> ConsentState:
    return consents.for_treatment(desk, patient, MOOD).state


# What is sealed is what was signed ----------------------------------------------------------------------------------


def test_a_question_asked_while_the_paper_is_made_keeps_the_form_prepared(
    receptionist: Desk, nurse: Desk, patient: str
):
    consent = prepared(receptionist, patient)
    pen, gave = penned(receptionist), given(receptionist, consent)
    sealed = consents.prepare_signature(receptionist, consent, pen, gave)
    consents.ask(nurse, consent, question="Does it hurt?", by_name="Zoë Nguyễn")
    with pytest.raises(BadValue, match="question"):
        consents.sign(receptionist, consent, pen, gave, sealed, consent_form.of_seal(receptionist, sealed))
    assert consents.get(receptionist, consent.id).status is Status.PREPARED


def test_the_seal_of_one_form_signs_no_other(receptionist: Desk, patient: str):
    one, other = prepared(receptionist, patient), prepared(receptionist, patient)
    pen, gave = penned(receptionist), given(receptionist, one)
    sealed = consents.prepare_signature(receptionist, one, pen, gave)
    paper = consent_form.of_seal(receptionist, sealed)
    with pytest.raises(BadValue, match="changed"):
        consents.sign(receptionist, other, pen, gave, sealed, paper)
    with pytest.raises(BadValue, match="changed"):
        consents.sign(receptionist, one, penned(receptionist, name="Somebody Else"), gave, sealed, paper)


def test_the_clinic_that_takes_another_name_leaves_what_the_patient_signed(
    receptionist: Desk, prescriber: Desk, administrator: Desk, patient: str
):
    consent = sign(receptionist, prepared(receptionist, patient))
    row = administrator.row("SELECT id, version FROM practice")
    assert row is not None
    administrator.record("practice.change", update("practice", row["id"], row["version"], name="Another Name"))
    assert practice.get(receptionist).name == "Another Name"
    signed = countersign(prescriber, consent)
    assert signed.seal is not None
    assert sealing.read(receptionist, signed.seal).data["clinic"]["name"] == "Harbour Infusion Clinic"


def test_a_form_that_names_somebody_as_they_were_called_is_not_signed(
    receptionist: Desk, prescriber: Desk, patient: str
):
    source = wordings.offered(receptionist)[f"{MOOD}.en"].source + "\nI am {patient.name}.\n"
    wordings.adopt(prescriber, source)
    consent = prepared(receptionist, patient)
    person = patients.get(receptionist, patient)
    receptionist.record("patient.amend", update("patients", patient, person.version, family_name="Ortiz"))
    with pytest.raises(BadValue, match="no longer what the record says"):
        sign(receptionist, consent)


@pytest.mark.parametrize("table", ["patients", "practice"])
def test_a_head_that_changes_while_the_form_is_open_keeps_it_unsigned(
    receptionist: Desk, administrator: Desk, clock: DrivenClock, patient: str, table: str
):
    consent = prepared(receptionist, patient)
    pen = penned(receptionist)
    clock.pass_time(minutes=2)
    row = administrator.row(f"SELECT id, version FROM {table}")
    assert row is not None
    renamed = {"family_name": "Ortiz"} if table == "patients" else {"name": "Another Name"}
    action = "patient.amend" if table == "patients" else "practice.change"
    about = patient if table == "patients" else None
    administrator.record(action, update(table, row["id"], row["version"], **renamed), patient=about)
    with pytest.raises(BadValue, match="changed while it was open"):
        signing.sign(receptionist, consent, pen, given(receptionist, consent))
    clock.pass_time(minutes=1)
    assert sign(receptionist, consent).status is Status.INCOMPLETE


def test_a_name_typed_in_two_code_points_is_the_same_name(receptionist: Desk, patient: str):
    name = unicodedata.normalize("NFD", "Zoë Nguyễn")
    signed = sign(receptionist, prepared(receptionist, patient), name=f" {name} ")
    assert consents.prove(receptionist, signed) == consents.Proof(True)


def test_half_an_emoji_in_an_answer_stops_nobody(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    signed = sign(receptionist, consent, electronic="I agree \ud83d")
    assert consents.prove(receptionist, signed) == consents.Proof(True)


def test_the_newest_paper_is_that_of_the_newest_seal_whatever_the_clock_said(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str
):
    consent = sign(receptionist, prepared(receptionist, patient))
    clock.pass_time(minutes=-60)
    signed = countersign(prescriber, consent)
    assert signed.seal is not None
    assert signed.signed_paper == signed.seal.paper_sha256
    assert consents.prove(receptionist, signed).ok


def test_the_newest_scan_is_the_last_recorded_whatever_the_clock_said(
    receptionist: Desk, clock: DrivenClock, patient: str
):
    consent = on_paper(receptionist, prepared(receptionist, patient), TODAY)
    consents.receive_scan(receptionist, consent, b"%PDF-1.4 first")
    clock.pass_time(minutes=-60)
    consents.receive_scan(receptionist, consent, b"%PDF-1.4 second")
    consent = consents.get(receptionist, consent.id)
    assert receptionist.clinic.blobs.fetch(str(consent.scan)) == b"%PDF-1.4 second"


# Who may sign what --------------------------------------------------------------------------------------------------


def test_who_was_found_unable_to_decide_does_not_sign_alone(receptionist: Desk, prescriber: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.explain(prescriber, consent, capacity=Capacity.ABSENT)
    with pytest.raises(BadValue, match="cannot decide"):
        sign(receptionist, consent)
    with pytest.raises(BadValue, match="cannot decide"):
        on_paper(receptionist, consent, TODAY)
    assert consents.get(receptionist, consent.id).status is Status.PREPARED


def test_a_talk_that_finds_no_capacity_at_the_moment_of_signing_leaves_the_form_incomplete(
    receptionist: Desk, prescriber: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    consent = prepared(receptionist, patient)
    record = receptionist.record

    def talk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        consents.explain(prescriber, consent, capacity=Capacity.ABSENT)
        return record(*args, **options)

    monkeypatch.setattr(receptionist, "record", talk_first)
    signed = on_paper(receptionist, consent, TODAY)
    assert signed.missing_signers == (Signer.GUARDIAN,)
    assert state(receptionist, patient) is ConsentState.INCOMPLETE


def test_the_last_talk_recorded_counts_whatever_hour_it_names(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str
):
    consent = prepared(receptionist, patient)
    consents.explain(prescriber, consent, capacity=Capacity.PRESENT)
    clock.pass_time(minutes=5)
    consents.explain(prescriber, consent, capacity=Capacity.ABSENT, at=prescriber.now() - timedelta(hours=1))
    explained = consents.get(receptionist, consent.id).explained
    assert explained is not None
    assert explained.detail["capacity"] == "absent"


def test_a_witness_makes_no_mark(receptionist: Desk, patient: str):
    dot = [[[0.5, 0.5, 0, 0.5]]]
    consent = sign(receptionist, prepared(receptionist, patient), strokes=dot, mark=True)
    pen = penned(receptionist, Signer.WITNESS, "Rita Moss", strokes=dot, mark=True)
    with pytest.raises(BadValue, match="mark"):
        signing.attest(receptionist, consent, pen)


def test_a_clinician_signs_as_themselves(receptionist: Desk, prescriber: Desk, nurse: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    with pytest.raises(BadValue, match="as yourself"):
        countersign(nurse, consent, staff_id=prescriber.person.id)
    with pytest.raises(BadValue, match="as yourself"):
        countersign(nurse, consent, staff_id=None)


def test_who_agrees_signs_once(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient, representative=True)
    signed = sign(receptionist, consent, role=Signer.GUARDIAN, name="Mei", relation="mother", authority="parent")
    with pytest.raises(BadValue):
        signing.attest(receptionist, signed, penned(receptionist, Signer.PATIENT))


def test_a_signature_beside_is_not_of_the_future(receptionist: Desk, prescriber: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    with pytest.raises(BadValue, match="future"):
        countersign(prescriber, consent, signed_at=prescriber.now() + timedelta(hours=1))


# What replaces and takes back what ----------------------------------------------------------------------------------


def test_paper_of_an_earlier_day_that_is_recorded_late_replaces_nothing_newer(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str
):
    clock.pass_time(minutes=60 * 48)
    newer = countersign(prescriber, sign(receptionist, prepared(receptionist, patient)))
    on_paper(receptionist, prepared(receptionist, patient), TODAY, clinician="")
    assert consents.get(receptionist, newer.id).status is Status.SIGNED
    assert state(receptionist, patient) is ConsentState.SIGNED


def test_a_withdrawal_form_is_about_a_consent_of_this_patient_that_was_given(receptionist: Desk, patient: str):
    other = register(receptionist, "Ann")
    given_by_other = sign(receptionist, prepared(receptionist, other))
    with pytest.raises(BadValue, match="another patient"):
        prepared(receptionist, patient, "withdrawal", about=given_by_other)
    with pytest.raises(BadValue, match="was given"):
        prepared(receptionist, patient, "withdrawal", about=prepared(receptionist, patient))


def test_a_form_for_what_was_taken_back_by_word_can_follow(receptionist: Desk, clock: DrivenClock, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    clock.pass_time(minutes=1)
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn")
    form = prepared(receptionist, patient, "withdrawal", about=consents.get(receptionist, consent.id))
    sign(receptionist, form)
    assert [e.kind for e in consents.get(receptionist, consent.id).events].count("withdrawn") == 1


def test_the_banner_and_the_gate_agree_after_a_clock_that_was_ahead(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str
):
    first = countersign(prescriber, sign(receptionist, prepared(receptionist, patient)))
    clock.pass_time(minutes=60)
    release = prepared(receptionist, patient)
    countersign(prescriber, sign(receptionist, release))
    clock.pass_time(minutes=-30)
    consents.withdraw(receptionist, consents.get(receptionist, first.id), by_name="Zoë")
    assert state(receptionist, patient) is ConsentState.WITHDRAWN
    assert [one.title for one in taken_back(receptionist, patient)] == [first.title]


def test_paper_signed_before_the_clinic_stood_for_the_text_is_refused(receptionist: Desk, patient: str):
    with pytest.raises(BadValue, match="adopted") as refused:
        on_paper(receptionist, prepared(receptionist, patient), TODAY - timedelta(days=3))
    assert refused.value.field == "signed_on"


# Proof --------------------------------------------------------------------------------------------------------------


ROWS = [
    ("consents", "patient_id", "1"),
    ("consents", "kind", "1"),
    ("consents", "covers", "1"),
    ("consents", "valid_days", "1"),
    ("consents", "title", "1"),
    ("consents", "taken_back", "1"),
    ("signatures", "detail", "meaning LIKE 'guardian%'"),
    ("signatures", "signer_name", "meaning LIKE 'guardian%'"),
    ("signatures", "signed_at", "meaning LIKE 'guardian%'"),
    ("consent_events", "detail", "kind = 'explained'"),
    ("consent_events", "detail", "kind = 'answered'"),
    ("consent_events", "detail", "kind = 'asked'"),
    ("consent_events", "valid_until", "kind LIKE 'signed%'"),
    ("consent_events", "occurred_at", "kind LIKE 'signed%'"),
    ("consent_events", "by_name", "kind LIKE 'signed%'"),
    ("adopted_texts", "adopted_name", "text_id = (SELECT text_id FROM consents LIMIT 1)"),
    ("published_files", "body", "id = (SELECT text_id FROM consents LIMIT 1)"),
]


@pytest.mark.parametrize("on_screen", [True, False])
@pytest.mark.parametrize(("table", "column", "where"), ROWS)
def test_every_row_of_a_signed_consent_is_held_against_what_was_recorded(
    clinic: Clinic,
    receptionist: Desk,
    prescriber: Desk,
    patient: str,
    on_screen: bool,
    table: str,
    column: str,
    where: str,
):
    consent = prepared(receptionist, patient, representative=True)
    consents.ask(receptionist, consent, question="Does it hurt?", by_name="Mei")
    asked = consents.get(prescriber, consent.id)
    consents.answer(prescriber, asked, asked.open_questions[0], words="A small prick.")
    consents.explain(prescriber, consent, capacity=Capacity.PRESENT)
    who = {"role": Signer.GUARDIAN, "relation": "mother", "authority": "parent"}
    if on_screen:
        consent = countersign(prescriber, sign(receptionist, consent, name="Mei Nguyễn", **who))
    else:
        consent = on_paper(receptionist, consent, TODAY, signer_name="Mei Nguyễn", **who)
    assert consents.prove(receptionist, consent).ok is not False
    row = receptionist.row(f"SELECT {column} AS was FROM {table} WHERE {where}")
    assert row is not None
    was = row["was"]
    if column == "patient_id":
        changed = register(receptionist, "Ann")
    elif column in ("kind", "taken_back"):
        changed = {"treatment": "release", "spoken": "written"}[was]
    elif column == "detail":
        changed = was.replace("mother", "sister").replace("present", "with_support").replace("prick", "trick")
        changed = changed.replace("hurt", "harm")
    elif column in ("valid_until", "occurred_at", "signed_at"):
        changed = was.replace("2026", "2027").replace("2025", "2026").replace("2027-03-02T", "2025-03-02T")
    else:
        changed = was + 1 if isinstance(was, int) else was.replace('"', '"x', 1) if was.startswith("[") else f"{was}x"
    assert changed != was
    write_behind(clinic, f"UPDATE {table} SET {column} = ? WHERE {where}", changed)
    assert consents.prove(receptionist, consents.get(receptionist, consent.id)).ok is False
    assert clinic.verify() != []


def test_an_event_written_behind_the_back_of_the_ledger_is_found(
    clinic: Clinic, receptionist: Desk, prescriber: Desk, patient: str
):
    consent = countersign(prescriber, sign(receptionist, prepared(receptionist, patient)))
    consents.withdraw(receptionist, consent, by_name="Zoë")
    write_behind(clinic, "DELETE FROM consent_events WHERE kind = ?", "withdrawn")
    forged = consents.get(receptionist, consent.id)
    assert forged.status is Status.SIGNED
    assert consents.prove(receptionist, forged).ok is False


def test_each_scan_is_proven_not_only_the_newest(clinic: Clinic, receptionist: Desk, patient: str):
    consent = on_paper(receptionist, prepared(receptionist, patient), TODAY)
    for content in (b"%PDF-1.4 first", b"%PDF-1.4 second"):
        consents.receive_scan(receptionist, consent, content)
    consent = consents.get(receptionist, consent.id)
    assert consents.prove(receptionist, consent).ok
    first = next(event.paper_sha256 for event in consent.events if event.kind == "scan_received")
    clinic.blobs._connection.execute("DROP TRIGGER IF EXISTS blobs_keep_content")
    clinic.blobs._connection.execute("UPDATE blobs SET content = ? WHERE sha256 = ?", (b"%PDF-1.4 other", first))
    assert consents.prove(receptionist, consent).ok is False


def test_what_was_signed_before_a_merge_is_proven_after_it_and_after_it_is_undone(
    receptionist: Desk, prescriber: Desk, patient: str
):
    other = register(receptionist, "Zoe")
    consent = prepared(receptionist, patient)
    based_on = (patients.get(prescriber, other).version, patients.get(prescriber, patient).version)
    merging.merge(prescriber, other, patient, choices={}, based_on=based_on)
    signed = countersign(prescriber, sign(receptionist, consents.get(receptionist, consent.id)))
    assert signed.patient_id == other
    assert consents.prove(receptionist, signed) == consents.Proof(True)
    assert state(receptionist, other) is ConsentState.SIGNED


# Who may read what --------------------------------------------------------------------------------------------------


def test_why_somebody_said_no_is_not_printed_by_the_front_desk(receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.decline(receptionist, consent, by_name="Zoë Nguyễn", reason="Voices told me so")
    consent = consents.get(receptionist, consent.id)
    assert "Voices" not in " ".join(texts(consent_form.copy(receptionist, consent)))
    assert "Voices" in " ".join(texts(consent_form.copy(nurse, consents.get(nurse, consent.id))))


def test_why_somebody_said_no_is_not_in_the_history_an_administrator_reads(
    receptionist: Desk, nurse: Desk, administrator: Desk, patient: str
):
    consent = prepared(receptionist, patient)
    consents.ask(receptionist, consent, question="Will the voices stop?", by_name="Zoë")
    consents.decline(receptionist, consent, by_name="Zoë Nguyễn", reason="Voices told me so")
    for desk, told in ((administrator, False), (nurse, True)):
        assert ("oices" in repr(history.of_patient(desk, patient))) is told


def test_every_verb_asks_for_its_role(administrator: Desk, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(NotAllowed):
        consents.explain(receptionist, consent, capacity=Capacity.PRESENT)
    with pytest.raises(NotAllowed):
        sign(administrator, consent)
    with pytest.raises(NotAllowed):
        prepared(administrator, patient, PAIN)


# The same paper everywhere, and two desks at once -------------------------------------------------------------------


def test_the_paper_of_a_seal_is_the_same_on_every_pc(
    receptionist: Desk, prescriber: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    signed = countersign(prescriber, sign(receptionist, prepared(receptionist, patient)))
    assert signed.seal is not None
    sealed = sealing.read(receptionist, signed.seal)
    paper = consent_form.of_seal(receptionist, sealed)
    for zone, spoken in (("Asia/Tokyo", "de_DE.UTF-8"), ("Pacific/Honolulu", "C")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LC_ALL", spoken)
        monkeypatch.setenv("LANGUAGE", spoken[:2])
        time.tzset()
        assert consent_form.of_seal(prescriber, sealed) == paper
    monkeypatch.undo()
    time.tzset()


VERBS = {
    "sign": lambda desk, consent: sign(desk, consent),
    "paper": lambda desk, consent: on_paper(desk, consent, TODAY),
    "decline": lambda desk, consent: consents.decline(desk, consent, by_name="Zoë", reason=""),
    "void": lambda desk, consent: consents.void(desk, consent, reason="Wrong text"),
}


@pytest.mark.parametrize("mine", VERBS)
@pytest.mark.parametrize("theirs", VERBS)
def test_of_two_decisions_of_the_same_moment_one_stands(
    receptionist: Desk, nurse: Desk, patient: str, monkeypatch: pytest.MonkeyPatch, mine: str, theirs: str
):
    consent = prepared(receptionist, patient)
    record = receptionist.record

    def other_desk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        VERBS[theirs](nurse, consent)
        return record(*args, **options)

    monkeypatch.setattr(receptionist, "record", other_desk_first)
    with pytest.raises(BadValue, match="answered already"):
        VERBS[mine](receptionist, consent)
    decided = [e.kind for e in consents.get(nurse, consent.id).events]
    assert len(decided) == 1
    assert consents.prove(nurse, consents.get(nurse, consent.id)).ok is not False


def test_a_word_and_a_withdrawal_form_of_the_same_moment_leave_it_withdrawn(
    receptionist: Desk, nurse: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    consent = sign(receptionist, prepared(receptionist, patient))
    form = prepared(receptionist, patient, "withdrawal", about=consent)
    record = receptionist.record

    def other_desk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        consents.withdraw(nurse, consent, by_name="Zoë")
        return record(*args, **options)

    monkeypatch.setattr(receptionist, "record", other_desk_first)
    assert sign(receptionist, form).status is Status.SIGNED
    assert consents.get(nurse, consent.id).status is Status.WITHDRAWN
    assert state(nurse, patient) is ConsentState.WITHDRAWN


def test_of_two_who_answer_the_same_question_one_is_told(
    receptionist: Desk, nurse: Desk, prescriber: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    consent = prepared(receptionist, patient)
    consents.ask(receptionist, consent, question="Does it hurt?", by_name="Zoë")
    (question,) = consents.get(nurse, consent.id).open_questions
    record = nurse.record

    def other_desk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        consents.answer(prescriber, consent, question, words="A small prick.")
        return record(*args, **options)

    monkeypatch.setattr(nurse, "record", other_desk_first)
    with pytest.raises(BadValue, match="answered already"):
        consents.answer(nurse, consent, question, words="Not at all.")
    assert [e.kind for e in consents.get(nurse, consent.id).events] == ["asked", "answered"]


def test_of_two_who_publish_the_same_version_one_is_told(
    prescriber: Desk, administrator: Desk, monkeypatch: pytest.MonkeyPatch
):
    source = wordings.offered(prescriber)[f"{MOOD}.en"].source
    record = prescriber.record

    def other_desk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        wordings.adopt(administrator, source + "\nTheirs.\n")
        return record(*args, **options)

    monkeypatch.setattr(prescriber, "record", other_desk_first)
    with pytest.raises(BadValue, match="same moment"):
        wordings.adopt(prescriber, source + "\nMine.\n")
    assert "Theirs." in wordings.offered(prescriber)[f"{MOOD}.en"].source


@pytest.mark.parametrize("role", [Signer.WITNESS, Signer.INTERPRETER])
def test_of_two_who_name_the_same_role_on_paper_one_is_told(
    receptionist: Desk, nurse: Desk, patient: str, monkeypatch: pytest.MonkeyPatch, role: Signer
):
    consent = on_paper(receptionist, prepared(receptionist, patient), TODAY)
    record = receptionist.record

    def other_desk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        consents.attest_on_paper(nurse, consent, role=role, name="Lan Tran")
        return record(*args, **options)

    monkeypatch.setattr(receptionist, "record", other_desk_first)
    with pytest.raises(BadValue, match="already"):
        consents.attest_on_paper(receptionist, consent, role=role, name="Rita Moss")
    assert [s.signer_name for s in consents.get(nurse, consent.id).signatures][-1] == "Lan Tran"
