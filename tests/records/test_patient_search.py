"""Finding patients by whatever somebody at the telephone says."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import patient_search, patients
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock, as_text
from clinicdesk.storage.entry import insert, update


@pytest.fixture
def desk(everyone: Desk) -> Desk:
    for family, given, preferred, born, phone, email in (
        ("Lindqvist", "Per", "", date(1968, 7, 21), "+1 (555) 014-2233", "per@example.org"),
        ("Lindemann", "Ava", "", date(1990, 1, 4), "", ""),
        ("Ångström", "Zoë", "", date(1975, 3, 5), "+46 8 123 45 67", ""),
        ("O'Brien", "Robert James", "Bob", date(1980, 12, 31), "", "bob.obrien@example.org"),
        ("van den Berg", "Anna-Lena", "", None, "", ""),
        ("Nguyễn", "Thị Minh", "", date(2000, 2, 29), "", ""),
    ):
        details = PatientDetails(
            family_name=family,
            given_name=given,
            preferred_name=preferred,
            birth_date=born,
            phone_mobile=phone,
            email=email,
        )
        patients.register(everyone, details=details)
    return everyone


@pytest.mark.parametrize(
    ("typed", "families"),
    [
        ("lind", ["Lindemann", "Lindqvist"]),
        ("LINDQ", ["Lindqvist"]),
        ("per lind", ["Lindqvist"]),
        ("lind, per", ["Lindqvist"]),
        ("angstrom", ["Ångström"]),
        ("ÅNG zo", ["Ångström"]),
        ("zoe", ["Ångström"]),
        ("bob", ["O'Brien"]),
        ("obrien", ["O'Brien"]),
        ("o'b", ["O'Brien"]),
        ("james rob", ["O'Brien"]),
        ("van den b", ["van den Berg"]),
        ("berg lena", ["van den Berg"]),
        ("vandenb", ["van den Berg"]),
        ("nguyen", ["Nguyễn"]),
        ("minh", ["Nguyễn"]),
        ("21-Jul-1968", ["Lindqvist"]),
        ("21jul68", ["Lindqvist"]),
        ("1968-07-21", ["Lindqvist"]),
        ("21 july 1968", ["Lindqvist"]),
        ("19680721", ["Lindqvist"]),
        ("7/21/1968", ["Lindqvist"]),
        ("5/3/1975", ["Ångström"]),
        ("3/5/1975", ["Ångström"]),
        ("lind 1968", ["Lindqvist"]),
        ("lind 21-jul-1968", ["Lindqvist"]),
        ("2233", ["Lindqvist"]),
        ("014-2233", ["Lindqvist"]),
        ("555 014 2233", ["Lindqvist"]),
        ("+1 555 0142233", ["Lindqvist"]),
        ("lindq 2233", ["Lindqvist"]),
        ("000 002", ["Lindemann"]),
        ("2", ["Lindemann"]),
        ("000004", ["O'Brien"]),
        ("#4", ["O'Brien"]),
        ("# 000004", ["O'Brien"]),
        ("No. 4 obr", ["O'Brien"]),
        ("MRN 000004", ["O'Brien"]),
        ("per@example.org", ["Lindqvist"]),
        ("per@exa", ["Lindqvist"]),
        ("lind per@", ["Lindqvist"]),
        ("07211968", ["Lindqvist"]),
        ("21071968", ["Lindqvist"]),
        ("210768 per", ["Lindqvist"]),
        ("dob 7/21/68", ["Lindqvist"]),
        ("July 21, 1968 lind", ["Lindqvist"]),
        ("lind jul 1968", ["Lindqvist"]),
        ("7/21 per", ["Lindqvist"]),
        ("per 1968", ["Lindqvist"]),
        ("42233", ["Lindqvist"]),
        ("001 555 014 2233", ["Lindqvist"]),
        ("014-2233 x12 per", ["Lindqvist"]),
        ("tel 5550142233", ["Lindqvist"]),
        ("per 7 21 1968", ["Lindqvist"]),
        ("2233 7 21 1968", ["Lindqvist"]),
        ("08 123 45 67", ["Ångström"]),
        ("+46 8 123 45 67", ["Ångström"]),
        ("0046 8 1234567", ["Ångström"]),
        ("o brien", ["O'Brien"]),
        ("o bri en", ["O'Brien"]),
        ("van denberg", ["van den Berg"]),
        ("bob.o", ["O'Brien"]),
        ("lind zzz", []),
        ("", []),
        ("   ", []),
        ('"*', []),
        ("'); DROP TABLE patients; --", []),
        ("NEAR(lind)", []),
        ("🦊", []),
    ],
)
def test_people_are_found_by_what_is_typed(desk: Desk, typed: str, families: list[str]) -> None:
    # A single digit is a prefix of other numbers too: the record number comes first.
    found = [line.family_name for line in patient_search.find(desk, typed)]
    assert found[: len(families)] == families
    if typed != "2":
        assert len(found) == len(families)


def test_hits_come_in_list_order_and_only_so_many(desk: Desk) -> None:
    for given in ("Dora", "Carl", "Bea"):
        patients.register(desk, details=PatientDetails(family_name="Lindqvist", given_name=given))

    found = [(line.family_name, line.given_name) for line in patient_search.find(desk, "lin", limit=4)]

    assert found == [("Lindemann", "Ava"), ("Lindqvist", "Bea"), ("Lindqvist", "Carl"), ("Lindqvist", "Dora")]


def test_a_line_tells_namesakes_apart(desk: Desk) -> None:
    (line,) = patient_search.find(desk, "lindqvist")
    assert (line.birth_date, line.record_number, line.phone_end) == (date(1968, 7, 21), 1, "2233")
    assert (line.last_visit, line.next_visit) == (None, None)


def test_an_amended_name_is_found_and_the_old_one_is_not(desk: Desk) -> None:
    (line,) = patient_search.find(desk, "lindemann")
    version = patients.get(desk, line.id).version
    patients.amend(desk, line.id, based_on=version, details=PatientDetails(family_name="Moss", given_name="Ava"))

    assert patient_search.find(desk, "lindemann") == []
    assert [hit.id for hit in patient_search.find(desk, "moss")] == [line.id]


def book(desk: Desk, patient_id: str, starts_at: str, state: str = "booked") -> str:
    """Write a booking straight into the ledger and return its id."""
    booking = desk.new_id()
    row = insert(
        "appointments", booking, patient_id=patient_id, kind="intake", starts_at=starts_at, minutes=30, state=state
    )
    desk.record("appointment.book", row, patient=patient_id)
    return booking


def come(desk: Desk, patient_id: str, booking: str, kind: str) -> None:
    event = insert(
        "appointment_events", desk.new_id(), appointment_id=booking, patient_id=patient_id, kind=kind,
        occurred_at=as_text(desk.now()),
    )  # fmt: skip
    desk.record("visit.arrive", event, patient=patient_id)


def test_bookings_show_in_the_line_as_visits_of_the_clinics_day(desk: Desk, clock: DrivenClock) -> None:
    (line,) = patient_search.find(desk, "lindqvist")
    book(desk, line.id, "2026-03-10T15:00:00.000Z", "cancelled")
    # Half past eleven at night in New York is the next day in UTC.
    book(desk, line.id, "2026-03-21T03:30:00.000Z")
    today = book(desk, line.id, "2026-03-02T20:00:00.000Z")
    (line,) = patient_search.find(desk, "lindqvist")
    assert (line.last_visit, line.next_visit) == (None, date(2026, 3, 2))

    come(desk, line.id, today, "arrived")
    (line,) = patient_search.find(desk, "lindqvist")
    assert (line.last_visit, line.next_visit) == (date(2026, 3, 2), date(2026, 3, 20))

    clock.pass_time(minutes=1)
    come(desk, line.id, today, "arrival_undone")
    (line,) = patient_search.find(desk, "lindqvist")
    assert (line.last_visit, line.next_visit) == (None, date(2026, 3, 2))


def test_visits_show_in_the_line(desk: Desk) -> None:
    (line,) = patient_search.find(desk, "lindqvist")
    text = desk.new_id()
    series, past, coming = desk.new_id(), desk.new_id(), desk.new_id()
    desk.record(
        "series.plan",
        insert("published_files", text, kind="protocol", name="p", text_version="1", body="", sha256=""),
        insert(
            "series", series, patient_id=line.id, protocol_name="p", protocol_version="1", protocol_id=text,
            title="IV ketamine", planned_count=2,
        ),
        insert("sessions", past, patient_id=line.id, series_id=series, number=1, planned_on="2026-02-20"),
        insert("sessions", coming, patient_id=line.id, series_id=series, number=2, planned_on="2026-03-05"),
        insert(
            "session_events", desk.new_id(), session_id=past, patient_id=line.id, kind="arrived",
            occurred_at="2026-02-20T14:00:00.000Z", boot="b", uptime_ms=1,
        ),
    )  # fmt: skip

    (line,) = patient_search.find(desk, "lindqvist")

    assert (line.last_visit, line.next_visit) == (date(2026, 2, 20), date(2026, 3, 5))


@pytest.fixture
def namesakes(desk: Desk) -> Desk:
    """Add people whose names are like others'."""
    for family, given in (
        ("Smith", "John"), ("Smyth", "Joan"), ("Meyer", "Eva"), ("Meier", "Ida"), ("Maier", "Uwe"), ("Moore", "Tom"),
        ("Nowak", "Łukasz"), ("Li", "Wei"), ("Lu", "Min"), ("Rosa", "Ana"), ("Ross", "Amy"),
    ):  # fmt: skip
        patients.register(desk, details=PatientDetails(family_name=family, given_name=given))
    return desk


def told(desk: Desk, typed: str, limit: int = 50) -> list[tuple[str, bool]]:
    return [(line.family_name, line.similar) for line in patient_search.find(desk, typed, limit)]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("smith", [("Smith", False), ("Smyth", True)]),
        ("Smyth", [("Smyth", False), ("Smith", True)]),
        ("joan smith", [("Smith", True), ("Smyth", True)]),
        ("maier", [("Maier", False), ("Meier", True), ("Meyer", True)]),
        ("mayer", [("Maier", True), ("Meyer", True), ("Meier", True)]),
        ("Ngyuen", [("Nguyễn", True)]),
        ("ngyuen minh", [("Nguyễn", True)]),
        ("angstrom", [("Ångström", False)]),
        ("Angstorm", [("Ångström", True)]),
        ("Lukas", [("Nowak", False)]),
        ("Lucas", [("Nowak", True)]),
        ("lindkvist", [("Lindqvist", True)]),
        ("lindkvist per", [("Lindqvist", True)]),
        ("lindkvist 1968", [("Lindqvist", True)]),
        ("lindkvist 1990", []),
        ("linqvist", [("Lindqvist", True)]),
        ("linddqvist", [("Lindqvist", True)]),
        ("lindqvust", [("Lindqvist", True)]),
        ("lidnqvist", [("Lindqvist", True)]),
        ("lidnqvits", []),
        ("obrein", [("O'Brien", True)]),
        ("vandenbreg", [("van den Berg", True)]),
        ("ang", [("Ångström", False)]),
        ("lix", []),
        ("lia", []),
        ("xyz", []),
        ("rosa", [("Rosa", False), ("Ross", True)]),
        ("5550142234", []),
        ("exmaple", []),
    ],
)
def test_similar_names_come_after_the_exact_ones_and_say_so(
    namesakes: Desk, typed: str, lines: list[tuple[str, bool]]
) -> None:
    assert told(namesakes, typed) == lines


def test_similar_names_are_not_asked_for_where_there_are_enough(namesakes: Desk) -> None:
    for given in ("Abe", "Bea", "Cy", "Dan"):
        patients.register(namesakes, details=PatientDetails(family_name="Smith", given_name=given))
    assert told(namesakes, "smith") == [("Smith", False)] * 5
    assert told(namesakes, "smith", limit=2) == [("Smith", False)] * 2
    # Whoever is looked for among them needs another letter, as ever.
    assert told(namesakes, "smith jo") == [("Smith", False), ("Smyth", True)]


def test_the_whole_name_comes_before_a_part_of_one(namesakes: Desk) -> None:
    for family in ("Abel-Moore", "Moore-Zander"):
        patients.register(namesakes, details=PatientDetails(family_name=family, given_name="Al"))
    assert told(namesakes, "moroe") == [("Moore", True), ("Abel-Moore", True), ("Moore-Zander", True)]


def test_the_names_follow_what_happens_to_patients(namesakes: Desk) -> None:
    desk = namesakes
    (qvist,) = patient_search.find(desk, "lindkvist")
    version = patients.get(desk, qvist.id).version
    patients.amend(desk, qvist.id, based_on=version, details=PatientDetails(family_name="Moss", given_name="Per"))
    assert told(desk, "lindkvist") == []
    assert told(desk, "mooss") == [("Moss", True)]

    (smith, smyth) = patient_search.find(desk, "smith")
    patients.void(desk, [smith.id], reason="Registered twice")
    assert told(desk, "simth") == []
    assert told(desk, "smith") == [("Smyth", True)]

    version = patients.get(desk, smyth.id).version
    (moore,) = patient_search.find(desk, "moore")
    desk.record("patient.amend", update("patients", smyth.id, version, merged_into=moore.id))
    assert told(desk, "smith") == [("Moore", True)]
    assert desk.clinic.verify() == []


def test_a_name_stays_while_somebody_has_it(desk: Desk) -> None:
    ids = [patients.register(desk, details=PatientDetails(family_name="Eriksson", given_name=given)) for given in "AB"]
    assert told(desk, "eriskson") == [("Eriksson", True)] * 2
    patients.void(desk, ids[:1], reason="Registered twice")
    assert told(desk, "eriskson") == [("Eriksson", True)]
    patients.void(desk, ids[1:], reason="Registered twice")
    assert told(desk, "eriskson") == []
    assert list(desk.rows("SELECT * FROM search_names WHERE word = 'eriksson'")) == []
    assert list(desk.rows("SELECT * FROM search_name_gaps WHERE word = 'eriksson'")) == []


@pytest.mark.parametrize("table", ["search_names", "search_name_gaps"])
def test_the_check_of_the_file_tells_when_a_similar_name_was_lost(desk: Desk, table: str) -> None:
    desk.clinic._writer.execute(f"DELETE FROM {table} WHERE word = 'lindqvist'")
    assert [finding.row for finding in desk.clinic.verify()] == [table]


def change(desk: Desk, patient_id: str, **columns: str | None) -> None:
    """Write columns of a patient straight into the ledger."""
    row = desk.row("SELECT version FROM patients WHERE id = ?", patient_id)
    assert row
    desk.record("patient.amend", update("patients", patient_id, row["version"], **columns), patient=patient_id)


def test_a_former_name_finds_somebody_and_is_told(desk: Desk) -> None:
    (line,) = patient_search.find(desk, "lindqvist")
    change(desk, line.id, former_names="Öhman, Per-Olof Sjö")

    for typed in ("ohman", "ohmann", "per ohm", "perolof", "sjö 1968"):
        (found,) = patient_search.find(desk, typed)
        assert found.id == line.id
    assert [found.found_by for found in patient_search.find(desk, "per ohm")] == ["Öhman"]
    assert [found.found_by for found in patient_search.find(desk, "lindqv")] == [""]


def test_a_merged_registration_finds_the_one_that_stays(desk: Desk) -> None:
    """Old number, names, phones, birth date and address lead to the survivor, until the two are parted again."""
    (kept,) = patient_search.find(desk, "lindemann")
    (merged,) = patient_search.find(desk, "lindqvist")
    change(desk, merged.id, merged_into=kept.id)

    for typed in ("lindqvist", "lindkvist", "000 001", "2233", "21-jul-1968", "per@example.org", "ava lindqvist"):
        assert [line.id for line in patient_search.find(desk, typed)] == [kept.id], typed
    assert patient_search.find(desk, "lindqvist")[0].found_by == "Per Lindqvist"
    assert patient_search.find(desk, "000 001")[0].found_by == "#1"
    assert patient_search.find(desk, "lindemann")[0].found_by == ""
    booking = book(desk, merged.id, "2026-03-20T15:00:00.000Z")
    come(desk, merged.id, booking, "arrived")
    assert patient_search.find(desk, "lindemann")[0].next_visit is None
    book(desk, merged.id, "2026-03-21T15:00:00.000Z")
    assert patient_search.find(desk, "lindemann")[0].next_visit == date(2026, 3, 21)
    assert desk.clinic.verify() == []

    change(desk, merged.id, merged_into=None)
    assert [line.id for line in patient_search.find(desk, "lindqvist")] == [merged.id]
    assert [line.id for line in patient_search.find(desk, "000 001")] == [merged.id]
    assert patient_search.find(desk, "ava lindqvist") == []
    assert desk.clinic.verify() == []


def test_nobody_is_found_by_what_a_voided_registration_said(desk: Desk) -> None:
    (kept,) = patient_search.find(desk, "lindemann")
    (merged,) = patient_search.find(desk, "lindqvist")
    change(desk, merged.id, merged_into=kept.id)
    change(desk, kept.id, voided_reason="Test")
    assert patient_search.find(desk, "lindqvist") == patient_search.find(desk, "lindemann") == []


def test_a_middle_name_nobody_recorded_does_not_hide_the_patient(desk: Desk) -> None:
    assert told(desk, "zoe maria angstrom") == [("Ångström", True)]
    assert told(desk, "zoe maria angstrom 1975-03-06") == []


def test_whole_names_come_before_beginnings(desk: Desk) -> None:
    for family, given in (("Leeson", "Ann"), ("Lee", "Annabelle"), ("Lee", "Ann"), ("Ann", "Lee")):
        patients.register(desk, details=PatientDetails(family_name=family, given_name=given))
    found = [(line.given_name, line.family_name) for line in patient_search.find(desk, "ann lee")]
    assert set(found[:2]) == {("Ann", "Lee"), ("Lee", "Ann")}
    assert len(found) == 4


def test_names_in_one_piece_are_found(desk: Desk) -> None:
    patients.register(desk, details=PatientDetails(family_name="王", given_name="小明"))
    assert told(desk, "王小明") == told(desk, "王") == told(desk, "小明") == [("王", False)]


def test_any_text_is_searched_without_an_error(desk: Desk) -> None:
    every_letter = "".join(chr(code) for code in range(0x20, 0x20000, 37) if not 0xD800 <= code < 0xE000)
    for start in range(0, len(every_letter), 5):
        patient_search.find(desk, every_letter[start : start + 5])
    for typed in (
        '"',
        "#",
        "=1968",
        "-2233",
        "@",
        "a@",
        "@@",
        "names:lind",
        "lind OR per",
        "*",
        "1 2 3 4 5 6 7 8 9",
        "x" * 500,
    ):
        patient_search.find(desk, typed)
