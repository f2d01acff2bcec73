"""One consent: where it stands, whether it is unchanged, what became of it, and what can be done next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.consents import Consent
from ui import theme
from ui.consent.dependents_list import DependentsList
from ui.consent.sentences import Sentence, proof_sentences, sentences
from ui.consent.steps import steps
from ui.widgets.button import button
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label


class ConsentDetail(QFrame):
    """Facts above, next steps below.

    Signals:
        step_asked(str): The key of a step, see ``steps``.
        session_opened(str): A session that depends on this consent is to be seen to.
        handled: Something that depended on it was ended or kept.
    """

    step_asked = Signal(str)
    session_opened = Signal(str)
    handled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._consent: Consent | None = None
        self._buttons: list[QPushButton] = []
        self.setProperty("role", "card")
        self.setAccessibleName(_("Chosen consent"))
        self._build()
        self._dependents.session_opened.connect(self.session_opened)
        self._dependents.handled.connect(self.handled)

    def _build(self) -> None:
        self._title = label("", "h2", wrap=True)
        self._chip = Chip()
        self._proof = Chip()
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.px("space_4"))
        self._dependents = DependentsList(self._desk)
        self._steps = QWidget()
        self._flow = FlowLayout(theme.px("space_8"), theme.px("space_8"), self._steps)
        chips = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        chips.addWidget(self._chip)
        chips.addWidget(self._proof)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, edge)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(chips)
        column.addWidget(self._title)
        column.addWidget(self._steps)
        # What is still to be handled comes before what is only told.
        column.addWidget(self._dependents)
        column.addLayout(self._facts)
        column.addStretch(1)

    def show_consent(self, consent: Consent) -> None:
        """Show a consent as it stands now; whether it is unchanged is computed again each time."""
        self._consent = consent
        self._title.setText(consent.title)
        self._chip.show_chip(ChipText(consent.status.words, consent.status.kind))
        unchanged, proof = proof_sentences(self._desk, consent)
        self._proof.setVisible(unchanged is not None)
        if unchanged:
            self._proof.show_chip(ChipText(_("Unchanged since it was signed"), "ok"))
        elif unchanged is not None:
            self._proof.show_chip(ChipText(_("Changed since it was signed"), "danger"))
        self._show_facts(
            [*([] if unchanged else proof), *sentences(self._desk, consent), *(proof if unchanged else [])]
        )
        self._show_steps(consent)
        self._dependents.show_consent(consent)

    def _show_facts(self, facts: list[Sentence]) -> None:
        while item := self._facts.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in facts:
            self._facts.addWidget(label(one.words, one.role, wrap=True, tone=one.tone))

    def _show_steps(self, consent: Consent) -> None:
        offered = steps(self._desk, consent)
        shown = [(made.objectName(), made.text()) for made in self._buttons]
        if shown == [(step.key, step.words) for step in offered]:
            return
        focused = next((made.objectName() for made in self._buttons if made.hasFocus()), "")
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        for step in offered:
            made = button(step.words, kind=step.kind, icon=step.icon)
            made.setObjectName(step.key)
            made.clicked.connect(self._on_step)
            self._flow.addWidget(made)
            self._buttons.append(made)
            made.show()
            if step.key == focused:
                made.setFocus()

    def focus_next_step(self) -> None:
        """Give the focus to the first step that is offered."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_dependent(self) -> bool:
        """Give the focus to what depends on it still; return False when nothing does."""
        return self._dependents.focus_first()

    def _on_step(self) -> None:
        self.step_asked.emit(self.sender().objectName())
