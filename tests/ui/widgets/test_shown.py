"""What widgets say: to the eye as plain text, and to a screen reader."""

import io

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from reportlab.pdfgen.canvas import Canvas

from clinicdesk.figures.vitals import Band, Limit, VitalsFigure
from ui import theme
from ui.widgets.banner import BannerPatient, PatientBanner, allergy_words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText, chip_width
from ui.widgets.dialog import Question
from ui.widgets.empty import EmptyState
from ui.widgets.page import Page
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.progress import Progress
from ui.widgets.recovery_words import RecoveryWords
from ui.widgets.side_rail import Place, SideRail
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.timer_face import TimerFace
from ui.widgets.toast import Toast
from ui.widgets.trend_chart import TrendChart

PER = {"name": "LINDQVIST, <b>Per</b> (Mr)", "born": "21-Jul-1968 (57 y)", "gender": "Male", "record_number": "004 182"}
FIGURE = VitalsFigure(
    0,
    60,
    40,
    180,
    ((0, "0 min"), (30, "30"), (60, "60")),
    ((40, "40"), (110, "110"), (180, "180")),
    ((0, 128, 78), (5, 136, 82)),
    ((0, 66), (5, 70)),
    ((5, 98),),
    (Band(0, 40, "Infusion", "infusion"),),
    (Limit(160, "Hold at or above 160"),),
    7,
)


def texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize(
    ("allergies", "words"),
    [
        ("known", "Known allergies: Penicillin (updated 09-Dec-2025)"),
        ("none", "No known allergies (updated 09-Dec-2025)"),
        ("not_recorded", "Allergies not recorded"),
        ("unavailable", "Allergies unavailable"),
    ],
)
def test_the_banner_says_exactly_one_thing_about_allergies(qtbot, allergies: str, words: str) -> None:
    patient = BannerPatient(**PER, allergies=allergies, allergy_text="Penicillin", allergies_at="09-Dec-2025")
    banner = PatientBanner()
    qtbot.addWidget(banner)
    banner.show_patient(patient)
    assert allergy_words(patient) == words
    assert texts(banner).lower().count("allergies") == 1
    assert words in banner.accessibleDescription()


def test_the_banner_shows_a_name_as_typed_and_never_leaves_a_gap(qtbot) -> None:
    banner = PatientBanner()
    qtbot.addWidget(banner)
    banner.show_patient(BannerPatient(**{**PER, "gender": ""}, allergies="none"))
    assert "<b>Per</b>" in texts(banner)
    assert "Not known" in texts(banner)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in banner.findChildren(QLabel) if label.text())


@pytest.mark.parametrize("width", [400, 884, 1400])
def test_the_banner_never_cuts_the_name(qtbot, width: int) -> None:
    banner = PatientBanner()
    qtbot.addWidget(banner)
    banner.show_patient(BannerPatient(**PER, allergies="known", allergy_text="Penicillin " * 20, weight="82.4 kg"))
    banner.resize(width, banner.heightForWidth(width))
    banner.show()
    assert banner._name.width() >= banner._name.sizeHint().width()
    assert banner._allergies.geometry().bottom() <= banner.height()


def test_a_strip_stays_until_it_is_cleared(qtbot) -> None:
    strip = MessageStrip()
    qtbot.addWidget(strip)
    assert strip.isHidden()
    strip.show_message("warn", "Vitals due 09:40", "Enter &now")
    assert strip.message() == "Vitals due 09:40"
    with qtbot.waitSignal(strip.action_taken):
        strip._button.click()
    assert not strip.isHidden()
    strip.clear()
    assert strip.isHidden()


def test_a_toast_offers_undo_and_goes(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    toast = Toast(window)
    toast.show_toast("Moved", "&Undo")
    assert window.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.action_taken):
        toast._button.click()
    assert toast.isHidden()


def test_a_question_needs_its_reason_and_frees_itself(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    question = Question(window, "Withdraw?", "It stays in the record.", "Withdraw", danger=True, reason="&Reason")
    question.open()
    question._confirm.click()
    assert question._reason.message_state == "error"
    question._reason.set_text("Changed her mind")
    with qtbot.waitSignal(question.confirmed) as said:
        question._confirm.click()
    assert said.args == ["Changed her mind"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(question)


def test_a_question_left_is_declined(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    question = Question(window, "Stop?", "The infusion ends.", "Stop", danger=True)
    question.open()
    with qtbot.waitSignal(question.declined):
        qtbot.keyClick(question, Qt.Key.Key_Escape)


def test_progress_shows_its_count_and_waits_after_cancel(qtbot) -> None:
    progress = Progress("Backing up")
    qtbot.addWidget(progress)
    progress.show_progress(1200, 5000)
    assert progress._count.text() == "1,200 of 5,000"
    with qtbot.waitSignal(progress.cancelled):
        progress._cancel.click()
    assert not progress._cancel.isEnabled()


def test_a_page_shows_a_field_far_below(qtbot) -> None:
    page = Page("New patient", "Draft saved 09:38")
    qtbot.addWidget(page)
    fields = [TextField(f"Field {number}") for number in range(30)]
    for field in fields:
        page.add(field)
    page.add_action(button("&Save", kind="primary", shortcut="Ctrl+S"))
    page.resize(500, 400)
    with qtbot.waitActive(page):
        page.show()
    page.show_field(fields[-1])
    assert fields[-1].line.hasFocus()
    assert not fields[-1].line.visibleRegion().isEmpty()


def test_the_rail_goes_by_keyboard_and_marks_without_a_signal(qtbot) -> None:
    rail = SideRail([Place("today", "Today", "layout-dashboard", "Alt+1"), Place("patients", "Patients", "users")])
    qtbot.addWidget(rail)
    with qtbot.assertNotEmitted(rail.place_chosen):
        rail.set_current("today")
    assert rail._buttons["today"].isChecked()
    with qtbot.waitSignal(rail.place_chosen) as chosen:
        qtbot.keyClick(rail._buttons["patients"], Qt.Key.Key_Return)
    assert chosen.args == ["patients"]


def test_the_place_one_is_at_has_a_bar_that_hover_and_focus_have_not(qtbot) -> None:
    rail = SideRail([Place("today", "Today", "layout-dashboard"), Place("patients", "Patients", "users")])
    qtbot.addWidget(rail)
    rail.set_current("today")
    rail.resize(rail.sizeHint())

    def edge(key: str) -> QColor:
        made = rail._buttons[key]
        return made.grab().toImage().pixelColor(1, made.height() // 2)

    assert edge("today") == theme.token("accent")
    rail._buttons["patients"].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    assert edge("patients") != theme.token("accent")


def test_the_timer_says_what_it_is_told(qtbot) -> None:
    face = TimerFace("Infusion running")
    qtbot.addWidget(face)
    face.show_time("23:41", "of 40:00", 0.58, ChipText("Infusing", "ok"), "Started 09:15")
    assert face._bar.value() == 580
    assert face.accessibleDescription() == "23:41 of 40:00. Infusing. Started 09:15"
    face.show_time("41:00", "of 40:00", 1.02, ChipText("Over time", "warn"), tone="warn")
    assert face._bar.value() == 1000


def test_the_chart_reads_its_values_out_and_paints(qtbot) -> None:
    chart = TrendChart("Vital signs")
    qtbot.addWidget(chart)
    chart.resize(600, 240)
    empty = chart.grab().toImage()
    chart.show_figure(FIGURE)
    assert chart.accessibleDescription() == "Last reading: 5 min  BP 136/82 mmHg  HR 70 per min  SpO₂ 98%"
    assert chart.grab().toImage() != empty
    with qtbot.waitActive(chart):
        chart.show()
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == "0 min  BP 128/78 mmHg  HR 66 per min"


def test_recovery_words_are_numbered_and_can_be_taken_away(qtbot) -> None:
    words = RecoveryWords()
    qtbot.addWidget(words)
    words.show_words(["abandon", "ability", "able"])
    assert texts(words) == "1 abandon 2 ability 3 able"
    words.show_words([])
    assert texts(words) == ""
    assert words.accessibleName() == ""


def test_a_pdf_is_shown_from_memory(qtbot) -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in ("One", "Two"):
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    preview = PdfPreview()
    qtbot.addWidget(preview)
    preview.resize(900, 600)
    preview.show()
    preview.show_pdf(file.getvalue(), "Consent form")
    assert preview.page_count() == 2
    assert preview._pages.text() == "Page 1 of 2"
    preview._next.click()
    assert preview._pages.text() == "Page 2 of 2"
    with qtbot.waitSignal(preview.print_asked):
        preview._print.click()
    assert preview.content() == file.getvalue()
    with pytest.raises(ValueError, match="not a PDF"):
        preview.show_pdf(b"nonsense", "Broken")


def test_a_card_and_an_empty_place_speak(qtbot) -> None:
    card, empty = Card("Allergies"), EmptyState("No sessions today.", "&Book", icon="calendar-days")
    for widget in (card, empty):
        qtbot.addWidget(widget)
    assert card.accessibleName() == "Allergies"
    with qtbot.waitSignal(empty.action_taken):
        empty._button.click()


def test_a_chip_is_as_wide_as_its_words(qtbot) -> None:
    chip = Chip("Infusing", "ok")
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() >= chip_width(ChipText("Infusing", "ok"))
    assert chip.accessibleName() == "Infusing"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("percent", [90, 150])
def test_everything_paints_in_every_dress(qtbot, qapp: QApplication, scheme: str, percent: int) -> None:
    chart = TrendChart("Vital signs")
    chart.show_figure(FIGURE)
    banner = PatientBanner(more=True)
    banner.show_patient(BannerPatient(**PER, allergies="not_recorded"))
    strip = MessageStrip()
    strip.show_message("danger", "Stop")
    for widget in (chart, banner, strip, Chip("Late", "danger"), EmptyState("Nothing", icon="users")):
        qtbot.addWidget(widget)
        widget.show()
        before = widget.grab().toImage()
        theme.apply(qapp, scheme, percent)
        QApplication.processEvents()
        if scheme == "dark":
            assert widget.grab().toImage() != before
        theme.apply(qapp, "light", 100)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_that_has_the_focus(qtbot, key: Qt.Key) -> None:
    made = button("&Save")
    qtbot.addWidget(made)
    made.show()

    with qtbot.waitSignal(made.clicked, timeout=1000):
        qtbot.keyClick(made, key)


def test_the_banner_of_somebody_who_died_looks_and_reads_differently(qtbot) -> None:  # type: ignore[no-untyped-def]
    banner = PatientBanner()
    qtbot.addWidget(banner)
    banner.resize(900, 100)
    banner.show_patient(BannerPatient(**PER, allergies="none"))
    alive = banner.grab().toImage()
    banner.show_patient(BannerPatient(**PER, allergies="none", died="01-Feb-2026, at 57 y"))
    assert banner.accessibleDescription().startswith("Died 01-Feb-2026, at 57 y. Born ")
    # In the empty corner, where no word stands.
    corner = [banner.grab().toImage().pixelColor(850 + step, 12) for step in range(16)]
    assert len({colour.name() for colour in corner}) > 1
    assert corner[0] != alive.pixelColor(850, 12)
    banner.show_patient(BannerPatient(**PER, allergies="none"))
    assert banner.grab().toImage().pixelColor(850, 12) == alive.pixelColor(850, 12)
