"""Bringing a clinic back, step by step: on a new PC from backup and sheet, or in place of a damaged file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget

from clinicdesk.language import _
from ui.first_start.backup_step import BackupStep
from ui.first_start.key_step import KeyStep
from ui.first_start.restore_step import RestoreStep, Restoring
from ui.first_start.target_step import TargetStep
from ui.shell.frame import Frame
from ui.shell.step import Step
from ui.widgets.button import button
from ui.widgets.words import label

if TYPE_CHECKING:
    from pathlib import Path

    from clinicdesk.storage.clock import Clock


class RestoreWalk(Frame):
    """Which backup, its key, where to, and the work itself. Nothing that is there is ever overwritten.

    Signals:
        restored(object, object): The clinic is back; carries its path, and the key if a person typed it, else None.
        left: The person gave it up before anything was done.
    """

    restored = Signal(object, object)
    left = Signal()

    def __init__(self, clock: Clock | None, file: Path | None) -> None:
        """``file`` is the clinic file to bring back; without one the usual place of this PC is proposed."""
        super().__init__(_("Restore from a backup"), width=64)
        self._clock = clock
        self._backup = BackupStep(_file_id(file))
        self._key = KeyStep()
        self._target = TargetStep(file)
        self._restore = RestoreStep()
        self._steps: tuple[Step, ...] = (self._backup, self._key, self._target, self._restore)
        self._at = 0
        self._is_back = False
        self._build()
        self._connect()
        self._show_step(0)

    def _build(self) -> None:
        self._title = label("", "h2")
        self._count = label("", "muted")
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self._leave = button(_("Cancel"), kind="quiet")
        self._back = button(_("&Back"), icon="arrow-left")
        self._next = button(_("Ne&xt"), kind="primary")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        bar = QHBoxLayout()
        bar.addWidget(self._leave)
        bar.addStretch(1)
        bar.addWidget(self._back)
        bar.addWidget(self._next)
        self.add(head)
        self.add(self._stack, 1)
        self.add(bar)

    def _connect(self) -> None:
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        self._leave.clicked.connect(self.left)
        self._restore.ended.connect(self._on_ended)
        self._backup.taken.connect(self._on_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, and presses the button it is on."""
        focused = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton):
            focused.click()
        else:
            self._on_next()

    def _show_step(self, at: int) -> None:
        self._at = at
        step = self._steps[at]
        self._title.setText(step.title)
        self._count.setText(_("Step {number} of {count}").format(number=at + 1, count=len(self._steps)))
        if step is self._key and self._backup.chosen is not None:
            self._key.ask(self._backup.chosen)
        self._stack.setCurrentWidget(step)
        self._next.setText(_("&Restore") if step is self._target else _("Ne&xt"))
        self._show_buttons()
        self.setFocusProxy(step)
        step.enter()

    def _show_buttons(self) -> None:
        is_last = self._steps[self._at] is self._restore
        is_running = self._restore.is_running
        self._back.setVisible(self._at > 0 and not is_running and not self._is_back)
        self._leave.setVisible(not is_running and not self._is_back)
        self._next.setVisible(not is_last or self._is_back)
        if self._is_back:
            self._next.setText(_("&Open the clinic"))

    def _on_next(self) -> None:
        if self._is_back:
            self._key.forget()
            self.restored.emit(self._target.file, self._key.key if self._key.was_typed else None)
            return
        if self._restore.is_running or not self._steps[self._at].is_complete():
            return
        if self._at + 1 < len(self._steps):
            self._show_step(self._at + 1)
        if self._steps[self._at] is self._restore:
            self._begin()

    def _begin(self) -> None:
        backup = self._backup.chosen
        if backup is None:
            return
        self._restore.begin(Restoring(backup, self._key.key, self._target.file, self._clock))
        self._show_buttons()

    def _on_ended(self, is_back: bool) -> None:
        self._is_back = is_back
        self._show_buttons()
        (self._next if is_back else self._back).setFocus()

    def _on_back(self) -> None:
        if self._at:
            self._show_step(self._at - 1)


def _file_id(file: Path | None) -> str:
    """Return which clinic a file was, by its head beside it."""
    from clinicdesk.storage import head

    last = head.read(file) if file is not None else None
    return last.file_id if last is not None else ""
