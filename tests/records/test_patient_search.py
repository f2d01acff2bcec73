"""Finding patients by whatever somebody at the telephone says."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import patient_search, patients
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.entry import insert


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
        ("per@example.org", ["Lindqvist"]),
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
