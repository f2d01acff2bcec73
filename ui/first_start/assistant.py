"""The first start: from nothing to a clinic file, in five steps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from ui.first_start.founding import NewClinic, found
from ui.first_start.person_step import PersonStep
from ui.first_start.place_step import PlaceStep
from ui.first_start.practice_step import PracticeStep
from ui.shell.confirm_step import ConfirmStep
from ui.shell.frame import Frame
from ui.shell.sheet_step import SheetStep
from ui.shell.step import Step, take_enter
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

if TYPE_CHECKING:
    from pathlib import Path

    from clinicdesk.storage.clock import Clock


class Assistant(Frame):
    """Practice, administrator, place, recovery sheet, two words of it; then the file is made.

    Attributes:
        key: The key of the new clinic; it is nowhere else until the file is made.

    Signals:
        founded(object): The clinic file was made; carries its path.
        other_file_wanted: The person has a clinic file already.
        restore_wanted: The person has a backup of a clinic.
    """

    founded = Signal(object)
    other_file_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, clock: Clock | None = None, file: Path | None = None) -> None:
        super().__init__(_("New clinic"), width=64)
        from clinicdesk.storage import keys

        self._clock = clock
        self.key = keys.new_key()
        self._words = keys.to_words(self.key)
        self._practice = PracticeStep()
        self._person = PersonStep()
        self._place = PlaceStep(file)
        self._sheet = SheetStep(self.recovery_sheet)
        self._confirm = ConfirmStep()
        self._steps: tuple[Step, ...] = (self._practice, self._person, self._place, self._sheet, self._confirm)
        self._at = 0
        self._build()
        self._connect()
        self._show_step(0)

    def _build(self) -> None:
        self._title = label("", "h2")
        self._count = label("", "muted")
        self._strip = MessageStrip()
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self._other = button(_("I have a clinic &file…"), kind="quiet", icon="folder")
        self._restore = button(_("I have a bac&kup…"), kind="quiet", icon="history")
        self._back = button(_("&Back"), icon="arrow-left")
        self._next = button(_("Ne&xt"), kind="primary")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        bar = QHBoxLayout()
        bar.addWidget(self._other)
        bar.addWidget(self._restore)
        bar.addStretch(1)
        bar.addWidget(self._back)
        bar.addWidget(self._next)
        self.add(head)
        self.add(self._strip)
        self.add(self._stack, 1)
        self.add(bar)

    def _connect(self) -> None:
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        self._other.clicked.connect(self.other_file_wanted)
        self._restore.clicked.connect(self.restore_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next line, from the last one to the next step, and presses the button it is on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif take_enter(self, self._steps[self._at]):
            self._on_next()

    def _show_step(self, at: int) -> None:
        self._at = at
        step = self._steps[at]
        self._strip.clear()
        self._title.setText(step.title)
        self._count.setText(_("Step {number} of {count}").format(number=at + 1, count=len(self._steps)))
        if step is self._sheet:
            self._show_sheet()
        if step is self._confirm:
            self._confirm.ask(self._words)
        self._stack.setCurrentWidget(step)
        self._back.setVisible(at > 0)
        self._other.setVisible(at == 0)
        self._restore.setVisible(at == 0)
        self._next.setText(_("&Make the clinic") if step is self._confirm else _("Ne&xt"))
        self.setFocusProxy(step)
        step.enter()

    def _show_sheet(self) -> None:
        from clinicdesk.storage import keys

        self._sheet.show_words(self._words)
        self._sheet.show_keyring(keys.keyring_works())

    def _on_next(self) -> None:
        if not self._steps[self._at].is_complete():
            return
        if self._at + 1 < len(self._steps):
            self._show_step(self._at + 1)
        else:
            self._make_clinic()

    def _on_back(self) -> None:
        if self._at:
            self._show_step(self._at - 1)

    def _make_clinic(self) -> None:
        new = self._typed()
        try:
            found(new, self.key, self._clock)
        except BadValue as problem:
            self._show_step(self._steps.index(self._person if problem.field in _OF_PERSON else self._practice))
            self._strip.show_message("danger", str(problem))
            return
        except ClinicDeskError as problem:
            self._show_step(self._steps.index(self._place))
            self._strip.show_message("danger", str(problem))
            return
        self._sheet.show_words(())
        self.founded.emit(new.file)

    def _typed(self) -> NewClinic:
        return NewClinic(
            file=self._place.file,
            name=self._practice.practice_name.text(),
            address=self._practice.address.text(),
            phone=self._practice.phone.text(),
            paper_size=str(self._practice.paper.value()),
            time_zone=str(self._practice.zone.value()),
            logo=self._practice.logo.content(),
            staff_name=self._person.person_name.text(),
            login=self._person.login.text(),
            password=self._person.password.text(),
            roles=self._person.roles(),
        )

    def recovery_sheet(self) -> bytes:
        """Return the recovery sheet as a PDF; it is never stored."""
        from zoneinfo import ZoneInfo

        from clinicdesk.printing import recovery_sheet
        from clinicdesk.printing.letterhead import Letterhead
        from clinicdesk.storage import keys
        from clinicdesk.storage.clock import SystemClock

        new = self._typed()
        now: datetime = (self._clock or SystemClock()).now().astimezone(UTC)
        letterhead = Letterhead(
            new.name, new.address, new.phone, new.logo, "A4" if new.paper_size == "A4" else "Letter"
        )
        made_at = now.astimezone(ZoneInfo(new.time_zone))
        return recovery_sheet.build(
            letterhead, self._words, keys.key_id(self.key), new.file.name, made_at, new.staff_name
        )


_OF_PERSON = frozenset({"login", "name", "roles", "password"})
