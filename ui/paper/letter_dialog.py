"""A letter about a series: to whom, whether the patient allowed it, and what the writer adds in their own words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import letters, releases
from clinicdesk.records.releases import Recipient
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class LetterDialog(QDialog):
    """Nothing is sent from here: the letter is shown, and then printed or saved. Deletes itself when closed.

    Signals:
        paper_requested(object): The ``PaperRequest`` of the letter.
    """

    paper_requested = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, patient_id: str, series_id: str) -> None:
        super().__init__(over)
        self._desk, self._patient_id, self._series_id = desk, patient_id, series_id
        self._to: Recipient = "referring"
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Letter"))
        self.setAccessibleName(_("Letter"))
        self._build()
        self._recipient.edited.connect(self._on_recipient)
        self._show.clicked.connect(self._on_show)
        self._cancel.clicked.connect(self.reject)
        self.setFixedWidth(min(theme.px("base") * 44, over.window().width() - 32))
        self._show_recipient()

    def _build(self) -> None:
        self._recipient = ChoiceField(
            _("&To"),
            [("referring", _("Referring clinician")), ("therapist", _("Therapist and other clinicians"))],
        )
        self._recipient.set_value("referring")
        self._name = label("", "strong", wrap=True)
        self._strip = MessageStrip()
        self._words = TextAreaField(
            _("&What you add"),
            lines=6,
            hint=_(
                "What was given and how it went stand in the letter. What the patient said during a visit does not."
            ),
        )
        self._show = button(_("&Show the letter"), kind="primary", icon="file-text")
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("Letter"), "h2"))
        column.addWidget(self._recipient)
        column.addWidget(self._name)
        column.addWidget(self._strip)
        column.addWidget(self._words)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._show)
        column.addLayout(buttons)

    def come_up(self) -> None:
        """Show the dialog."""
        self.open()
        self._recipient.setFocus()

    def _show_recipient(self) -> None:
        """Say who it is, and what the patient allowed."""
        release = releases.of(self._desk, self._patient_id, self._to)
        self._name.setText(release.recipient or _("The chart names nobody. Add it under Change details."))
        self._show.setEnabled(bool(release.recipient))
        self._strip.show_message("info" if release.covers_a_letter else "warn", release.words)
        self._words.set_text(letters.own_words(self._desk, self._series_id, self._to))

    def _keep(self) -> None:
        letters.write(self._desk, self._series_id, self._to, self._words.text())

    def _on_recipient(self) -> None:
        self._keep()
        self._to = "therapist" if self._recipient.value() == "therapist" else "referring"
        self._show_recipient()

    def _on_show(self) -> None:
        self._keep()
        self.accept()
        self.paper_requested.emit(PaperRequest("letter", f"{self._series_id} {self._to}"))

    def reject(self) -> None:
        """Keep what was typed: Escape closes the window, it does not throw a text away."""
        self._keep()
        super().reject()
