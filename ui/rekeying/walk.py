"""The walk to a new key: why, the new sheet, two words of it, and the moment it happens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, WrongStartPin
from clinicdesk.language import _
from clinicdesk.printing import recovery_sheet
from clinicdesk.records import keys as clinic_keys
from clinicdesk.storage import keys
from clinicdesk.storage.rekeying import Progress as Seal
from ui import theme
from ui.rekeying.new_key import NewKey
from ui.rekeying.reason_step import ReasonStep
from ui.shell.confirm_step import ConfirmStep
from ui.shell.sheet_step import SheetStep
from ui.shell.step import Step, take_enter
from ui.widgets.button import button
from ui.widgets.words import label


class _NowStep(Step):
    def __init__(self) -> None:
        super().__init__(
            _("Change the key now?"),
            _(
                "ClinicDesk closes the clinic, copies it under the new key, compares every row, and puts the copy in "
                "the place of the old file. If the power fails meanwhile, nothing is lost. Everybody signs in anew."
            ),
        )
        for sentence in (
            _("• Close ClinicDesk in every other window first."),
            _("• Another account of a PC types the new recovery key once, while an administrator is there."),
            _("• Write OLD on the old sheet and keep it: backups made before today open with it."),
            _("• If you cancel now, nothing has changed. Tear the new sheet up then."),
        ):
            self.add(label(sentence, wrap=True))
        self.fill()


class NewKeyWalk(QDialog):
    """Nothing is changed until its last button. Deletes itself when closed.

    Signals:
        agreed(object): The ``NewKey``, on paper and confirmed; the clinic is to be closed and sealed with it.
    """

    agreed = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, *, has_start_pin: bool) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("A new key"))
        self.setAccessibleName(_("A new key"))
        self._desk = desk
        self._has_start_pin = has_start_pin
        self._key = keys.new_key()
        self._words = keys.to_words(self._key)
        self._seal: Callable[[Seal], None] | None = None
        self._reason = ReasonStep(has_start_pin=has_start_pin)
        self._sheet = SheetStep(
            self._make_sheet,
            _("The new recovery sheet"),
            _("These words will open the clinic, and only these. Print the sheet and keep it away from this PC."),
        )
        self._confirm = ConfirmStep()
        self._now = _NowStep()
        self._steps: tuple[Step, ...] = (self._reason, self._sheet, self._confirm, self._now)
        self._at = 0
        self._build()
        self._back.clicked.connect(self._on_back)
        self._next.clicked.connect(self._on_next)
        self._cancel.clicked.connect(self.reject)
        self._show_step(0)

    def _build(self) -> None:
        self._title = label("", "h2", wrap=True)
        self._count = label("", "muted")
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self._back = button(_("&Back"), icon="arrow-left")
        self._next = button(_("Ne&xt"), kind="primary")
        self._cancel = button(_("Cancel"))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addWidget(self._back)
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._next)
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 52)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next line, from the last one to the next step, and presses the button it is on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif take_enter(self, self._steps[self._at]):
            self._on_next()

    def _show_step(self, at: int) -> None:
        self._at = at
        step = self._steps[at]
        self._title.setText(step.title)
        self._count.setText(_("Step {number} of {count}").format(number=at + 1, count=len(self._steps)))
        if step is self._sheet:
            self._sheet.show_words(self._words)
            self._sheet.show_keyring(keys.keyring_works())
        if step is self._confirm:
            self._confirm.ask(self._words)
        self._stack.setCurrentWidget(step)
        self._back.setVisible(at > 0)
        self._next.setText(_("&Change the key now") if step is self._now else _("Ne&xt"))
        # The sheet needs more room than what comes before it.
        self.resize(self.size().expandedTo(self.sizeHint()))
        step.enter()
        if step is self._now:
            self._next.setFocus()

    def _on_back(self) -> None:
        self._show_step(self._at - 1)

    def _on_next(self) -> None:
        step = self._steps[self._at]
        if not step.is_complete() or (step is self._reason and not self._may_go_on()):
            return
        if step is self._now:
            self._agree()
        else:
            self._show_step(self._at + 1)

    def _may_go_on(self) -> bool:
        """Make sure of the person before the new key is shown; what seals the clinic is ready then."""
        try:
            if self._has_start_pin:
                self._check_start_pin(self._reason.start_pin.line.text())
            self._seal = clinic_keys.changing(
                self._desk, self._key, password=self._reason.password.line.text(), reason=self._reason.reason.text()
            )
        except ClinicDeskError as problem:
            self._reason.refuse(problem)
            return False
        return True

    def _check_start_pin(self, typed: str) -> None:
        try:
            keys.fetch(self._desk.clinic.key_id, typed)
        except WrongStartPin as problem:
            raise BadValue(_("This is not the start PIN of this PC."), "start_pin") from problem

    def _make_sheet(self) -> bytes:
        return recovery_sheet.of_desk(
            self._desk, self._words, keys.key_id(self._key), replaces=self._desk.clinic.key_id
        )

    def _agree(self) -> None:
        try:
            # Somebody may have come to a chair since the first step.
            clinic_keys.check_change(self._desk, self._reason.reason.text())
        except ClinicDeskError as problem:
            self._show_step(0)
            self._reason.refuse(problem)
            return
        if self._seal is None:
            return
        pin = self._reason.start_pin.line.text() if self._has_start_pin else None
        self.agreed.emit(NewKey(self._key, self._seal, pin))
        self.accept()
