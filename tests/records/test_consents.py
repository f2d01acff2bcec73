"""What becomes of a consent, in which order, and where that leaves the patient."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.printing import signing
from clinicdesk.records import consents, patients, series, wordings
from clinicdesk.records.chart_facts import ChartFacts, FactList, Indication
from clinicdesk.records.consents import Capacity, Consent, Status
from clinicdesk.records.consents.status import ConsentEvent, status_of
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Signer, adopting, parse
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.gate import ConsentState
from clinicdesk.storage.clock import DrivenClock
from tests.records.consenting import INK, MOOD, PAIN, countersign, on_paper, penned, prepared, sign

PDF = b"%PDF-1.4 what was scanned"
INITIALS = dict.fromkeys(("off-label", "risks", "going-home"), INK)


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


def complete(prescriber: Desk, desk: Desk, patient: str) -> Consent:
    """Return a form that patient and clinician signed on the screen."""
    return countersign(prescriber, sign(desk, prepared(desk, patient)))


def state(desk: Desk, patient: str) -> ConsentState:
    return consents.for_treatment(desk, patient, MOOD).state


# Preparing ------------------------------------------------------------------------------------------------------


def test_a_prepared_consent_keeps_its_text_and_what_is_filled_in(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    assert (consent.form_number, consent.status) == (1, Status.PREPARED)
    assert consents.text_of(receptionist, consent) == wordings.shipped()[f"{MOOD}.en"]
    assert consent.filled["patient.diagnosis"] == "Depression"
    assert consent.filled["patient.emergency_contact"] == "Per Nguyễn (brother), +1 218 555 0111"
    assert consent.filled["clinic.name"] == "Harbour Infusion Clinic"
    assert consent.filled["fasting.rule"] == "Solid food 6 hours, clear liquids 2 hours before"
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
    assert filled["treatment.plan"] == "2 sessions from 04-Mar-2026 to 09-Mar-2026"
    spanish = consents.get(
        receptionist, consents.prepare(receptionist, patient_id=patient, text_name=MOOD, language="es")
    )
    assert spanish.filled["treatment.plan"] == "2 sesiones del 04-mar-2026 al 09-mar-2026"
    assert spanish.filled["fasting.rule"].startswith("Nada sólido desde 6 horas antes")
    assert prepared(receptionist, patient, PAIN).filled["treatment.plan"] == ""


# Signing on the screen ------------------------------------------------------------------------------------------


def test_signing_keeps_strokes_initials_and_the_exact_paper(receptionist: Desk, prescriber: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    assert consent.status is Status.INCOMPLETE
    assert consent.missing_signers == (Signer.CLINICIAN,)
    assert state(receptionist, patient) is ConsentState.INCOMPLETE
    assert consent.valid_until == date(2026, 3, 2) + timedelta(days=180)
    signature = consent.signature_of("patient")
    assert signature is not None
    assert signature.drawn is not None
    assert signature.drawn["strokes"] == INK
    assert set(signature.drawn["initials"]) == set(INITIALS)
    assert consent.signed_paper is not None
    assert receptionist.clinic.blobs.fetch(consent.signed_paper).startswith(b"%PDF")
    signed = countersign(prescriber, consent)
    assert signed.status is Status.SIGNED
    assert signed.explained is not None
    assert signed.explained.detail["capacity"] == "present"
    assert state(receptionist, patient) is ConsentState.SIGNED


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "signer_name"),
        ({"name": "x" * 201}, "signer_name"),
        ({"strokes": []}, "signature"),
        ({"strokes": [[]]}, "signature"),
        ({"strokes": [[[0.5, 0.5, 0, 0.5]]]}, "signature"),
        ({"strokes": [[[0.5, 0.5, 0, 0.5], [0.52, 0.5, 9, 0.5]]]}, "signature"),
        ({"initials": {}}, "initials"),
        ({"initials": INITIALS | {"risks": []}}, "initials"),
        ({"read_to_end": False}, "read"),
        ({"electronic": ""}, "electronic"),
        ({"role": Signer.GUARDIAN}, "relation"),
        ({"role": Signer.GUARDIAN, "relation": "mother"}, "authority"),
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
    with pytest.raises(BadValue, match="patient signs"):
        countersign(nurse, consent)
    consent = sign(receptionist, consent)
    with pytest.raises(BadValue) as refused:
        countersign(nurse, consent, capacity=None)
    assert refused.value.field == "capacity"
    with pytest.raises(BadValue, match="cannot decide"):
        countersign(nurse, consent, capacity=Capacity.ABSENT)
    with pytest.raises(NotAllowed):
        countersign(receptionist, consent)
    signed = countersign(nurse, consent)
    assert [s.meaning for s in signed.signatures] == ["patient", "clinician"]
    papers = [s.paper_sha256 for s in signed.signatures]
    assert papers == [seal.paper_sha256 for seal in signed.seals]
    assert signed.signed_paper == papers[1] != papers[0]
    with pytest.raises(BadValue, match="already"):
        countersign(nurse, consent)


def test_two_clinicians_of_the_same_moment_leave_one(
    receptionist: Desk, nurse: Desk, prescriber: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    consent = sign(receptionist, prepared(receptionist, patient))
    record = nurse.record

    def other_desk_first(*args: object, **options: object) -> object:
        monkeypatch.undo()
        countersign(prescriber, consent)
        return record(*args, **options)

    monkeypatch.setattr(nurse, "record", other_desk_first)
    with pytest.raises(BadValue, match="same moment"):
        countersign(nurse, consent)
    assert [s.signer_name for s in consents.get(nurse, consent.id).signatures] == ["Zoë Nguyễn", "Dr Pat Osei"]


def test_a_mark_needs_a_witness(receptionist: Desk, prescriber: Desk, patient: str):
    dot = [[[0.5, 0.5, 0, 0.5]]]
    consent = countersign(prescriber, sign(receptionist, prepared(receptionist, patient), strokes=dot, mark=True))
    assert consent.missing_signers == (Signer.WITNESS,)
    assert state(receptionist, patient) is ConsentState.INCOMPLETE
    signing.attest(receptionist, consent, penned(receptionist, Signer.WITNESS, "Rita Moss"))
    assert state(receptionist, patient) is ConsentState.SIGNED


def test_a_child_is_signed_for(receptionist: Desk, prescriber: Desk, nurse: Desk):
    child = patients.register(
        nurse,
        details=PatientDetails(family_name="Lim", given_name="Bo", birth_date=date(2010, 3, 3)),
        facts=ChartFacts(),
    )
    consent = prepared(receptionist, child)
    assert consent.signers == (Signer.GUARDIAN, Signer.CLINICIAN)
    with pytest.raises(BadValue) as refused:
        sign(receptionist, consent)
    assert refused.value.field == "role"
    signed = sign(receptionist, consent, role=Signer.GUARDIAN, name="Mei Lim", relation="mother", authority="parent")
    assert signed.signatures[0].detail == {"relation": "mother", "authority": "parent"}
    assert countersign(prescriber, signed).status is Status.SIGNED


def test_an_interpreter_who_takes_part_signs(receptionist: Desk, prescriber: Desk, patient: str):
    consent = countersign(prescriber, sign(receptionist, prepared(receptionist, patient, interpreter=True)))
    assert consent.missing_signers == (Signer.INTERPRETER,)
    pen = penned(receptionist, Signer.INTERPRETER, "Lan Tran", language="vi")
    signing.attest(receptionist, consent, pen)
    signed = consents.get(receptionist, consent.id)
    assert signed.status is Status.SIGNED
    assert signed.signatures[-1].detail == {"language": "vi"}


def test_a_question_keeps_the_form_prepared_until_a_clinician_answers(receptionist: Desk, nurse: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.ask(receptionist, consent, question="What about my <b>heart</b> & pills?", by_name="Zoë Nguyễn")
    with pytest.raises(BadValue, match="question waits"):
        sign(receptionist, consent)
    with pytest.raises(BadValue, match="question waits"):
        on_paper(receptionist, consent, date(2026, 3, 2))
    asked = consents.get(receptionist, consent.id)
    assert (asked.status, len(asked.open_questions)) == (Status.PREPARED, 1)
    with pytest.raises(NotAllowed):
        consents.answer(receptionist, asked, asked.open_questions[0], words="Nothing to fear")
    consents.answer(nurse, asked, asked.open_questions[0], words="We check your pressure first.")
    with pytest.raises(BadValue, match="answered already"):
        consents.answer(nurse, asked, asked.open_questions[0], words="Twice")
    signed = sign(receptionist, consent)
    assert signed.seal is not None
    sealed = json.loads(nurse.clinic.blobs.fetch(signed.seal.sha256))
    assert sealed["questions"][0]["asked"] == "What about my <b>heart</b> & pills?"
    assert sealed["questions"][0]["answered_by"] == "Nina Okafor, RN"


def test_a_sample_text_cannot_be_signed(receptionist: Desk, patient: str, monkeypatch: pytest.MonkeyPatch):
    sample = parse(wordings.shipped()["iv-ketamine-mood.en"].source.replace("id: iv", "id: new-iv").encode(), "new")
    monkeypatch.setattr(adopting, "shipped", lambda: {sample.key: sample})
    consent = prepared(receptionist, patient, "new-iv-ketamine-mood")
    assert not consent.is_adopted
    with pytest.raises(BadValue, match="sample wording"):
        sign(receptionist, consent)
    with pytest.raises(BadValue, match="sample wording"):
        on_paper(receptionist, consent, date(2026, 3, 2))


def test_a_newer_form_on_the_same_text_replaces_the_older(receptionist: Desk, prescriber: Desk, patient: str):
    first = complete(prescriber, receptionist, patient)
    second = complete(prescriber, receptionist, patient)
    assert consents.get(receptionist, first.id).status is Status.SUPERSEDED
    assert second.status is Status.SIGNED
    assert state(receptionist, patient) is ConsentState.SIGNED


def test_a_prepared_form_can_be_voided_and_its_number_is_used_up(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(BadValue) as refused:
        consents.void(receptionist, consent, reason=" ")
    assert refused.value.field == "reason"
    consents.void(receptionist, consent, reason="Wrong text")
    assert consents.get(receptionist, consent.id).status is Status.VOIDED
    with pytest.raises(BadValue, match="voided"):
        sign(receptionist, consent)
    assert prepared(receptionist, patient).form_number == consent.form_number + 1


def test_an_administrator_signs_nothing(administrator: Desk, receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(NotAllowed):
        sign(administrator, consent)


# On paper -------------------------------------------------------------------------------------------------------


def test_paper_waits_for_its_scan(receptionist: Desk, clock: DrivenClock, patient: str):
    clock.pass_time(minutes=60 * 24 * 4)
    consent = prepared(receptionist, patient)
    consent = on_paper(receptionist, consent, date(2026, 3, 3))
    assert consent.status is Status.SCAN_TO_FOLLOW
    assert receptionist.local(consent.since).date() == date(2026, 3, 3)
    assert consent.valid_until == date(2026, 3, 3) + timedelta(days=180)
    assert [s.meaning for s in consent.signatures] == ["patient on paper", "clinician on paper"]
    assert state(receptionist, patient) is ConsentState.SIGNED_ON_PAPER
    consents.receive_scan(receptionist, consent, b"\x89PNG\r\n\x1a\n first scan")
    consents.receive_scan(receptionist, consent, PDF)
    consent = consents.get(receptionist, consent.id)
    assert consent.status is Status.SIGNED
    assert receptionist.local(consent.since).date() == date(2026, 3, 3)
    assert receptionist.clinic.blobs.fetch(str(consent.signed_paper)) == PDF
    assert state(receptionist, patient) is ConsentState.SIGNED


def test_a_form_signed_at_home_counts_when_it_is_known_who_signed_and_a_clinician_has_talked(
    receptionist: Desk, prescriber: Desk, patient: str
):
    consent = on_paper(
        receptionist, prepared(receptionist, patient), date(2026, 3, 2), at_home=True, clinician="Somebody at home"
    )
    assert consent.missing_signers == (Signer.CLINICIAN,)
    consents.identify(receptionist, consent, how="Photo ID")
    assert state(receptionist, patient) is ConsentState.INCOMPLETE
    consents.explain(prescriber, consent, capacity=Capacity.PRESENT)
    assert state(receptionist, patient) is ConsentState.SIGNED_ON_PAPER


def test_paper_without_a_clinician_waits_for_the_talk(receptionist: Desk, prescriber: Desk, patient: str):
    consent = on_paper(receptionist, prepared(receptionist, patient), date(2026, 3, 2), clinician="")
    assert consent.status is Status.INCOMPLETE
    with pytest.raises(NotAllowed):
        consents.explain(receptionist, consent, capacity=Capacity.PRESENT)
    consents.explain(prescriber, consent, capacity=Capacity.WITH_SUPPORT, remark="Daughter was there")
    assert state(receptionist, patient) is ConsentState.SIGNED_ON_PAPER


def test_who_else_signed_the_paper_can_be_named_later(receptionist: Desk, patient: str):
    consent = on_paper(receptionist, prepared(receptionist, patient, interpreter=True), date(2026, 3, 2))
    assert consent.missing_signers == (Signer.INTERPRETER,)
    with pytest.raises(BadValue) as refused:
        consents.attest_on_paper(receptionist, consent, role=Signer.INTERPRETER, name=" ")
    assert refused.value.field == "name"
    consents.attest_on_paper(receptionist, consent, role=Signer.INTERPRETER, name="Lan Tran", language="vi")
    signed = consents.get(receptionist, consent.id)
    assert signed.status is Status.SCAN_TO_FOLLOW
    assert signed.signature_of(Signer.INTERPRETER).detail == {"language": "vi"}
    with pytest.raises(BadValue, match="already"):
        consents.attest_on_paper(receptionist, consent, role=Signer.INTERPRETER, name="Lan Tran")


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
        consents.withdraw(receptionist, consent, by_name=" ")
    assert refused.value.field == "by_name"
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
    receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str
):
    right = receptionist.now()
    clock.set_wall(right + timedelta(days=1))
    complete(prescriber, receptionist, patient)
    clock.set_wall(right + timedelta(minutes=5))
    consents.decline(receptionist, prepared(receptionist, patient), by_name="Zoë Nguyễn", reason="")
    assert state(receptionist, patient) is ConsentState.DECLINED
    clock.pass_time(minutes=5)
    complete(prescriber, receptionist, patient)
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


def test_who_declined_may_sign_a_new_form(receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str):
    consents.decline(receptionist, prepared(receptionist, patient), by_name="Zoë Nguyễn", reason="")
    assert state(receptionist, patient) is ConsentState.DECLINED
    clock.pass_time(minutes=5)
    complete(prescriber, receptionist, patient)
    assert state(receptionist, patient) is ConsentState.SIGNED


# Time and treatments ------------------------------------------------------------------------------------------------


def test_a_consent_counts_on_its_last_day_and_not_the_day_after(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock, patient: str
):
    consent = complete(prescriber, receptionist, patient)
    assert consent.valid_until is not None
    days = (consent.valid_until - date(2026, 3, 2)).days
    clock.pass_time(minutes=60 * 24 * days)
    assert state(receptionist, patient) is ConsentState.SIGNED
    clock.pass_time(minutes=60 * 24)
    assert state(receptionist, patient) is ConsentState.EXPIRED
    assert consents.get(receptionist, consent.id).status is Status.EXPIRED


def test_each_treatment_has_its_own_consent(receptionist: Desk, prescriber: Desk, patient: str):
    complete(prescriber, receptionist, patient)
    assert consents.for_treatment(receptionist, patient, PAIN).state is ConsentState.NEVER_GIVEN
    assert consents.for_treatment(receptionist, patient, (PAIN, MOOD)).state is ConsentState.SIGNED
    assert consents.for_treatment(receptionist, patient, MOOD).badge() is None
    assert consents.for_treatment(receptionist, patient, PAIN).badge() == ("Consent missing", "warn")


def test_a_prepared_form_says_nothing_yet(receptionist: Desk, patient: str):
    prepared(receptionist, patient)
    assert state(receptionist, patient) is ConsentState.NEVER_GIVEN


def test_a_newer_text_makes_the_signed_one_older(receptionist: Desk, prescriber: Desk, patient: str):
    consent = complete(prescriber, receptionist, patient)
    text = consents.text_of(receptionist, consent)
    wordings.adopt(prescriber, text.source.replace("## Risks", "## The risks"), remark="Title", asks_again=False)
    assert state(receptionist, patient) is ConsentState.SIGNED
    wordings.adopt(prescriber, text.source.replace("## Risks", "## What can go wrong"), remark="Clearer")
    assert state(receptionist, patient) is ConsentState.OLDER_VERSION
    assert consents.text_of(receptionist, consents.get(receptionist, consent.id)) == text
    assert prepared(receptionist, patient).text_version == 3


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
        ConsentEvent(str(seq), kind, at, None, None, until if kind.startswith("signed") else None, None, seq, {})
        for seq, kind in enumerate(kinds)
    ]
    mixed = list(events)
    chance.shuffle(mixed)
    status = status_of(events, (), (), date(2026, 3, 2))
    assert status_of(mixed, (), (), date(2026, 3, 2)) is status
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
