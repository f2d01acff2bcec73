"""The papers around a treatment: what stands on them, what never does, and that they fit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.printing import blank_flowsheet, papers
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records import patients, practice, protocols, series, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import EndReason, OrderedBy, Under
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.storage.clock import DrivenClock
from tests.printing import letter_writer
from tests.printing.sheets import texts
from tests.printing.treated import ROOM, SAID, register, treat, vitals
from tests.records.sessions import steps
from tests.records.sessions.test_ordered import verbal

HANDED_OUT: tuple[PaperKind, ...] = (
    "emergency-sheet", "discharge-sheet", "against-advice", "chair-sheet", "flowsheet", "series-report", "payer-report",
    "letter",
)  # fmt: skip
ONE_SHEET: tuple[PaperKind, ...] = ("emergency-sheet", "discharge-sheet", "against-advice", "chair-sheet")


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return steps.plan_for(nurse, patient)


@pytest.fixture
def treated(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    treat(nurse, prescriber, session_id, clock)
    return session_id


def request(desk: Desk, kind: PaperKind, session_id: str) -> PaperRequest:
    session = sessions.get(desk, session_id)
    about = {"emergency-sheet": session.patient_id}
    about |= dict.fromkeys(("series-report", "payer-report"), session.series_id)
    if kind == "letter":
        return PaperRequest(kind, letter_writer.signed(desk, session_id))
    return PaperRequest(kind, about.get(kind, session_id))


def sheets(desk: Desk, kind: PaperKind, session_id: str) -> list[str]:
    return texts(papers.build(desk, request(desk, kind, session_id)).content)


def on_paper(desk: Desk, paper_size: str) -> None:
    known = practice.get(desk)
    practice.change(
        desk,
        based_on=known.version,
        name=known.name,
        address=known.address,
        phone=known.phone,
        paper_size=paper_size,
        time_zone=known.time_zone,
        lock_after_minutes=known.lock_after_minutes,
    )


def text(desk: Desk, kind: PaperKind, session_id: str) -> str:
    return " ".join(sheets(desk, kind, session_id))


@pytest.mark.parametrize("kind", HANDED_OUT)
def test_what_the_patient_said_and_the_room_stay_in_the_clinic(nurse: Desk, treated: str, kind: PaperKind) -> None:
    found = text(nurse, kind, treated)
    for private in ("ceiling", "Whale", "distress"):
        assert private not in found, private


def test_the_summary_tells_them_to_clinicians(nurse: Desk, treated: str) -> None:
    found = text(nurse, "session", treated)
    assert "for this clinic's clinicians only" in found
    assert SAID in found
    assert ROOM in found
    assert "distress 7 of 10" in found


@pytest.mark.parametrize("kind", ["session", *HANDED_OUT])
def test_every_sheet_names_for_whom_it_is(nurse: Desk, treated: str, kind: PaperKind) -> None:
    audience = {
        "session": "this clinic's clinicians", "chair-sheet": "this clinic's clinicians",
        "flowsheet": "this clinic's clinicians", "series-report": "clinicians who treat the patient",
        "emergency-sheet": "whoever takes over in an emergency", "discharge-sheet": "the patient",
        "against-advice": "the patient and this clinic", "payer-report": "the payer",
        "letter": "Dr Mary Novak, psychiatrist",
    }[kind]  # fmt: skip
    assert all(f"For: {audience}" in sheet for sheet in sheets(nurse, kind, treated))


@pytest.mark.parametrize("kind", ["session", *HANDED_OUT])
def test_each_paper_names_nobody_in_title_and_file(nurse: Desk, treated: str, kind: PaperKind) -> None:
    paper = papers.build(nurse, request(nurse, kind, treated))
    assert "ngstr" not in (paper.title + paper.file_name).casefold()
    assert paper.patient_id == sessions.get(nurse, treated).patient_id
    assert all("ÅNGSTRÖM, Zoë" in sheet for sheet in texts(paper.content))


@pytest.mark.parametrize("kind", ["session", *HANDED_OUT])
def test_the_front_desk_gets_no_clinical_paper(nurse: Desk, receptionist: Desk, treated: str, kind: PaperKind) -> None:
    wanted = request(nurse, kind, treated)
    if kind != "emergency-sheet":
        with pytest.raises(NotAllowed):
            papers.build(receptionist, wanted)
        return
    found = " ".join(texts(papers.build(receptionist, wanted).content))
    assert "may not see them" in found
    assert "Per Ångström (husband), 218 555 0142" in found
    assert "ketAMINE" not in found


@pytest.mark.parametrize("paper_size", ["A4", "Letter"])
@pytest.mark.parametrize("kind", ONE_SHEET)
@pytest.mark.parametrize("language", ["English", "Spanish"])
def test_on_one_sheet(
    nurse: Desk,
    prescriber: Desk,
    administrator: Desk,
    clock: DrivenClock,
    kind: PaperKind,
    paper_size: str,
    language: str,
) -> None:
    on_paper(administrator, paper_size)
    session_id = steps.plan_for(nurse, register(nurse, language))
    treat(nurse, prescriber, session_id, clock, discharged=False)
    assert len(sheets(nurse, kind, session_id)) == 1


# The emergency sheet --------------------------------------------------------------------------------------------------


def test_the_emergency_sheet_prints_whatever_the_name_is_written_in(nurse: Desk) -> None:
    patient_id = patients.register(nurse, details=PatientDetails(family_name="陳", given_name="Mei"))
    found = papers.build(nurse, PaperRequest("emergency-sheet", patient_id)).content
    assert "[U+9673], Mei" in " ".join(texts(found))


def test_the_emergency_sheet_says_what_whoever_takes_over_must_know(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=12)
    vitals(nurse, session_id, 171)
    sessions.set_oxygen(nurse, session_id, millilitres_per_minute=2_500, by="nasal cannula")
    found = text(nurse, "emergency-sheet", session_id)
    for words in (
        "Emergency sheet, 09:12", "Running since 09:00: ketAMINE 41.2 mg over 40 min", "now 150 mL per hour",
        "12.4 mg given so far", "Oxygen 2.5 L per minute, nasal cannula", "171/85",
        "Allergies: Penicillin (hives)", "Lisinopril 10 mg",
        "Per Ångström (husband), 218 555 0142", "Per Ångström, 218 555 0142", "Born 21-Jul-1968",
    ):  # fmt: skip
        assert words in found, words


def test_what_the_pump_gave_is_told_once(nurse: Desk, treated: str) -> None:
    found = text(nurse, "emergency-sheet", treated)
    assert "40.2 mg given" in found
    assert "Infusion completed" in found
    # The line of the vial accounts for the same dose.
    assert "ketAMINE 41.2 mg, IV" not in found


def test_old_values_are_not_called_the_last_half_hour(nurse: Desk, treated: str) -> None:
    assert "Last vital signs" in text(nurse, "emergency-sheet", treated)


def test_an_emergency_without_a_session_is_the_chart(nurse: Desk, patient: str) -> None:
    found = " ".join(texts(papers.build(nurse, PaperRequest("emergency-sheet", patient)).content))
    assert "Allergies: Penicillin (hives)" in found
    assert "Given here" not in found


def test_everything_given_names_its_order(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> None:
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=5)
    said = verbal(nurse, session_id, "Bolus 4.12 mg over 2 min & <b>watch</b>")
    sessions.bolus(nurse, session_id, under=said, dose_micrograms=4_120, minutes=2)
    clock.pass_time(minutes=5)
    steps.rate(nurse, session_id, 120_000)
    sessions.give_drug(
        nurse,
        session_id,
        product="Ondansetron",
        given_micrograms=4_000,
        route="IV",
        under=Under(OrderedBy.STANDING, "ondansetron"),
    )
    clock.pass_time(minutes=30)
    sessions.end(nurse, session_id, ended=EndReason.STOPPED, reason="Enough for <today>")
    sessions.read_pump(nurse, session_id, volume_microlitres=61_000, reason="The line was kinked")
    found = text(nurse, "session", session_id)
    for words in (
        "Bolus of 4.12 mg, 10 mL over 2 min (verbal order of Dr Pat Osei, 09:05)",
        "Bolus 4.12 mg over 2 min & <b>watch</b>", "waits",
        "Rate changed to 120 mL per hour: Feels dizzy (order of Dr Pat Osei)",
        "standing order “", "The pump differs from the calculated volume", "The line was kinked",
        "Stopped early at 09:40: Enough for <today>", "Given, as read off the pump", "61 mL of 100 mL",
        "the same.",
    ):  # fmt: skip
        assert words in found, words
    emergency = text(nurse, "emergency-sheet", session_id)
    assert "Ondansetron 4 mg, IV" in emergency
    assert "Bolus of 4.12 mg" in emergency


def test_a_visit_without_treatment_says_why(nurse: Desk, session_id: str) -> None:
    sessions.arrive(nurse, session_id)
    sessions.hold(nurse, session_id, reason="BP 171/104", again_in_minutes=10)
    sessions.not_treated(nurse, session_id, reason="Still 171/104", decided_by=sessions.DecidedBy.CLINICIAN)
    found = text(nurse, "session", session_id)
    for words in ("a visit without treatment", "Held at 09:00: BP 171/104", "Not treated (09:00): Still 171/104"):
        assert words in found, words
    sessions.sign(nurse, session_id)
    assert len(sheets(nurse, "session", session_id)) == 1


# The patient's papers -------------------------------------------------------------------------------------------------


def test_the_patient_reads_the_sheet_in_their_language(nurse: Desk, prescriber: Desk, clock: DrivenClock) -> None:
    session_id = steps.plan_for(nurse, register(nurse, "Español"))
    treat(nurse, prescriber, session_id, clock, discharged=False)
    found = text(nurse, "discharge-sheet", session_id)
    for words in ("De vuelta a casa", "Ketamina intravenosa", "21-jul-1968", "+1 218 555 0100", "988", "Página 1 de 1"):
        assert words in found, words
    assert "Going home" not in found
    assert "Salida contra el consejo médico" in text(nurse, "against-advice", session_id)


def test_the_language_chosen_when_leaving_is_the_papers(nurse: Desk, treated: str) -> None:
    assert "Going home" in text(nurse, "discharge-sheet", treated)
    left = replace(steps.HOME, instructions="es")
    sessions.discharge(nurse, treated, marks=steps.all_met(nurse, treated), left=left)
    assert "De vuelta a casa" in text(nurse, "discharge-sheet", treated)


def test_a_language_without_words_gets_english(nurse: Desk) -> None:
    session_id = steps.plan_for(nurse, register(nurse, "Hmong"))
    assert "Until tomorrow" in text(nurse, "discharge-sheet", session_id)


def test_a_patient_reads_the_plain_name_of_the_drug(nurse: Desk, treated: str) -> None:
    found = text(nurse, "discharge-sheet", treated)
    assert "ketamine 40.2 mg" in found
    assert "ketAMINE" not in found


# The flowsheet --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", sorted(protocols.load_all()[0]))
def test_a_flowsheet_of_every_protocol_is_two_sheets_with_its_own_rows(nurse: Desk, protocol: str) -> None:
    found = protocols.load_all()[0][protocol]
    made = texts(blank_flowsheet.build(nurse, found))
    assert len(made) == 2
    whole = " ".join(made)
    assert ("Devices" in whole) == (found.devices is not None)
    assert ("What else is in it" in whole) == (found.fluid is not None)
    for stage in found.stages:
        assert stage.title in whole
    for minute in blank_flowsheet.due_minutes(found):
        assert f" {minute} " in whole


# The series -----------------------------------------------------------------------------------------------------------


def test_the_series_report_tells_doses_and_events(nurse: Desk, treated: str, clock: DrivenClock) -> None:
    found = text(nurse, "series-report", treated)
    for words in (
        "1 of 6 planned",
        "1 of 6",
        "128/78",
        "150/85",
        "97%",
        "Nausea (mild)",
        "Still planned",
        "Major depr",
    ):
        assert words in found, words
    second = series.get(nurse, sessions.get(nurse, treated).series_id).sessions[1]
    clock.pass_time(days=2)
    sessions.arrive(nurse, second.id)
    sessions.not_treated(nurse, second.id, reason="BP 171/104", decided_by=sessions.DecidedBy.CLINICIAN)
    again = text(nurse, "series-report", treated)
    assert "1 visit not treated" in again
    assert "Not treated: BP 171/104" in again


# What is too long -----------------------------------------------------------------------------------------------------


def test_very_long_texts_run_on_over_the_sheets(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    steps.run(nurse, prescriber, session_id)
    long = "word " * 1_500
    sessions.report_adverse_event(
        nurse,
        session_id,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.POSSIBLY,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.RESOLVED,
        narrative=long + "THEEND",
    )
    sessions.note_words(nurse, session_id, text=long + "SAIDEND")
    sessions.observe(nurse, session_id, values={}, comment=long + "COMMENTEND")
    found = text(nurse, "session", session_id)
    for end in ("THEEND", "SAIDEND", "COMMENTEND"):
        assert end in found, end
    for kind in ("emergency-sheet", "series-report"):
        assert sheets(nurse, kind, session_id)  # type: ignore[arg-type]


def test_sixty_lines_of_drug_and_three_hundred_rows_of_values(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(nurse, prescriber, session_id)
    for _row in range(300):
        clock.pass_time(seconds=10)
        vitals(nurse, session_id, 140)
    for _line in range(60):
        steps.drug(nurse, session_id)
    found = sheets(nurse, "session", session_id)
    assert " ".join(found).count("140/85") >= 300
    assert " ".join(found).count("K7731") == 60
    assert len(found) < 20
    assert f"Page {len(found)} of {len(found)}" in found[-1]
    assert len(sheets(nurse, "chair-sheet", session_id)) <= 2


def test_two_sheets_for_an_ordinary_session(nurse: Desk, treated: str) -> None:
    sessions.sign(nurse, treated)
    assert len(sheets(nurse, "session", treated)) == 2


def test_what_happened_late_is_on_the_summary(nurse: Desk, prescriber: Desk, treated: str, clock: DrivenClock) -> None:
    sessions.sign(nurse, treated)
    clock.pass_time(hours=20)
    sessions.report_late_event(
        nurse,
        treated,
        kind="headache",
        onset_at=nurse.now() - timedelta(hours=3),
        severity=Severity.MODERATE,
        related=Relation.RELATED,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.ONGOING,
        narrative="All night",
        told_by="the patient",
    )
    sessions.addendum(nurse, treated, body="Called back: <u>better</u>.")
    sessions.sign(prescriber, treated)
    found = text(nurse, "session", treated)
    for words in (
        "Told of after the session was signed",
        "told by the patient",
        "Called back: <u>better</u>.",
        "Co-signed",
    ):
        assert words in found, words
