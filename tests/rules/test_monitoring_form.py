"""The form a programme wants after each session: what is asked, what is missing, what an answer can be."""

from datetime import date

import pytest

from clinicdesk.errors import BadValue
from clinicdesk.records import programmes
from clinicdesk.rules.monitoring_form import FieldKind, FormField, checked, due_on, is_asked, missing, shown

REMS = programmes.get("spravato-rems")
FIELDS = {field.id: field for field in REMS.fields}


def test_the_form_has_every_field_the_programme_asks() -> None:
    # The data points of the outpatient form, as the field notes list them.
    assert set(FIELDS) >= {
        "patient_name", "birth_date", "sex", "first_treatment", "enrolled", "benzodiazepine", "sedative_hypnotic",
        "opioid", "stimulant", "maoi", "clinician_name", "clinician_phone", "clinician_email", "site_name",
        "site_address", "session_date", "dose", "dose_other", "lots", "minutes_total", "minutes_ready",
        "vitals_before", "vitals_end", "bp_before", "bp_40", "bp_end", "respiratory_status", "spo2_before", "spo2_40",
        "spo2_end", "sedation", "sedation_resolved", "dissociation", "dissociation_resolved", "serious_event",
        "serious_event_detail",
    }  # fmt: skip


def test_it_is_due_seven_calendar_days_after_the_session() -> None:
    assert due_on(REMS, date(2026, 2, 25)) == date(2026, 3, 4)


def test_what_nobody_answered_is_missing_and_never_no() -> None:
    open_fields = {field.id for field in missing(REMS, {})}
    assert {"sedation", "maoi", "serious_event", "vitals_end"} <= open_fields
    assert "sedation" not in {field.id for field in missing(REMS, {"sedation": "no"})}


def test_a_detail_is_asked_only_where_something_happened() -> None:
    assert not is_asked(FIELDS["sedation_resolved"], {})
    assert not is_asked(FIELDS["sedation_resolved"], {"sedation": "no"})
    assert "sedation_resolved" in {field.id for field in missing(REMS, {"sedation": "yes"})}
    assert "dose_other" in {field.id for field in missing(REMS, {"dose": "other"})}


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("bp_40", " 148 / 92 ", "148/92"),
        ("minutes_total", "0125", "125"),
        ("spo2_end", "97 %", "97"),
        ("sedation", "yes", "yes"),
        ("dose", "56 mg", "56 mg"),
        ("lots", "  A1, A2 ", "A1, A2"),
        ("maoi", "  ", ""),
    ],
)
def test_answers_are_kept_in_one_form(field: str, typed: str, kept: str) -> None:
    assert checked(FIELDS[field], typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("bp_40", "80/120"),
        ("bp_40", "120"),
        ("bp_40", "١٢٠/٨٠"),
        ("minutes_total", "two hours"),
        ("minutes_total", "1441"),
        ("spo2_end", "101"),
        ("sedation", "maybe"),
        ("dose", "70 mg"),
        ("patient_name", "x" * 4001),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(BadValue) as refused:
        checked(FIELDS[field], typed)
    assert refused.value.field == field


def test_answers_are_shown_as_people_read_them() -> None:
    assert shown(FIELDS["sedation"], "no") == "No"
    assert shown(FIELDS["sedation"], "") == ""
    assert shown(FIELDS["minutes_total"], "125") == "125 min"
    assert shown(FIELDS["spo2_end"], "97") == "97 %"
    assert shown(FormField("x", "X", FieldKind.TEXT), "as it is") == "as it is"
