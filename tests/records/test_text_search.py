"""Finding everything that was written: notes, addenda, events of sessions, documents; by words, phrases and filters."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, merging, note_signing, notes, patients, sessions, text_hits, text_search
from clinicdesk.records.documents import Source
from clinicdesk.records.merging import Side
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.text_search import FoundText
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.names import fold
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.exchange import outside_files as made
from tests.records.sessions.steps import consent, plan_for, run


def register(desk: Desk, family: str = "Ångström", given_name: str = "Zoë", born: date = date(1968, 7, 21)) -> str:
    return patients.register(desk, details=PatientDetails(family_name=family, given_name=given_name, birth_date=born))


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def other(nurse: Desk) -> str:
    return register(nurse, "Brandt", "Ole", date(1950, 1, 2))


def write(desk: Desk, patient_id: str, body: str, kind: str = "progress") -> str:
    return notes.write(desk, patient_id=patient_id, kind=kind, body=body)


def ids(found: list[FoundText]) -> list[str]:
    return [text.id for text in found]


# Words ----------------------------------------------------------------------------------------------------------------


def test_a_note_is_found_by_words_beginnings_and_phrases_without_accents(nurse: Desk, patient: str) -> None:
    note = write(nurse, patient, "Ängste weniger. Denies suicidal ideation; plan: naïve titration 0.5 mg/kg.")
    for typed in (
        "angste",
        "SUICID",
        "idea naive",
        '"suicidal ideation"',
        '"denies suicidal',
        "0.5",
        "mg kg",
        "titr wen",
    ):
        assert ids(text_search.find(nurse, typed)) == [note], typed
    for typed in ("", "…", "uicidal", '"ideation suicidal"', '"suicidal idea"', "suicidal intent", "ng"):
        assert text_search.find(nurse, typed) == [], typed


def test_the_place_found_is_told_with_who_wrote_it_when_and_about_whom(
    nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    write(nurse, patient, "Slept badly.\nNo <b>nausea</b> after the second infusion.")
    clock.pass_time(days=3)
    (found,) = text_search.find(nurse, "nausea")
    assert (found.before, found.hit, found.after) == (
        "Slept badly. No <b>", "nausea", "</b> after the second infusion.",
    )  # fmt: skip
    assert (found.patient_name, found.birth_date) == ("ÅNGSTRÖM, Zoë", date(1968, 7, 21))
    assert (found.kind_words, found.author_name, found.on) == ("Progress note", "Nina Okafor, RN", date(2026, 3, 2))
    assert found.opens == ("notes", found.id)
    assert found.voided_reason is None


def test_a_rewritten_note_is_found_by_what_it_says_now(nurse: Desk, patient: str) -> None:
    note = write(nurse, patient, "First words")
    notes.rewrite(nurse, note, body="Second thoughts", based_on=notes.get(nurse, note).version)
    assert text_search.find(nurse, "first") == []
    assert ids(text_search.find(nurse, "thoughts")) == [note]


def test_the_newest_comes_first_and_no_more_than_asked_for(nurse: Desk, patient: str, clock: DrivenClock) -> None:
    written = []
    for number in range(70):
        written.append(write(nurse, patient, f"calm visit {number}"))
        clock.pass_time(seconds=number % 2)
    assert ids(text_search.find(nurse, "calm", limit=100)) == written[::-1]
    assert ids(text_search.find(nurse, "calm", limit=3)) == written[:-4:-1]


def test_more_texts_than_fit_into_one_second_are_all_found(nurse: Desk, patient: str) -> None:
    written = {write(nurse, patient, f"imported {number}") for number in range(150)}
    assert set(ids(text_search.find(nurse, "imported", limit=200))) == written


def test_a_voided_note_is_found_and_says_so(nurse: Desk, patient: str) -> None:
    note = write(nurse, patient, "Wrong patient: chest tightness")
    notes.void(nurse, note, reason="Written in the wrong chart", based_on=notes.get(nurse, note).version)
    (found,) = text_search.find(nurse, "tightness")
    assert found.voided_reason == "Written in the wrong chart"


def test_a_signed_note_that_was_voided_says_so_too(nurse: Desk, patient: str) -> None:
    note = write(nurse, patient, "Wrong patient: chest tightness")
    notes.sign(nurse, note)
    note_signing.void_signed(nurse, notes.get(nurse, note), reason="Written in the wrong chart")
    (found,) = text_search.find(nurse, "tightness")
    assert found.voided_reason == "Written in the wrong chart"


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ('"', False),
        ('""', False),
        ("calm OR", False),
        ("calm OR neverwritten", False),
        ("NOT neverwritten", False),
        ("NEAR(a b)", False),
        ("words:calm", False),
        ("cal*", True),
        ("'; DROP TABLE notes", False),
        ("#pcalm", False),
    ],
)
def test_what_is_typed_is_never_a_query(nurse: Desk, patient: str, typed: str, finds: bool) -> None:
    """Words are looked for, whatever they mean to the index; the ledger still finds everything as it was."""
    calm = write(nurse, patient, "calm")
    assert ids(text_search.find(nurse, typed)) == ([calm] if finds else [])
    assert ids(text_search.find(nurse, "calm")) == [calm]
    assert nurse.clinic.verify() == []


def test_a_beginning_of_too_many_words_stands_for_itself_and_it_is_said(
    nurse: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_hits, "MOST_WORDS", 2)
    whole = write(nurse, patient, "depr noted")
    write(nurse, patient, "depressed deprived depravity")
    assert ids(text_search.find(nurse, "depr")) == [whole]
    assert text_search.too_short(nurse, "depr note") == ("depr",)


# Filters --------------------------------------------------------------------------------------------------------------


def test_it_is_found_by_patient_author_kind_and_day(
    nurse: Desk, prescriber: Desk, patient: str, other: str, clock: DrivenClock
) -> None:
    first = write(nurse, patient, "calm")
    clock.pass_time(days=1)
    second = write(prescriber, patient, "calm", "phone_call")
    clock.pass_time(days=1)
    third = write(nurse, other, "calm", "intake")
    monday = date(2026, 3, 2)
    tuesday, wednesday = monday + timedelta(days=1), monday + timedelta(days=2)
    find = text_search.find
    assert ids(find(nurse, "calm")) == [third, second, first]
    assert ids(find(nurse, "calm", patient_id=patient)) == [second, first]
    assert ids(find(nurse, "calm", author_id=nurse.person.id)) == [third, first]
    assert ids(find(nurse, "calm", kinds=["intake", "phone_call"])) == [third, second]
    assert ids(find(nurse, "calm", since=tuesday)) == [third, second]
    assert ids(find(nurse, "calm", until=tuesday)) == [second, first]
    assert ids(find(nurse, "calm", since=tuesday, until=tuesday)) == [second]
    assert find(nurse, "calm", since=wednesday, until=tuesday) == []
    assert ids(find(nurse, "", author_id=prescriber.person.id)) == [second]
    assert find(nurse, "", since=monday) == []
    assert find(nurse, "calm", until=date.max) != []


def test_a_day_ends_at_the_clinics_midnight(nurse: Desk, patient: str, clock: DrivenClock) -> None:
    clock.pass_time(hours=14, minutes=30)  # 23:30 in New York, the next day in UTC
    late = write(nurse, patient, "calm")
    assert ids(text_search.find(nurse, "calm", until=date(2026, 3, 2))) == [late]
    assert text_search.find(nurse, "calm", since=date(2026, 3, 3)) == []


# Everything written ---------------------------------------------------------------------------------------------------


def test_an_addendum_is_found_and_leads_to_its_note(nurse: Desk, patient: str) -> None:
    note = write(nurse, patient, "Awake")
    notes.sign(nurse, note)
    added = notes.addendum(nurse, note, body="Phoned: headache until evening")
    (found,) = text_search.find(nurse, "headache", kinds=["addendum"])
    assert (found.id, found.opens, found.kind_words) == (added, ("notes", note), "Addendum")


def test_what_was_said_in_a_session_is_found_and_leads_there(nurse: Desk, prescriber: Desk, patient: str) -> None:
    session = plan_for(nurse, patient)
    consent(nurse, patient)
    run(nurse, prescriber, session)
    sessions.note_words(nurse, session, text="I float above the lighthouse")
    event = sessions.report_adverse_event(
        nurse, session, kind="bp_increase", severity=Severity.MILD, related=Relation.RELATED,
        action_taken=ActionTaken.NONE, outcome=Outcome.RESOLVED, narrative="Settled on its own",
    )  # fmt: skip
    (words,) = text_search.find(nurse, "lighthouse")
    assert (words.opens, words.kind_words) == (("sessions", session), "Session event")
    row = sessions.observe(nurse, session, values={Kind.HEART_RATE: 70}, comment="Cuff moved to the left arm")
    assert text_search.find(nurse, "cuff")[0].opens == ("sessions", session)
    (comment,) = (o for o in sessions.get(nurse, session).current if o.round_id == row and o.kind == sessions.COMMENT)
    sessions.correct_comment(nurse, session, comment.id, comment="Cuff on the right arm")
    (corrected_comment,) = text_search.find(nurse, "cuff")
    assert corrected_comment.hit + corrected_comment.after == "Cuff on the right arm"
    (raised,) = text_search.find(nurse, '"blood pressure"')
    assert (raised.id, raised.opens) == (event, ("sessions", session))
    assert (raised.before + raised.hit + raised.after) == "Blood pressure raised. Settled on its own"
    corrected = sessions.report_adverse_event(
        nurse, session, kind="headache", severity=Severity.MILD, related=Relation.RELATED,
        action_taken=ActionTaken.NONE, outcome=Outcome.RESOLVED, corrects=event,
    )  # fmt: skip
    assert text_search.find(nurse, "settled") == []
    assert ids(text_search.find(nurse, "headache")) == [corrected]
    assert nurse.clinic.verify() == []


def test_a_document_is_found_by_who_may_read_its_kind(receptionist: Desk, nurse: Desk, patient: str) -> None:
    report = incoming.from_bytes(made.pdf("Potassium 4.1 mmol/l", "Shield Insurance"))
    clinical, open_to_all = (
        documents.file(nurse, patient_id=patient, incoming=report, source=Source.CHOSEN, kind=kind)
        for kind in ("lab_result", "insurance_card")
    )
    assert set(ids(text_search.find(nurse, "shield"))) == {clinical, open_to_all}
    write(nurse, patient, "Shield confirmed by phone")
    (found,) = text_search.find(receptionist, "shield")
    assert (found.id, found.table) == (open_to_all, "documents")
    assert text_search.find(receptionist, "confirmed") == []
    assert ids(text_search.find(receptionist, "", patient_id=patient)) == [open_to_all]
    assert text_search.find(receptionist, "", kinds=["progress"]) == []
    assert [kind for kind, _words in text_search.kinds(receptionist)] == ["document"]


# One person, several registrations ------------------------------------------------------------------------------------


def _merge(desk: Desk, kept: str, merged: str) -> str:
    seen = merging.preview(desk, kept, merged)
    return merging.merge(desk, kept, merged, choices={}, based_on=(seen.kept.version, seen.merged.version))


def test_merged_registrations_are_searched_together_and_parted_ones_are_not(everyone: Desk) -> None:
    kept, merged = register(everyone), register(everyone)
    before = write(everyone, merged, "calm before")
    merge_id = _merge(everyone, kept, merged)
    open_one = write(everyone, kept, "calm and open")
    signed = write(everyone, kept, "calm and signed")
    notes.sign(everyone, signed)
    notes.addendum(everyone, signed, body="calm added")
    for asked in (kept, merged):
        found = text_search.find(everyone, "calm", patient_id=asked)
        assert {before, open_one, signed} < set(ids(found))
        assert {text.patient_id for text in found} == {kept}
    parting = merging.parting(everyone, merge_id)
    theirs = {thing.key: Side.MERGED for thing in parting.belongings}
    merging.unmerge(everyone, merge_id, belongings=theirs, based_on=parting.merge.version)
    assert text_search.find(everyone, "calm", patient_id=kept) == []
    found = text_search.find(everyone, "calm", patient_id=merged)
    assert len(found) == 4
    assert {text.patient_id for text in found} == {merged}
    assert everyone.clinic.verify() == []


def test_texts_of_a_voided_record_are_not_found(everyone: Desk, patient: str) -> None:
    write(everyone, patient, "calm")
    patients.void(everyone, [patient], reason="Registered twice")
    assert text_search.find(everyone, "calm") == []


# The index ------------------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(st.text(alphabet="abé -.\n", min_size=1, max_size=30).filter(lambda text: fold(text) != ""), max_size=6),
    st.lists(st.sampled_from(["a", "b", "e", "ab", "aba", "ebe"]), min_size=1, max_size=3),
    st.booleans(),
)
def test_it_finds_what_reading_every_note_finds(
    nurse: Desk, patient: str, bodies: list[str], words: list[str], together: bool
) -> None:
    """A second implementation: fold every note and look."""
    already = {text.id for text in text_search.find(nurse, "", patient_id=patient, limit=10_000)}
    written = {write(nurse, patient, body): body for body in bodies}
    typed = f'"{" ".join(words)}"' if together else " ".join(words)

    def holds(body: str) -> bool:
        text = " " + " ".join(fold(body).split()) + " "
        if together:
            return f" {' '.join(words)} " in text
        return all(f" {word} " in text or (len(word) > 2 and f" {word}" in text) for word in words)

    found = set(ids(text_search.find(nurse, typed, limit=10_000))) - already
    assert found == {note for note, body in written.items() if holds(body)}


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM search_text_words WHERE rowid = (SELECT max(number) FROM search_texts)",
        "DELETE FROM search_texts WHERE number = (SELECT max(number) FROM search_texts)",
        "UPDATE search_texts SET digest = 'x'",
        "INSERT INTO search_text_words (rowid, words) VALUES (1, 'more')",
        # A text that is found by other words than its own, or by none.
        "UPDATE search_texts SET number = number + 1 WHERE number = (SELECT max(number) FROM search_texts)",
        "UPDATE search_text_words_docsize SET id = -1 WHERE id = (SELECT max(number) FROM search_texts)",
    ],
)
def test_the_check_of_the_file_sees_an_index_that_was_tampered_with(
    clinic: Clinic, nurse: Desk, patient: str, harm: str
):
    note = write(nurse, patient, "First words")
    notes.rewrite(nurse, note, body="calm and awake", based_on=notes.get(nurse, note).version)
    write(nurse, patient, "calm and asleep")
    assert clinic.verify() == []
    clinic._writer.execute(harm)
    assert clinic.verify()[0].row in ("search_texts", "search_text_words_counts", "search_text_words_docsize")
