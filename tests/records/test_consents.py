"""What becomes of a consent, in which order, and where that leaves the patient."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk import resources
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.records import consents, patients, series, wordings
from clinicdesk.records.chart_facts import ChartFacts, FactList, Indication
from clinicdesk.records.consents import Consent, Status
from clinicdesk.records.consents.consent import ConsentEvent, status_of
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.gate import ConsentState
from clinicdesk.storage.clock import DrivenClock

MOOD, PAIN = "iv-ketamine-mood", "iv-ketamine-pain"
PDF = b"%PDF-1.4 what the patient saw"
INK = [[[0.1, 0.5, 0, 0.5], [0.9, 0.4, 300, 0.6]]]
INITIALS = {"off-label": INK, "risks": INK, "going-home": INK}


@pytest.fixture
def patient(nurse: Desk) -> str:
    return patients.register(
        nurse,
        details=PatientDetails(
            family_name="Nguyễn",
            given_name="Zoë",
            emergency_name="Per Nguyễn",
            emergency_relation="brother",
            emergency_phone="+1 218 555 0111",
        ),
        facts=ChartFacts(indications=FactList(Answer.SOME, (Indication(name="Depression"),))),
    )


def prepared(desk: Desk, patient: str, text: str = MOOD) -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=text))


def sign(desk: Desk, consent: Consent, **changed: object) -> Consent:
    details = {
        "signer_name": "Zoë Nguyễn",
        "strokes": INK,
        "aspect": 3.0,
        "initials": INITIALS,
        "signed_at": desk.now(),
        "paper": PDF,
    }
    consents.sign(desk, consent, **(details | changed))
    return consents.get(desk, consent.id)


def on_paper(desk: Desk, consent: Consent, signed_on: date) -> Consent:
    consents.sign_on_paper(desk, consent, signed_on=signed_on, signer_name="Zoë Nguyễn")
    return consents.get(desk, consent.id)


def state(desk: Desk, patient: str) -> ConsentState:
    return consents.for_treatment(desk, patient, MOOD).state


# Preparing ------------------------------------------------------------------------------------------------------


def test_a_prepared_consent_keeps_its_text_and_what_is_filled_in(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    assert (consent.form_number, consent.status) == (1, Status.PREPARED)
    assert consents.text_of(receptionist, consent) == consents.texts()[MOOD]
    assert consent.filled["patient.diagnosis"] == "Depression"
    assert consent.filled["patient.emergency_contact"] == "Per Nguyễn (brother), +1 218 555 0111"
    assert consent.filled["clinic.name"] == "Harbour Infusion Clinic"
    assert consent.filled["fasting.rule"] == "Solid food 6 hours, clear liquids 2 hours"
    assert consent.filled["treatment.cost"] == ""
    assert prepared(receptionist, patient, PAIN).form_number == 2


def test_typed_places_are_one_line_and_not_endless(receptionist: Desk, patient: str):
    values = {"treatment.cost": " 400 USD\n a session ", "unheard.of": "x"}
    consent_id = consents.prepare(receptionist, patient_id=patient, text_name=MOOD, filled=values)
    filled = consents.get(receptionist, consent_id).filled
    assert filled["treatment.cost"] == "400 USD a session"
    assert "unheard.of" not in filled
    with pytest.raises(BadValue) as refused:
        consents.prepare(receptionist, patient_id=patient, text_name=MOOD, filled={"treatment.cost": "x" * 501})
    assert refused.value.field == "treatment.cost"


def test_an_unknown_text_or_consent_is_told(receptionist: Desk, patient: str):
    with pytest.raises(NotFound):
        consents.prepare(receptionist, patient_id=patient, text_name="no-such-text")
    with pytest.raises(NotFound):
        consents.get(receptionist, "no-such-consent")
    with pytest.raises(NotFound):
        consents.by_form_number(receptionist, 7)


def test_a_planned_series_fills_in_the_plan(receptionist: Desk, nurse: Desk, patient: str):
    days = [date(2026, 3, 4), date(2026, 3, 9)]
    series.plan(
        nurse, patient_id=patient, protocol_name="iv-ketamine-mood", days=days, time=None, indication="Depression"
    )
    filled = prepared(receptionist, patient).filled
    assert filled["treatment.plan"] == "IV ketamine, 2 sessions from 04-Mar-2026 to 09-Mar-2026"
    assert prepared(receptionist, patient, PAIN).filled["treatment.plan"] == ""


# Signing on the screen ------------------------------------------------------------------------------------------


def test_signing_keeps_strokes_initials_and_the_exact_paper(receptionist: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    assert consent.status is Status.SIGNED
    assert consent.valid_until == date(2026, 3, 2) + timedelta(days=180)
    signature = consent.signature_of("patient")
    assert signature is not None
    assert signature.drawn is not None
    assert signature.drawn["strokes"] == INK
    assert set(signature.drawn["initials"]) == set(INITIALS)
    assert consent.signed_paper is not None
    assert receptionist.clinic.blobs.fetch(consent.signed_paper) == PDF
    assert state(receptionist, patient) is ConsentState.SIGNED


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"signer_name": "  "}, "signer_name"),
        ({"signer_name": "x" * 201}, "signer_name"),
        ({"strokes": []}, "signature"),
        ({"strokes": [[]]}, "signature"),
        ({"initials": {}}, "initials"),
        ({"initials": INITIALS | {"risks": []}}, "initials"),
        ({"signed_at": datetime(2026, 3, 3, tzinfo=UTC)}, None),
    ],
)
def test_signing_needs_name_signature_and_all_initials(receptionist: Desk, patient: str, changed: dict, field: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(BadValue) as refused:
        sign(receptionist, consent, **changed)
    assert refused.value.field == field
    assert consents.get(receptionist, consent.id).status is Status.PREPARED


def test_a_form_is_answered_once(receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.decline(nurse, consent, by_name="Zoë Nguyễn", reason="")
    # Rita's screen still shows it as prepared.
    with pytest.raises(BadValue, match="declined"):
        sign(receptionist, consent)
    with pytest.raises(BadValue, match="declined"):
        on_paper(receptionist, consent, date(2026, 3, 2))


def test_two_answers_of_the_same_moment_leave_one(
    receptionist: Desk, nurse: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    consent = prepared(receptionist, patient)
    record = receptionist.record

    def other_window_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        consents.decline(nurse, consent, by_name="Zoë Nguyễn", reason="")
        return record(*args, **options)

    monkeypatch.setattr(receptionist, "record", other_window_first)
    with pytest.raises(BadValue, match="declined"):
        sign(receptionist, consent)
    assert [event.kind for event in consents.get(nurse, consent.id).events] == ["declined"]


def test_the_clinician_signs_after_the_patient_and_once(receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    both = PDF + b" and the clinician"
    details = {"strokes": INK, "aspect": 3.0, "signed_at": nurse.now(), "paper": both}
    with pytest.raises(BadValue, match="patient signs"):
        consents.countersign(nurse, consent, **details)
    consent = sign(receptionist, consent)
    with pytest.raises(NotAllowed):
        consents.countersign(receptionist, consent, **details)
    consents.countersign(nurse, consent, **details)
    signed = consents.get(nurse, consent.id)
    assert [s.meaning for s in signed.signatures] == ["patient", "clinician"]
    assert nurse.clinic.blobs.fetch(str(signed.signed_paper)) == both
    assert nurse.clinic.blobs.fetch(str(signed.signatures[0].paper_sha256)) == PDF
    with pytest.raises(BadValue, match="already"):
        consents.countersign(nurse, consent, **details)


def test_an_administrator_signs_nothing(administrator: Desk, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(NotAllowed):
        sign(administrator, consent)


# On paper -------------------------------------------------------------------------------------------------------


def test_paper_waits_for_its_scan(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.sign_on_paper(
        receptionist, consent, signed_on=date(2026, 2, 27), signer_name="Zoë Nguyễn", clinician="Dr Pat Osei"
    )
    consent = consents.get(receptionist, consent.id)
    assert consent.status is Status.SCAN_TO_FOLLOW
    assert receptionist.local(consent.since).date() == date(2026, 2, 27)
    assert consent.valid_until == date(2026, 2, 27) + timedelta(days=180)
    assert [s.meaning for s in consent.signatures] == ["patient on paper", "clinician on paper"]
    assert state(receptionist, patient) is ConsentState.SIGNED_ON_PAPER
    consents.receive_scan(receptionist, consent, b"\x89PNG\r\n\x1a\n first scan")
    consents.receive_scan(receptionist, consent, PDF)
    consent = consents.get(receptionist, consent.id)
    assert consent.status is Status.SIGNED
    assert receptionist.local(consent.since).date() == date(2026, 2, 27)
    assert receptionist.clinic.blobs.fetch(str(consent.signed_paper)) == PDF
    assert state(receptionist, patient) is ConsentState.SIGNED


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2025, 9, 2)])
def test_paper_signed_tomorrow_or_too_long_ago_is_refused(receptionist: Desk, patient: str, day: date):
    with pytest.raises(BadValue) as refused:
        on_paper(receptionist, prepared(receptionist, patient), day)
    assert refused.value.field == "signed_on"


def test_a_scan_is_a_picture_or_pdf_of_signed_paper(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(BadValue, match="signed on paper"):
        consents.receive_scan(receptionist, consent, PDF)
    consent = on_paper(receptionist, consent, date(2026, 3, 2))
    with pytest.raises(BadValue, match="PDF, PNG or JPEG"):
        consents.receive_scan(receptionist, consent, b"MZ a program")
    with pytest.raises(BadValue, match="30 MB"):
        consents.receive_scan(receptionist, consent, PDF.ljust(30_000_001))


def test_a_scan_may_follow_a_withdrawal_and_changes_nothing_of_it(receptionist: Desk, patient: str):
    consent = on_paper(receptionist, prepared(receptionist, patient), date(2026, 3, 2))
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="no reason given")
    consents.receive_scan(receptionist, consent, PDF)
    assert consents.get(receptionist, consent.id).status is Status.WITHDRAWN


# Saying no, and the order of words ----------------------------------------------------------------------------------


def test_withdrawn_stays_withdrawn(receptionist: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    with pytest.raises(BadValue) as refused:
        consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason=" ")
    assert refused.value.field == "reason"
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="Feels well enough")
    assert consents.get(receptionist, consent.id).status is Status.WITHDRAWN
    assert state(receptionist, patient) is ConsentState.WITHDRAWN
    with pytest.raises(BadValue, match="already"):
        consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="again")
    with pytest.raises(BadValue, match="withdrawn"):
        sign(receptionist, consent)


def test_a_withdrawal_under_a_clock_that_went_back_stands(receptionist: Desk, clock: DrivenClock, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    clock.set_wall(receptionist.now() - timedelta(days=1))
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="no reason given")
    assert consents.get(receptionist, consent.id).status is Status.WITHDRAWN
    assert state(receptionist, patient) is ConsentState.WITHDRAWN


def test_a_no_after_a_yes_that_was_signed_under_a_clock_ahead_stands(
    receptionist: Desk, clock: DrivenClock, patient: str
):
    right = receptionist.now()
    clock.set_wall(right + timedelta(days=1))
    sign(receptionist, prepared(receptionist, patient))
    clock.set_wall(right + timedelta(minutes=5))
    consents.decline(receptionist, prepared(receptionist, patient), by_name="Zoë Nguyễn", reason="")
    assert state(receptionist, patient) is ConsentState.DECLINED
    clock.pass_time(minutes=5)
    sign(receptionist, prepared(receptionist, patient))
    assert state(receptionist, patient) is ConsentState.SIGNED


def test_only_what_was_given_can_be_withdrawn(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    for _time in range(2):
        with pytest.raises(BadValue, match="was given"):
            consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="no reason given")
        if consents.get(receptionist, consent.id).status is Status.PREPARED:
            consents.decline(receptionist, consent, by_name="Zoë Nguyễn", reason="Wants to think")


def test_paper_signed_before_a_withdrawal_but_recorded_after_it_is_no_consent(
    receptionist: Desk, clock: DrivenClock, patient: str
):
    first = sign(receptionist, prepared(receptionist, patient))
    clock.pass_time(minutes=60)
    consents.withdraw(receptionist, first, by_name="Zoë Nguyễn", reason="no reason given")
    clock.pass_time(minutes=60 * 48)
    second = prepared(receptionist, patient)
    on_paper(receptionist, second, date(2026, 3, 2))
    assert state(receptionist, patient) is ConsentState.WITHDRAWN
    third = prepared(receptionist, patient)
    on_paper(receptionist, third, date(2026, 3, 3))
    assert state(receptionist, patient) is ConsentState.SIGNED_ON_PAPER


def test_a_scan_does_not_make_an_older_yes_the_last_word(receptionist: Desk, clock: DrivenClock, patient: str):
    first = on_paper(receptionist, prepared(receptionist, patient), date(2026, 3, 2))
    clock.pass_time(minutes=60)
    second = prepared(receptionist, patient)
    consents.decline(receptionist, second, by_name="Zoë Nguyễn", reason="")
    clock.pass_time(minutes=60)
    consents.receive_scan(receptionist, first, PDF)
    assert state(receptionist, patient) is ConsentState.DECLINED


def test_who_declined_may_sign_a_new_form(receptionist: Desk, clock: DrivenClock, patient: str):
    consents.decline(receptionist, prepared(receptionist, patient), by_name="Zoë Nguyễn", reason="")
    assert state(receptionist, patient) is ConsentState.DECLINED
    clock.pass_time(minutes=5)
    sign(receptionist, prepared(receptionist, patient))
    assert state(receptionist, patient) is ConsentState.SIGNED


# Time and treatments ------------------------------------------------------------------------------------------------


def test_a_consent_counts_on_its_last_day_and_not_the_day_after(receptionist: Desk, clock: DrivenClock, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    assert consent.valid_until is not None
    days = (consent.valid_until - date(2026, 3, 2)).days
    clock.pass_time(minutes=60 * 24 * days)
    assert state(receptionist, patient) is ConsentState.SIGNED
    clock.pass_time(minutes=60 * 24)
    assert state(receptionist, patient) is ConsentState.EXPIRED
    assert consents.get(receptionist, consent.id).status is Status.EXPIRED


def test_each_treatment_has_its_own_consent(receptionist: Desk, patient: str):
    sign(receptionist, prepared(receptionist, patient))
    assert consents.for_treatment(receptionist, patient, PAIN).state is ConsentState.NEVER_GIVEN
    assert consents.for_treatment(receptionist, patient, (PAIN, MOOD)).state is ConsentState.SIGNED
    assert consents.for_treatment(receptionist, patient, MOOD).badge() is None
    assert consents.for_treatment(receptionist, patient, PAIN).badge() == ("Consent missing", "warn")


def test_a_prepared_form_says_nothing_yet(receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    assert state(receptionist, patient) is ConsentState.NEVER_GIVEN


def test_a_newer_text_makes_the_signed_one_older(
    receptionist: Desk, patient: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    consent = sign(receptionist, prepared(receptionist, patient))
    text = (resources.folder("consents") / f"{MOOD}.md").read_text(encoding="utf-8")
    (tmp_path / "new.md").write_text(text.replace("version: 1", "version: 2", 1), encoding="utf-8")
    newer = wordings.load_all(tmp_path)[0]
    monkeypatch.setattr("clinicdesk.records.consents.reading.texts", lambda: newer)
    assert state(receptionist, patient) is ConsentState.OLDER_VERSION
    assert consents.text_of(receptionist, consent).version == 1


# The record -----------------------------------------------------------------------------------------------------------


def test_everything_is_in_the_ledger_and_verifies(receptionist: Desk, clinic: Clinic, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="no reason given")
    consents.decline(receptionist, prepared(receptionist, patient), by_name="Zoë", reason="")
    actions = [e.action for e in clinic.ledger.entries_after(0) if e.action.startswith("consent")]
    assert actions == [
        "consent.prepare", "consent.sign", "consent.withdraw", "consent.prepare", "consent.decline"
    ]  # fmt: skip
    assert clinic.verify() == []


KINDS = st.sampled_from(["signed", "signed_on_paper", "scan_received", "declined", "withdrawn"])


@given(st.lists(KINDS, max_size=6), st.randoms())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_where_a_consent_stands_never_depends_on_the_order_its_events_arrived_in(kinds: list[str], chance):
    at = datetime(2026, 3, 2, 14, tzinfo=UTC)
    until = date(2026, 8, 29)
    events = [
        ConsentEvent(kind, at, None, None, until if kind.startswith("signed") else None, None, seq)
        for seq, kind in enumerate(kinds)
    ]
    mixed = list(events)
    chance.shuffle(mixed)
    status = status_of(events, date(2026, 3, 2))
    assert status_of(mixed, date(2026, 3, 2)) is status
    if "withdrawn" in kinds:
        assert status is Status.WITHDRAWN
    elif "declined" in kinds:
        assert status is Status.DECLINED
    elif not {"signed", "signed_on_paper"} & set(kinds):
        assert status is Status.PREPARED


def test_strokes_are_kept_to_the_point(receptionist: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    row = receptionist.row("SELECT strokes FROM signatures WHERE subject_id = ?", consent.id)
    assert row is not None
    assert json.loads(row["strokes"])["strokes"][0][1] == [0.9, 0.4, 300, 0.6]
