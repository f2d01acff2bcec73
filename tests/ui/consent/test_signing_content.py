"""What a patient can do with a form, and what becomes of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import consents, staff, wordings
from clinicdesk.records.consents import Consent, Status, sealing
from clinicdesk.records.wordings import Signer, form_words
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.records import consenting
from tests.ui.consent.conftest import Form
from ui.consent import signing_draft

Prepare = Callable[..., Consent]
HandOver = Callable[..., Form]


def kinds(form: Form) -> list[str]:
    return [kind for kind, _part, _sentence in form.page.missing()]


def test_everything_given_is_sealed(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare("photo-recording")
    form = hand_over(consent)
    form.sign()
    sealed = sealing.newest(everyone, consents.get(everyone, consent.id))
    assert sealed.data["answers"] == {name: part.answer() for name, part in form.page.answers.items()}
    assert "Yes" in sealed.data["answers"].values()
    signed = sealed.signature(Signer.PATIENT)
    assert signed["device"] == "mouse"
    assert signed["electronic"] == form_words("en", "screen")["sign_electronic"]
    assert signed["read_to_end"]
    assert form.content.outcome.kind == "signed"


def test_what_is_written_stays_text(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare("photo-recording")
    form = hand_over(consent)
    written = [part for part in form.page.answers.values() if part._written is not None]
    for part in written:
        QTest.keyClicks(part._written.area, "<font color=red>R&D</font> & me")
    form.sign()
    answers = sealing.newest(everyone, consents.get(everyone, consent.id)).data["answers"]
    assert [answers[name] for name, part in form.page.answers.items() if part in written] == [
        "<font color=red>R&D</font> & me"
    ] * len(written)


def test_whoever_jumps_to_the_end_has_not_read_what_lies_between(prepare: Prepare, hand_over: HandOver) -> None:
    form = hand_over(prepare())
    bar = form.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not form.page.is_read()
    assert kinds(form)[0] == "text"
    seen = form.page.seen
    form.bar._next.click()
    assert bar.value() < bar.maximum() / 2
    assert form.page.seen > seen


def test_who_asks_where_is_led_there_and_not_told_off(prepare: Prepare, hand_over: HandOver) -> None:
    form = hand_over(prepare())
    for _step in range(60):
        if kinds(form)[0] != "text":
            break
        form.bar._next.click()
        QApplication.processEvents()
    pad = next(iter(form.page.initials.values()))
    form.bar._next.click()
    assert pad.pad.hasFocus()
    assert pad._message.text() == ""
    form.bar._agree.click()
    assert pad._message.text() == form_words("en", "screen")["sign_please_initials"]


def test_reading_survives_another_size_of_the_type(prepare: Prepare, hand_over: HandOver) -> None:
    form = hand_over(prepare())
    form.read()
    assert form.page.is_read()
    form.content.set_percent(200)
    QTest.qWait(30)
    assert form.page.is_read()


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_squeezed_in_any_size(prepare: Prepare, hand_over: HandOver, percent: int) -> None:
    form = hand_over(prepare(representative=True), Signer.GUARDIAN)
    form.content.resize(960, 480)
    form.content.set_percent(percent)
    QTest.qWait(30)
    form.bar._agree.click()  # every message is shown
    QTest.qWait(30)
    closing = form.closing
    for part in (*form.page.initials.values(), closing.signature, closing.authority, closing.electronic):
        assert part.height() >= part.heightForWidth(part.width())
    for view in form.page._text.views:
        assert view.height() >= view.document().size().height()


def test_one_dot_is_no_signature(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare()
    form = hand_over(consent)
    form.read()
    form.closing.electronic.mark.click()
    QTest.mouseClick(form.closing.signature.pad, Qt.MouseButton.LeftButton)
    form.bar._agree.click()
    assert form.closing.signature._message.text() == form_words("en", "screen")["sign_too_little"]
    assert consents.get(everyone, consent.id).status is Status.PREPARED


def test_a_mark_wants_a_witness(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare()
    form = hand_over(consent)
    form.closing.mark.mark.click()
    form.read()
    form.closing.electronic.mark.click()
    QTest.mouseClick(form.closing.signature.pad, Qt.MouseButton.LeftButton)
    form.bar._agree.click()
    now = consents.get(everyone, consent.id)
    assert now.signature_of("patient").detail["mark"]
    assert Signer.WITNESS in now.missing_signers


def test_a_representative_says_who_and_by_what_right(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare(representative=True)
    form = hand_over(consent, Signer.GUARDIAN)
    form.sign()
    assert kinds(form) == ["relation", "authority", "name"]
    form.closing.relation.set_text("mother & guardian")
    form.closing.authority.set_text("parent")
    form.closing.signer_name.set_text("Anna Lindqvist")
    form.bar._agree.click()
    signature = consents.get(everyone, consent.id).signature_of("guardian")
    assert (signature.signer_name, signature.detail["relation"], signature.detail["authority"]) == (
        "Anna Lindqvist",
        "mother & guardian",
        "parent",
    )


def test_all_words_around_a_spanish_form_are_spanish(prepare: Prepare, hand_over: HandOver) -> None:
    form = hand_over(prepare(language="es"))
    assert form.bar._agree.text() == "Acepto y firmo"
    form.content._on_ask()
    form.content._on_question()
    assert form.content._ask.written.message() == "Por favor, escriba su pregunta."
    english = set(form_words("en", "screen").values())
    shown = {label.text() for label in form.content.findChildren(type(form.bar._missing))}
    assert not shown & english


def test_a_notice_is_confirmed_and_not_agreed_to(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare("privacy-notice")
    form = hand_over(consent)
    assert (form.bar._agree.text(), form.bar._refuse.text()) == ("I confirm and sign", "I do not want to sign")
    form.content._on_refuse()
    form.content._on_refused()
    assert consents.get(everyone, consent.id).status is Status.DECLINED


def test_a_signed_withdrawal_form_takes_its_consent_back(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    taken = consenting.countersign(everyone, consenting.sign(everyone, prepare()))
    form = hand_over(prepare("withdrawal", about=taken))
    assert form.bar._agree.text() == "I take it back and sign"
    form.sign()
    assert form.content.outcome.kind == "signed"
    assert consents.get(everyone, taken.id).status is Status.WITHDRAWN


def test_every_word_is_there_in_both_languages() -> None:
    english, spanish = form_words("en", "screen"), form_words("es", "screen")
    own = {key for key in english if key.startswith("sign_")}
    assert own
    assert [key for key in own if english[key] == spanish[key]] == []


def test_a_name_that_cannot_be_printed_is_told_there(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare()
    form = hand_over(consent)
    form.closing.signer_name.set_text("𓀀𓀁")
    form.sign()
    assert form.closing.signer_name.message() == form_words("en", "screen")["sign_bad_name"]
    assert consents.get(everyone, consent.id).status is Status.PREPARED


def test_a_clock_set_back_is_recorded_as_it_was_and_told(
    everyone: Desk, prepare: Prepare, hand_over: HandOver, clock: DrivenClock
) -> None:
    consent = prepare()
    form = hand_over(consent)
    clock.set_wall(clock.now() - timedelta(hours=1))
    form.sign()
    now = consents.get(everyone, consent.id)
    assert now.signature_of("patient").signed_at < now.prepared_at
    assert "went back" in form.content.outcome.told[0]


def test_a_form_answered_at_another_desk_stops_without_a_word_of_it(
    everyone: Desk, prepare: Prepare, hand_over: HandOver
) -> None:
    consent = prepare()
    form = hand_over(consent)
    consents.decline(everyone, consent, by_name="Per Lindqvist", reason="")
    form.sign()
    assert form.content.outcome.kind == "stuck"
    assert form.content._stack.currentWidget() is form.content._stuck
    assert "answered already" in form.content.outcome.told[0]


# Drafts ---------------------------------------------------------------------------------------------------------------


def test_what_was_filled_in_comes_back_after_a_crash_but_the_signature_does_not(
    clinic: Clinic, everyone: Desk, prepare: Prepare, hand_over: HandOver, key: bytes, clock: DrivenClock, qtbot: Any
) -> None:
    consent = prepare()
    form = hand_over(consent)
    form.read()
    form.closing.electronic.mark.click()
    form.content._ask.written.set_text("Will it hurt?")
    form.draw(form.closing.signature.pad)
    strokes = {section: pad.strokes() for section, pad in form.page.initials.items()}
    qtbot.waitUntil(lambda: signing_draft.kept(everyone, consent, "patient").question != "", timeout=3000)
    # Nobody closes anything: the program is gone, the file is opened by the next one.
    other = Clinic.open(clinic.path, key, clock)
    desk = staff.sign_in(other, login="all", password=PASSWORD, workstation="NEXT")
    again = hand_over(consents.get(desk, consent.id), desk=desk)
    assert {section: pad.strokes() for section, pad in again.page.initials.items()} == strokes
    assert again.page.is_read()
    assert again.content._ask.written.text() == "Will it hurt?"
    assert again.closing.signature.is_empty()
    assert not again.closing.electronic.is_chosen()
    assert consents.get(desk, consent.id).status is Status.PREPARED
    again.content.close()
    other.close()


def test_what_one_person_filled_in_is_not_shown_to_another(prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare()
    form = hand_over(consent)
    form.read()
    form.content.keep_draft()
    other = hand_over(consent, Signer.GUARDIAN)
    assert all(pad.is_empty() for pad in other.page.initials.values())
    assert not other.page.is_read()


def test_a_damaged_draft_is_none(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare()
    everyone.keep_draft(signing_draft.place_of(consent), {"from": "another program"})
    form = hand_over(consent)
    assert not form.page.is_read()


def test_a_question_keeps_what_was_filled_in(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    consent = prepare()
    form = hand_over(consent)
    form.read()
    form.content._on_ask()
    form.content._ask.written.set_text("Will it <b>hurt</b>?")
    form.content._on_question()
    (question,) = consents.get(everyone, consent.id).open_questions
    consents.answer(everyone, consents.get(everyone, consent.id), question, words="No.")
    again = hand_over(consents.get(everyone, consent.id))
    assert again.page.is_read()
    assert again.content._ask.written.text() == ""
    shown = [label.text() for label in again.page.findChildren(QLabel)]
    assert "You asked: “Will it <b>hurt</b>?”" in shown
    assert "Sam Rivera, MD answered: “No.”" in shown
    again.closing.electronic.mark.click()
    again.draw(again.closing.signature.pad)
    again.bar._agree.click()
    assert consents.get(everyone, consent.id).status is Status.INCOMPLETE


@pytest.mark.parametrize("keys", [Qt.Key.Key_Space, Qt.Key.Key_PageDown])
def test_it_can_be_read_by_keyboard(prepare: Prepare, hand_over: HandOver, keys: Qt.Key) -> None:
    form = hand_over(prepare())
    form.page.setFocus()
    for _page in range(60):
        QTest.keyClick(form.page, keys)
        QApplication.processEvents()
    assert form.page.is_read()


def test_a_text_of_forty_pages_is_read_and_signed(everyone: Desk, prepare: Prepare, hand_over: HandOver) -> None:
    long = wordings.shipped()["iv-ketamine-mood.en"].source
    end = long.index("## Agreement")
    # A page of large type holds about 250 words.
    wordings.adopt(everyone, long[:end] + "## More\n\n" + "Word and word and word.\n\n" * 2500 + long[end:])
    consent = prepare()
    form = hand_over(consent)
    assert form.page.widget().height() > 32_767
    form.page._seen.part = 0.99
    form.page.go_on()
    form.sign()
    assert consents.get(everyone, consent.id).status is Status.INCOMPLETE
