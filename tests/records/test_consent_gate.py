"""The papers of a visit out of the record: at booking a to-do list, at the check-in a warning, at the start a block."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.printing import session_before
from clinicdesk.records import consents, merging, patients, series, sessions, today, wordings
from clinicdesk.records.consents import Status, needs
from clinicdesk.records.consents.needs import Needs, PaperNeed
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import EndReason
from clinicdesk.records.wordings import Signer
from clinicdesk.rules.consent_needs import Needed
from clinicdesk.rules.gate import ConsentState, Lack
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import DrivenClock
from tests.records.consenting import countersign, on_paper, prepared, sign
from tests.records.sessions import steps
from tests.records.sessions.steps import patient, session_id  # noqa: F401 - fixtures

MOOD, ESCORT, PRIVACY = "iv-ketamine-mood", "escort-driving", "privacy-notice"
TITLE = "Consent to intravenous ketamine for a mood disorder"


def of(desk: Desk, session: str) -> dict[str, PaperNeed]:
    return {need.text_name: need for need in needs.of_visit(desk, session)}


def state(desk: Desk, session: str, text: str = MOOD) -> ConsentState:
    return of(desk, session)[text].state


def speaks(desk: Desk, patient_id: str, language: str) -> None:
    change(desk, patient_id, language=language)


def change(desk: Desk, patient_id: str, **changed: object) -> None:
    now = patients.get(desk, patient_id)
    patients.amend(desk, patient_id, based_on=now.version, details=replace(now, **changed))  # type: ignore[arg-type]


def signed(desk: Desk, patient_id: str, text: str = MOOD, **more: object) -> str:
    """Have a text signed on paper today, and return the form's id."""
    language = str(more.pop("language", ""))
    form = prepared(desk, patient_id, text, language=language)
    on_paper(desk, form, desk.local(desk.now()).date(), **more)
    return form.id


def planned(desk: Desk, patient_id: str, days: int = 0, protocol: str = MOOD) -> str:
    """Plan a series of one session so many days ahead, and return its session."""
    day = desk.local(desk.now()).date() + timedelta(days=days)
    made = series.plan(
        desk, patient_id=patient_id, protocol_name=protocol, days=[day], time=None, indication="Major depression"
    )
    return sessions.of_series(desk, made)[0].id


# The list -----------------------------------------------------------------------------------------------------------


def test_a_booked_visit_says_what_it_needs(receptionist: Desk, session_id: str) -> None:  # noqa: F811
    found = needs.of_visit(receptionist, session_id)
    assert [(need.text_name, need.needed, need.state) for need in found] == [
        (MOOD, Needed.START, ConsentState.NEVER_GIVEN),
        (ESCORT, Needed.CHECK_IN, ConsentState.NEVER_GIVEN),
        (PRIVACY, Needed.CHECK_IN, ConsentState.NEVER_GIVEN),
    ]
    assert [need.stops for need in found] == [True, False, False]
    assert found[0].words == f"{TITLE}: missing"
    assert found[0].key == "iv-ketamine-mood.en"


def test_one_action_prepares_all_that_is_missing_and_only_once(
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    signed(receptionist, patient, PRIVACY)
    made = needs.prepare_missing(receptionist, needs.of_visit(receptionist, session_id))
    assert [consents.get(receptionist, one).text_name for one in made] == [MOOD, ESCORT]
    waiting = of(receptionist, session_id)
    assert [waiting[name].prepared_id for name in (MOOD, ESCORT, PRIVACY)] == [*made, None]
    assert waiting[MOOD].words.endswith("missing, a form waits to be signed")
    assert needs.missing(waiting.values()) == ()
    assert needs.prepare_missing(receptionist, waiting.values()) == []


def test_each_form_is_in_the_patients_language_or_with_an_interpreter(
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    speaks(receptionist, patient, "Español")
    spanish = of(receptionist, session_id)[MOOD]
    assert (spanish.key, spanish.with_interpreter, spanish.title) == ("iv-ketamine-mood.es", False, TITLE)
    speaks(receptionist, patient, "Somali")
    somali = of(receptionist, session_id)[MOOD]
    assert (somali.key, somali.with_interpreter) == ("iv-ketamine-mood.en", True)
    (form, *_others) = needs.prepare_missing(receptionist, [somali])
    assert Signer.INTERPRETER in consents.get(receptionist, form).signers


def test_a_sample_in_the_patients_language_is_not_what_is_prepared(
    receptionist: Desk,
) -> None:
    """Nobody can sign a sample: the clinic's own English text is, with an interpreter."""
    text = needs._Texts(
        {
            key: replace(one, adopted_by="Dr Pat Osei" if key.endswith(".en") else "")
            for key, one in wordings.offered(receptionist).items()
        }
    ).to_prepare((MOOD,), "Spanish")
    assert text is not None
    assert text.language == "en"


def test_a_text_may_be_for_one_indication(
    receptionist: Desk,
    prescriber: Desk,
    nurse: Desk,
    session_id: str,  # noqa: F811
) -> None:
    source = wordings.offered(prescriber)[f"{ESCORT}.en"].source
    wordings.adopt(prescriber, source.replace("asked:", "indications: chronic-pain, migraine\nasked:", 1))
    assert wordings.offered(nurse)[f"{ESCORT}.en"].indications == ("chronic pain", "migraine")
    assert ESCORT not in of(receptionist, session_id)  # this series is for a depression
    wordings.adopt(prescriber, source.replace("asked:", "indications: depression\nasked:", 1))
    assert ESCORT in of(receptionist, session_id)


# Where each stands ----------------------------------------------------------------------------------------------------


def test_the_states_a_form_goes_through(
    receptionist: Desk,
    prescriber: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    form = prepared(receptionist, patient)
    assert state(receptionist, session_id) is ConsentState.NEVER_GIVEN
    form = sign(receptionist, form)
    assert state(receptionist, session_id) is ConsentState.INCOMPLETE
    countersign(prescriber, form)
    assert state(receptionist, session_id) is ConsentState.SIGNED
    assert of(receptionist, session_id)[MOOD].consent_id == form.id
    consents.withdraw(receptionist, form, by_name="Zoë")
    assert state(receptionist, session_id) is ConsentState.WITHDRAWN
    consents.decline(receptionist, prepared(receptionist, patient, ESCORT), by_name="Zoë", reason="")
    assert state(receptionist, session_id, ESCORT) is ConsentState.DECLINED
    again = signed(receptionist, patient)
    assert of(receptionist, session_id)[MOOD].consent_id != again  # dated from the morning, before the withdrawal


def test_what_will_have_expired_on_the_day_of_the_visit_is_told_at_booking(
    receptionist: Desk,
    nurse: Desk,
    patient: str,  # noqa: F811
) -> None:
    signed(receptionist, patient)
    assert state(receptionist, planned(nurse, patient, days=180)) is ConsentState.SIGNED_ON_PAPER
    assert state(receptionist, planned(nurse, patient, days=181)) is ConsentState.EXPIRED


def test_a_newer_text_that_asks_again_and_one_that_does_not(
    prescriber: Desk,
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    signed(receptionist, patient)
    source = wordings.offered(prescriber)["iv-ketamine-mood.en"].source
    wordings.adopt(prescriber, source + "\n\nA comma was mended.\n", asks_again=False)
    assert state(receptionist, session_id) is ConsentState.SIGNED_ON_PAPER
    wordings.adopt(prescriber, source + "\n\nWe now give it more slowly.\n", asks_again=True)
    assert state(receptionist, session_id) is ConsentState.OLDER_VERSION


def test_an_english_form_of_somebody_who_speaks_spanish_passes_with_a_named_interpreter(
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
    clock: DrivenClock,
) -> None:
    signed(receptionist, patient, language="en")
    speaks(receptionist, patient, "Spanish")
    assert state(receptionist, session_id) is ConsentState.OTHER_LANGUAGE
    clock.pass_time(minutes=1)
    signed(receptionist, patient, language="en", interpreter="Ana Ruiz", interpreted_into="es")
    assert state(receptionist, session_id) is ConsentState.SIGNED_ON_PAPER


def test_a_minor_needs_a_representative(
    receptionist: Desk,
    nurse: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    signed(receptionist, patient)
    change(nurse, patient, birth_date=date(2010, 5, 1))  # the date was typed wrong when the form was prepared
    alone = of(receptionist, session_id)[MOOD]
    assert (alone.state, alone.lack, alone.stops) == (ConsentState.INCOMPLETE, Lack.GUARDIAN, True)
    assert "minor" in alone.answer.sentence
    assert [need.text_name for need in needs.missing([alone])] == [MOOD]  # signing that form cannot mend it
    form = prepared(receptionist, patient)
    assert form.signers[0] is Signer.GUARDIAN
    on_paper(
        receptionist,
        form,
        date(2026, 3, 2),
        signer_name="Per Ångström",
        role=Signer.GUARDIAN,
        relation="father",
        authority="parent",
    )
    assert state(receptionist, session_id) is ConsentState.SIGNED_ON_PAPER


def test_a_new_series_asks_again_and_the_running_one_does_not(
    receptionist: Desk,
    nurse: Desk,
    prescriber: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
    clock: DrivenClock,
) -> None:
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    following = sessions.of_series(nurse, sessions.get(nurse, session_id).series_id)[1].id
    booster = planned(nurse, patient, days=30, protocol="iv-ketamine-booster")
    assert state(receptionist, following) is ConsentState.SIGNED_ON_PAPER
    assert state(receptionist, booster) is ConsentState.EARLIER_SERIES
    steps.discharge(nurse, session_id)
    clock.pass_time(minutes=60)
    signed(receptionist, patient)
    assert state(receptionist, booster) is ConsentState.SIGNED_ON_PAPER
    assert state(receptionist, following) is ConsentState.SIGNED_ON_PAPER


def test_papers_and_series_of_a_second_registration_count(
    receptionist: Desk,
    nurse: Desk,
    prescriber: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    other = patients.register(
        nurse, details=PatientDetails(family_name="Ångström", given_name="Zoe", birth_date=steps.BORN)
    )
    theirs = planned(nurse, other, days=2)
    assert state(receptionist, theirs) is ConsentState.NEVER_GIVEN
    merge(prescriber, kept=other, merged=patient)
    assert state(receptionist, theirs) is ConsentState.EARLIER_SERIES
    assert of(receptionist, theirs)[MOOD].patient_id == other


def merge(desk: Desk, *, kept: str, merged: str) -> None:
    merging.merge(
        desk,
        kept,
        merged,
        choices={},
        based_on=(patients.get(desk, kept).version, patients.get(desk, merged).version),
    )


# Many at once ---------------------------------------------------------------------------------------------------------


def test_many_visits_take_as_many_queries_as_one(
    receptionist: Desk,
    nurse: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [
        patients.register(nurse, details=PatientDetails(family_name=f"Lindqvist{number}", given_name="Per"))
        for number in range(8)
    ]
    visits = [planned(nurse, one, days=number % 3) for number, one in enumerate(people)]
    for one in people[::2]:
        signed(receptionist, one)
    alone = count_reads(receptionist, monkeypatch, lambda: needs.of_visits(receptionist, visits[:1]))
    assert count_reads(receptionist, monkeypatch, lambda: needs.of_visits(receptionist, visits)) == alone <= 9
    found = needs.of_visits(receptionist, visits)
    assert found == {one: needs.of_visit(receptionist, one) for one in visits}
    given = [found[one][0].state is ConsentState.SIGNED_ON_PAPER for one in visits]
    assert given == [True, False] * 4
    assert needs.of_visits(receptionist, []) == {}
    assert needs.of_visit(receptionist, "no-such-session") == ()


def count_reads(desk: Desk, monkeypatch: pytest.MonkeyPatch, read: Callable[[], object]) -> int:
    asked: list[str] = []
    rows = desk.clinic.rows

    def counted(sql: str, *values: object) -> object:
        asked.append(sql)
        return rows(sql, *values)

    with monkeypatch.context() as patched:
        patched.setattr(desk.clinic, "rows", counted)
        read()
    return len(asked)


# At the start ---------------------------------------------------------------------------------------------------------


def test_each_paper_that_stops_has_a_sentence_and_what_only_warns_has_none(
    nurse: Desk,
    prescriber: Desk,
    session_id: str,  # noqa: F811
) -> None:
    require_at_start(prescriber, PRIVACY)
    steps.checks(nurse, session_id)
    missing = sessions.missing_to_start(nurse, sessions.get(nurse, session_id))
    assert [sentence for sentence in missing if "not signed. Have it signed" in sentence] == [
        f"{TITLE}: not signed. Have it signed before you start.",
        "Receipt of the privacy notice: not signed. Have it signed before you start.",
    ]
    assert not any("driving" in sentence for sentence in missing)
    with pytest.raises(BadValue, match="more things are missing"):
        sessions.start(nurse, session_id, identity=steps.ZOE)


def test_a_reason_passes_what_expired_and_never_what_was_never_given(
    nurse: Desk,
    prescriber: Desk,
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
    clock: DrivenClock,
) -> None:
    require_at_start(prescriber, PRIVACY)
    signed(receptionist, patient)
    clock.pass_time(minutes=60 * 24 * 200)
    steps.eligible(nurse, patient)
    steps.checks(nurse, session_id)
    with pytest.raises(BadValue) as asked:
        steps.order(prescriber, session_id)
    assert asked.value.field == "consent_reason"
    assert "expired" in str(asked.value)
    steps.order(prescriber, session_id, consent_reason="Agreed by phone, signs after")
    steps.second_check(nurse, session_id)
    (sentence,) = sessions.missing_to_start(nurse, sessions.get(nurse, session_id))
    assert "not signed" in sentence
    form = signed(receptionist, patient, PRIVACY)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    ready = sessions.get(nurse, session_id).last_event(EventKind.READY)
    assert ready is not None
    assert ready.detail["consent"] == "expired"
    kept = {one["text"]: (one["state"], one["needed"]) for one in ready.detail["papers"]}
    assert kept == {
        MOOD: ("expired", "start"),
        PRIVACY: ("signed_on_paper", "start"),
        ESCORT: ("never_given", "check-in"),
    }
    assert {one["consent_id"] for one in ready.detail["papers"] if one["text"] == PRIVACY} == {form}


def test_the_summary_prints_each_paper_and_the_reason(
    nurse: Desk,
    prescriber: Desk,
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
    clock: DrivenClock,
) -> None:
    signed(receptionist, patient)
    clock.pass_time(minutes=60 * 24 * 200)
    steps.eligible(nurse, patient)
    steps.checks(nurse, session_id)
    steps.order(prescriber, session_id, consent_reason="Agreed by phone <b>twice</b>")
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    words = session_before._papers_words(nurse, sessions.get(nurse, session_id))
    assert words.startswith(f"{TITLE}: expired. ")
    assert words.endswith("Started all the same, by the prescriber's reason: Agreed by phone <b>twice</b>")


def test_a_paper_withdrawn_before_the_start_stops_it_whatever_reason_there_was(
    nurse: Desk,
    prescriber: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    steps.ready(nurse, prescriber, session_id)
    (form,) = consents.of_patient(nurse, patient)
    consents.withdraw(nurse, form, by_name="Zoë")
    with pytest.raises(BadValue, match="withdrew consent"):
        sessions.start(nurse, session_id, identity=steps.ZOE)
    assert sessions.consent_standing(nurse, sessions.get(nurse, session_id)).consent == consents.get(nurse, form.id)


def test_the_board_shows_other_papers_once_the_consent_is_there(
    receptionist: Desk,
    patient: str,  # noqa: F811
    session_id: str,  # noqa: F811
) -> None:
    assert badges(receptionist, session_id) == ["Consent missing"]
    signed(receptionist, patient)
    assert badges(receptionist, session_id) == ["Paper missing", "Scan to follow"]
    for text in (ESCORT, PRIVACY):
        signed(receptionist, patient, text)
    assert badges(receptionist, session_id) == ["Scan to follow"]
    assert all(one.status is Status.SCAN_TO_FOLLOW for one in consents.of_patient(receptionist, patient))


def badges(desk: Desk, session: str) -> list[str]:
    found: Needs = needs.of_visit(desk, session)
    (row,) = (row for row in today.board(desk, steps.TODAY) if row.session_id == session)
    words = [badge.text for badge in row.badges]
    assert {text for text, _kind in needs.badges_for(found)} <= set(words)
    return [text for text in words if "Consent" in text or "Paper" in text or "Scan" in text]


def require_at_start(prescriber: Desk, text: str) -> None:
    """Have the clinic ask for a text before the start."""
    source = wordings.offered(prescriber)[f"{text}.en"].source
    wordings.adopt(prescriber, source.replace("needed: check-in", "needed: start"), asks_again=False)
