"""The sheet with the data for a programme's monitoring form."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import monitoring_forms
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import texts
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps
from tests.records.sessions.steps import TODAY


@pytest.fixture
def session_id(nurse: Desk) -> str:
    return nasal.plan(nurse, steps.register_zoe(nurse))


@pytest.fixture
def given(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    nasal.ready(nurse, prescriber, session_id)
    nasal.device(nurse, session_id)
    clock.pass_time(minutes=5)
    nasal.device(nurse, session_id, lot="24KX02")
    return session_id


def text(desk: Desk, session_id: str) -> str:
    sheets = texts(build(desk, PaperRequest("monitoring-form", session_id)).content)
    assert len(sheets) == 1
    return sheets[0]


def test_what_is_known_stands_there_and_the_rest_is_a_line(nurse: Desk, given: str) -> None:
    found = text(nurse, given)
    for words in ("ÅNGSTRÖM, Zoë", "P-77", "24KX01, 24KX02", "56 mg", "128/78", "19 fields are not answered."):
        assert words in found
    assert found.count("_" * 24) == 19
    assert "Not sent yet" in found
    # What nobody answered is no "No".
    assert " No " not in found


def test_a_sent_form_prints_as_it_was_sent(nurse: Desk, given: str) -> None:
    monitoring_forms.fill(nurse, given, {"maoi": "no", "respiratory_status": "Normal"})
    monitoring_forms.mark_sent(nurse, given, sent_on=TODAY, how="fax")
    found = text(nurse, given)
    assert "Sent Mon 02-Mar-2026: By fax. Recorded by Nina Okafor, RN." in found
    assert "Normal" in found
    assert "Not sent yet" not in found


def test_who_may_not_read_it_cannot_print_it(receptionist: Desk, given: str) -> None:
    with pytest.raises(NotAllowed):
        build(receptionist, PaperRequest("monitoring-form", given))


def test_without_a_device_there_is_no_form(nurse: Desk, session_id: str) -> None:
    with pytest.raises(BadValue):
        build(nurse, PaperRequest("monitoring-form", session_id))


def test_an_overdue_form_says_so(nurse: Desk, given: str, clock: DrivenClock) -> None:
    clock.pass_time(days=8)
    assert "Was to be sent by Mon 09-Mar-2026: overdue." in text(nurse, given)
