"""The dialogs of the consent tab: a few fields, one button that records. What is typed is kept as a draft."""

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField, TextField
from ui.widgets.words import label

DRAFT_AFTER_MS = 1000

TypedField = TextField | TextAreaField


class FormDialog(QDialog):
    """A form over the tab. It deletes itself when closed; what was typed and not recorded waits for the next time.

    Subclasses add fields with ``add_field`` and say in ``_record`` what is recorded.

    Signals:
        recorded(str): It is in the record; carries the id of the consent.
    """

    recorded = Signal(str)

    def __init__(
        self, desk: Desk, over: QWidget, title: str, sentence: str, confirm: str, *, place: str, danger: bool = False
    ) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._place = place
        self._fields: dict[str, TypedField] = {}
        self._unkept = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._confirm = button(confirm, kind="danger" if danger else "primary", shortcut="Ctrl+S")
        self._cancel = button(_("Cancel"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER_MS)
        self._build(title, sentence)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.reject)
        self._timer.timeout.connect(self.keep_draft)
        self.finished.connect(self._on_finished)

    def _build(self, title: str, sentence: str) -> None:
        outer = QVBoxLayout(self)
        edge = theme.px("space_16")
        outer.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        outer.setSpacing(theme.px("space_8"))
        self._strip = MessageStrip()
        outer.addWidget(label(title, "h2", wrap=True))
        self._sentence = label(sentence, "muted", wrap=True)
        outer.addWidget(self._sentence)
        outer.addWidget(self._strip)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, theme.px("space_8"), theme.px("space_8"), 0)
        self.body.setSpacing(theme.px("space_4"))
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll.setWidget(self._inside)
        self._scroll = scroll
        outer.addWidget(scroll, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px("space_8"))
        self._buttons.addStretch(1)
        self._buttons.addWidget(self._cancel)
        self._buttons.addWidget(self._confirm)
        outer.addLayout(self._buttons)

    def add_field(self, name: str, field: TypedField, text: str = "") -> None:
        """Put a field below the others. ``name`` is what an error calls it, and its place in the draft."""
        self._fields[name] = field
        field.set_text(text)
        field.edited.connect(self._on_edited)
        self.body.addWidget(field)
        # In a dialog that is up already it would be shown, and counted by ``fit``, only later.
        field.show()

    def come_up(self) -> None:
        """Show the dialog, with what was typed the last time and not recorded."""
        self._show_draft()
        self.fit()
        self.open()
        first = next(iter(self._fields.values()), None)
        if first:
            first.setFocus()

    def fit(self) -> None:
        """Be as high as the fields, and no higher than the window."""
        self.body.activate()
        wanted = self._inside.sizeHint().height() + self.sizeHint().height() - self._scroll.sizeHint().height()
        # The sentence above may need a second line, which only the width decides.
        spare = theme.px("base") * 3
        over = self._over.window().size()
        self.resize(min(theme.px("base") * 46, over.width() - 32), min(wanted + spare, over.height() - 24))

    # Drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Save what is being typed."""
        self._timer.stop()
        if self._unkept:
            try:
                self._desk.keep_draft(self._place, self._typed())
                self._unkept = False
            except ClinicDeskError as problem:
                self._strip.show_message("danger", str(problem))

    def _show_draft(self) -> None:
        draft = self._desk.draft(self._place)
        typed = json.loads(draft.body) if draft else {}
        for name, text in typed.items():
            if name in self._fields:
                self._fields[name].set_text(str(text))

    def _typed(self) -> Mapping[str, str]:
        return {name: field.text() for name, field in self._fields.items()}

    # Recording ----------------------------------------------------------------------------------------------------

    def _record(self) -> str:
        """Record what was typed and return the id of the consent. Raises ``ClinicDeskError``."""
        raise NotImplementedError

    def _on_confirm(self) -> None:
        self._strip.clear()
        try:
            consent_id = self._record()
        except ClinicDeskError as problem:
            self._show_problem(problem)
            return
        self._unkept = False
        self._desk.drop_draft(self._place)
        self.accept()
        self.recorded.emit(consent_id)

    def _show_problem(self, problem: ClinicDeskError) -> None:
        field = self._fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is None:
            self._strip.show_message("danger", str(problem))
            return
        field.set_error(str(problem))
        self._scroll.ensureWidgetVisible(field)
        field.setFocus()

    def _on_edited(self) -> None:
        self._unkept = True
        self._timer.start()

    def _on_finished(self, _result: int) -> None:
        self.keep_draft()
