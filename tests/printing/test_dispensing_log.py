"""The dispensing log: what it holds, and that it adds up to what the sessions say."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.printing import dispensing_log
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import dispensing, sessions
from clinicdesk.records.sessions import OrderedBy, Under
from tests.printing.sheets import texts
from tests.records.sessions import steps
from tests.records.sessions.steps import TODAY, patient, session_id
from tests.records.sessions.test_ordered import id_of

__all__ = ["patient", "session_id"]


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


def sheet(desk: Desk, first=TODAY, last=TODAY) -> str:
    return " ".join(texts(dispensing_log.build(desk, first, last)))


def give(desk: Desk, session_id: str, parts: tuple[int, int, int], corrects: str | None = None) -> str:
    """Record a balanced line of ketamine: given, wasted, returned in steps of 0.1 mg."""
    given_, wasted, returned = (part * 100 for part in parts)
    return sessions.give_drug(
        desk,
        session_id,
        product="Ketamine vial",
        strength_micrograms_per_ml=50_000,
        lot="K7731",
        expires_on=TODAY + timedelta(days=300),
        drawn_micrograms=given_ + wasted + returned,
        given_micrograms=given_,
        wasted_micrograms=wasted,
        returned_micrograms=returned,
        witness_id=id_of(desk, "pat"),
        corrects=corrects,
    )


def test_it_says_who_what_how_much_and_under_which_order(nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    sessions.give_drug(
        nurse, running, product="Ondansetron", strength_micrograms_per_ml=2_000, lot="O1", expires_on=TODAY,
        drawn_micrograms=4_000, given_micrograms=4_000, wasted_micrograms=0,
        under=Under(OrderedBy.STANDING, "ondansetron"),
    )  # fmt: skip
    text = sheet(nurse)
    for words in (
        "Dispensing log", "Mon 02-Mar-2026", "ketAMINE", "ÅNGSTRÖM, Zoë (Ms)", "Born 21-Jul-1968", "No. 000 001",
        "50 mg per mL", "Lot K7731", "41.2 mg", "8.8 mg", "Signed order, Dr Pat Osei", "By Nina Okafor, RN",
        "Witness Dr Pat Osei", "Standing order", "ondansetron",
        "1 line: drawn 50 mg = given 41.2 mg + wasted 8.8 mg + returned 0 mg",
    ):  # fmt: skip
        assert words in text, words


def test_a_corrected_line_stays_readable_and_counts_once(nurse: Desk, running: str) -> None:
    first = give(nurse, running, (400, 100, 0))
    give(nurse, running, (412, 88, 0), corrects=first)
    text = sheet(nurse)
    assert "corrected below" in text
    assert "40 mg" in text
    assert "1 line: drawn 50 mg = given 41.2 mg + wasted 8.8 mg + returned 0 mg" in text


def test_a_fluid_adds_up_by_its_volume_and_stands_apart_from_another(nurse: Desk, running: str) -> None:
    for product, microlitres in (("Sodium chloride 0.9%", 100_000), ("Sodium bicarbonate", 50_000)):
        sessions.give_drug(nurse, running, product=product, volume_microlitres=microlitres)
    text = sheet(nurse)
    assert "1 line: 100 mL given" in text
    assert "1 line: 50 mL given" in text
    assert "No order recorded" in text


def test_what_does_not_add_up_says_so(nurse: Desk, running: str) -> None:
    sessions.give_drug(nurse, running, product="Ketamine", drawn_micrograms=50_000)
    text = sheet(nurse)
    assert "It does not add up yet." in text
    assert "not recorded" in text


def test_another_day_holds_nothing(nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    assert "Nothing was drawn up." in sheet(nurse, TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    with pytest.raises(BadValue):
        dispensing_log.build(nurse, TODAY, TODAY - timedelta(days=1))


def test_reception_does_not_see_it(receptionist: Desk) -> None:
    with pytest.raises(NotAllowed):
        dispensing_log.build(receptionist, TODAY, TODAY)


def test_it_is_a_paper_by_its_kind(nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    paper = build(nurse, PaperRequest("dispensing-log", "2026-03-02 2026-03-02"))
    assert paper.file_name == "dispensing-log-2026-03-02.pdf"
    assert paper.patient_id is None


lines = st.lists(st.tuples(st.tuples(*[st.integers(0, 400)] * 3), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=lines)
def test_the_sums_of_given_doses_equal_the_log(
    nurse: Desk, running: str, wanted: list[tuple[tuple[int, ...], bool]]
) -> None:
    """However many lines there are, and whichever were corrected: the log, the session and a plain sum agree."""
    before = dispensing.sums(dispensing.dispensed(nurse, TODAY, TODAY))
    for parts, corrected in wanted:
        line = give(nurse, running, parts if not corrected else (7, 7, 7))
        if corrected:
            give(nurse, running, parts, corrects=line)
    log = dispensing.sums(dispensing.dispensed(nurse, TODAY, TODAY))
    given_, wasted, returned = (100 * sum(part) for part in zip(*(parts for parts, _corrected in wanted), strict=True))
    assert log.given_micrograms - before.given_micrograms == given_
    assert log.wasted_micrograms - before.wasted_micrograms == wasted
    assert log.returned_micrograms - before.returned_micrograms == returned
    assert log.drawn_micrograms - before.drawn_micrograms == given_ + wasted + returned
    counting = sessions.get(nurse, running).drugs
    assert sum(drug.given_micrograms or 0 for drug in counting) == log.given_micrograms
