"""The dim scheme in the window: one key there and back, and nothing that lights up a dark room."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from clinicdesk.desk import Desk
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.cockpit.chairs import run
from ui import theme
from ui.main_window import MainWindow
from ui.shell.alarm_strip import AlarmStrip
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.signature_pad import SignaturePad

Enter = Callable[[str], None]
BRIGHT = 205
"""A grey level no pixel of the dim scheme comes near."""


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


CARET = 60
"""The text cursor is drawn in the opposite of its ground: a line of so many pixels."""


def bright_pixels(picture: QImage) -> int:
    """Return how many pixels light up the room."""
    return sum(level > BRIGHT for level in _levels(picture, 1))


def brightest(picture: QImage) -> int:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return max(max(bytes(grey.constScanLine(line))[: grey.width()]) for line in range(grey.height()))


class FirstPictures(QObject):
    """Takes a picture of every window just when it is shown, before anything else happens."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            name = type(watched).__name__
            self.seen[name] = max(self.seen.get(name, 0), bright_pixels(watched.grab().toImage()))
        return False


def test_one_key_dims_and_another_press_lights_again(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("nina")
    assert theme.current().scheme == "light"
    hands.press("Ctrl+D")
    assert theme.current().scheme == "dim"
    assert bright_pixels(window.grab().toImage()) < CARET
    hands.press("Ctrl+D")
    assert theme.current().scheme != "dim"


def test_the_settings_show_what_the_key_chose(enter: Enter, hands: Hands) -> None:
    enter("nina")
    hands.press("Ctrl+,")
    hands.click("This PC")
    hands.press("Ctrl+D")
    assert hands.find("Colours").currentText() == "Dim, for dark rooms"
    hands.press("Ctrl+D")
    assert hands.find("Colours").currentText() != "Dim, for dark rooms"


def test_no_page_dialog_or_menu_is_bright(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, prescriber: Desk, everyone: Desk, qapp: QApplication
) -> None:
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(nurse, prescriber, session_id)
    enter("nina")
    hands.press("Ctrl+D")
    pictures = FirstPictures()
    qapp.installEventFilter(pictures)
    for keys in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+,"):
        hands.press(keys)
        assert bright_pixels(window.grab().toImage()) < CARET, keys
    hands.click("This PC")
    for keys in ("Alt+Down", "Escape"):
        hands.find("Colours").setFocus()
        hands.press(keys)
    QToolTip.showText(window.pos(), "A tip", window)
    QToolTip.hideText()
    hands.press("F1")
    hands.press("Escape")
    hands.press("F8")
    hands.press("Escape")
    hands.press("Ctrl+1")
    hands.click("1 infusion running")
    assert bright_pixels(window.grab().toImage()) < CARET
    hands.press("Ctrl+P")
    assert bright_pixels(window.grab().toImage()) < CARET
    hands.press("Ctrl+L")
    assert bright_pixels(window.grab().toImage()) < CARET
    qapp.removeEventFilter(pictures)
    assert pictures.seen
    assert max(pictures.seen.values()) < CARET, pictures.seen


def test_paper_is_dark_in_the_dark_and_white_again_after(qtbot, qapp: QApplication) -> None:
    from reportlab.pdfgen.canvas import Canvas

    theme.apply(qapp, "dim")
    view, pad = PdfPreview(), SignaturePad("Signature")
    for widget in (view, pad):
        qtbot.addWidget(widget)
        widget.resize(500, 400)
    import io

    paper = io.BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(72, 700, "Words on a page " * 5)
    canvas.save()
    view.show_pdf(paper.getvalue(), "Words")
    for widget in (view, pad):
        with qtbot.waitExposed(widget):
            widget.show()
    qtbot.waitUntil(lambda: len(set(_levels(view.grab().toImage()))) > 20)
    assert brightest(view.grab().toImage()) < BRIGHT
    assert brightest(pad.grab().toImage()) < BRIGHT
    theme.apply(qapp, "light")
    qtbot.waitUntil(lambda: brightest(view.grab().toImage()) == 255)
    assert brightest(pad.grab().toImage()) == 255


def _levels(picture: QImage, step: int = 4) -> bytes:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return b"".join(bytes(grey.constScanLine(line))[: grey.width()] for line in range(0, grey.height(), step))


def test_the_bell_is_seen_in_the_dark_too(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    run(nurse, prescriber, 0)
    clock.pass_time(minutes=30)
    enter("nina")
    for _second in range(2):
        window.tick()
    hands.press("Ctrl+D")
    strip = window.findChild(AlarmStrip)
    assert strip is not None
    bell = strip.grab(QRect(0, 0, theme.px("base") * 3, strip.height())).toImage()
    seen = {bell.pixelColor(x, y).name() for x in range(bell.width()) for y in range(bell.height())}
    assert QColor(theme.token("danger_fg")).name() in seen
