"""The small pages beside the form, in the patient's language: a question, a no, the wish for a copy, a stop."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.button import button
from ui.widgets.text_field import TextAreaField, TextField
from ui.widgets.words import label


class _Sheet(QScrollArea):
    """A sheet of few things in the middle of the screen."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        sheet = QFrame()
        sheet.setProperty("role", "card")
        sheet.setMaximumWidth(860)
        edge = theme.px("space_24")
        self.column = QVBoxLayout(sheet)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.px("space_12"))
        self.column.addWidget(label(title, "h1", wrap=True))
        if about:
            self.column.addWidget(label(about, wrap=True))
        inside = QWidget()
        inside.setProperty("role", "page_body")
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(sheet, 100)
        across.addStretch(1)
        down = QVBoxLayout(inside)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)
        self.setWidget(inside)


class WritePage(QWidget):
    """Room to write, a name, and below it, always in sight, the button that sends it.

    Signals:
        sent: The button was pressed.
        left: Back to the form.
        changed: Something was typed.
    """

    sent = Signal()
    left = Signal()
    changed = Signal()

    def __init__(self, kind: str, words: Mapping[str, str]) -> None:
        """``kind`` is ``ask`` or ``refuse``, the part of the words' names that tells the two apart."""
        super().__init__()
        self.setAccessibleName(words[f"sign_{kind}_title"])
        self._sheet = _Sheet(words[f"sign_{kind}_title"], words[f"sign_{kind}_about"])
        self.written = TextAreaField(words[f"sign_{kind}_words"], lines=3)
        self.by_name = TextField(words["sign_name"])
        back = button(words["sign_back"], icon="arrow-left")
        send = button(words[f"sign_{kind}_send"], kind="primary")
        self._sheet.column.addWidget(self.written)
        self._sheet.column.addWidget(self.by_name)
        bar = QFrame()
        bar.setProperty("role", "action_bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_16"), theme.px("space_8"))
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._sheet, 1)
        column.addWidget(bar)
        self.setFocusProxy(self.written)
        back.clicked.connect(self.left)
        send.clicked.connect(self.sent)
        self.written.edited.connect(self.changed)
        self.by_name.edited.connect(self.changed)

    def show_problem(self, part: TextField | TextAreaField, sentence: str) -> None:
        """Say at one of the two fields what is missing."""
        part.set_error(sentence)
        self._sheet.ensureWidgetVisible(part)
        part.setFocus()


class CopyPage(_Sheet):
    """It is signed; does the patient want a copy?

    Signals:
        chosen(str): ``paper``, ``protected_pdf`` or ``not_wanted``.
    """

    chosen = Signal(str)

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words["sign_signed"])
        self.column.addWidget(label(words["sign_copy"], "h2", wrap=True))
        self._paper = button(words["sign_copy_paper"], icon="printer")
        self._pdf = button(words["sign_copy_pdf"], icon="lock")
        self._no = button(words["sign_copy_no"])
        for one in (self._paper, self._pdf, self._no):
            self.column.addWidget(one)
        self.setFocusProxy(self._paper)
        self._paper.clicked.connect(self._on_paper)
        self._pdf.clicked.connect(self._on_pdf)
        self._no.clicked.connect(self._on_no)

    def _on_paper(self) -> None:
        self.chosen.emit("paper")

    def _on_pdf(self) -> None:
        self.chosen.emit("protected_pdf")

    def _on_no(self) -> None:
        self.chosen.emit("not_wanted")


class StuckPage(_Sheet):
    """Staff must see to something first; what it is stands on their own screen, not here.

    Signals:
        gone_on: The patient goes on, to give the device back.
    """

    gone_on = Signal()

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words["sign_stuck"], words["sign_stuck_about"])
        go_on = button(words["sign_stuck_go_on"], kind="primary")
        self.column.addWidget(go_on, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(go_on)
        go_on.clicked.connect(self.gone_on)
