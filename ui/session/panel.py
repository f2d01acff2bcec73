"""A form in the left column of the session page, below the timer, so that vital signs can go on beside it."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.dates import date_text, parse_birth_date, parse_time
from clinicdesk.rules.typed_moments import parse_moment
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextAreaField, TextField

BIG = 44
"""Height in pixels of what is pressed with gloves on: start, pause, stop, sign (at least 40, NHS and WCAG 2.5.5)."""


class Panel(Card):
    """Fields, one message strip, a button that records and one that cancels. Esc leaves, Ctrl+S records.

    Cancel puts away what was typed; Esc, pressed in haste, keeps a long text for the next time.

    Signals:
        recorded: It is recorded; the panel can go.
        cancelled: The person left it; nothing was recorded.
    """

    recorded = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk, session: Session, title: str, confirm: str, *, danger: bool = False) -> None:
        super().__init__(title)
        self.desk = desk
        self.session = session
        self.fields: dict[str, Field] = {}
        self._strip = MessageStrip()
        self.confirm_button = big(button(confirm, kind="danger" if danger else "primary"))
        self._cancel = big(button(_("Cancel")))
        self.build()
        self.add(self._strip)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self.confirm_button, 1)
        row.addWidget(self._cancel)
        self.add(row)
        self._restore_draft()
        self.confirm_button.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self._on_cancel)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_confirm), ("Ctrl+Return", self._on_confirm)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def build(self) -> None:
        """Put the fields in; for subclasses."""

    def record(self) -> None:
        """Record what was typed; for subclasses. A ``ClinicDeskError`` is shown where it belongs."""
        raise NotImplementedError

    def put(self, key: str, field: Field) -> Field:
        """Add a field under the name records give it in ``BadValue.field``."""
        self._take(key, field)
        self.add(field)
        return field

    def _take(self, key: str, field: Field) -> None:
        self.fields[key] = field
        if isinstance(field, ChoiceField):
            # A long choice must not make the column wider than the screen gives it.
            field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.combo.setMinimumContentsLength(6)

    def put_row(self, *pairs: tuple[str, Field]) -> None:
        """Add fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        for key, field in pairs:
            self._take(key, field)
            row.addWidget(field, 1)
        self.add(row)

    def show_problem(self, problem: ClinicDeskError) -> None:
        """Say what is wrong at its field, or above the buttons when it belongs to none."""
        field = self.fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is not None and field.isVisibleTo(self):
            self._strip.clear()
            field.set_error(str(problem))
            field.setFocus()
        else:
            self._strip.show_message("danger", str(problem))

    def ask(self, sentence: str) -> None:
        """Show something to decide on; it does not block by itself."""
        self._strip.show_message("warn", sentence)

    def first(self) -> QWidget:
        """Return where a person begins: the first field, or the button when there is none."""
        button = self.confirm_button if self.confirm_button.isEnabled() else self._cancel
        return next((field for field in self.fields.values() if field.isVisibleTo(self)), None) or button

    def focus_first(self) -> None:
        """Put the cursor where a person begins."""
        self.first().setFocus()

    def _on_confirm(self) -> None:
        try:
            self.record()
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.finish()

    def finish(self) -> None:
        """Tell that it is recorded; what was typed is no draft any more."""
        self._drop_draft()
        self.recorded.emit()

    def _on_cancel(self) -> None:
        self._drop_draft()
        self.cancelled.emit()

    def _on_escape(self) -> None:
        self.keep_draft()
        self.cancelled.emit()

    # Drafts: only the long texts. Identifiers are typed anew each time, and amounts are read from the vial again.

    def keep_draft(self) -> None:
        """Keep the long texts, so that they survive a crash, a lock and a hasty Esc."""
        texts = {key: field.text() for key, field in self._areas().items() if field.text()}
        try:
            if texts:
                self.desk.keep_draft(self._place(), texts)
            else:
                self._drop_draft()
        except ClinicDeskError as problem:
            self.show_problem(problem)

    def _restore_draft(self) -> None:
        for field in self._areas().values():
            field.left.connect(self.keep_draft)
        draft = self.desk.draft(self._place()) if self._areas() else None
        for key, text in json.loads(draft.body).items() if draft else ():
            if key in self._areas() and not self._areas()[key].text():
                self._areas()[key].set_text(str(text))

    def _drop_draft(self) -> None:
        if self._areas():
            self.desk.drop_draft(self._place())

    def _areas(self) -> dict[str, TextAreaField]:
        return {key: field for key, field in self.fields.items() if isinstance(field, TextAreaField)}

    def _place(self) -> str:
        return f"session:{self.session.id}:{type(self).__name__}"


def big(made: QPushButton) -> QPushButton:
    """Make a button high enough for gloves and dim rooms."""
    # The style sheet of the application sets heights, so only one of the widget's own can raise them.
    made.setStyleSheet(f"QPushButton {{ min-height: {BIG - 2}px; }}")
    return made


def moment_field(desk: Desk, session: Session) -> TextField:
    """Return the field for when something happened. Empty means now; typed in from paper it must be filled."""
    if desk.transcribing:
        day = formats.format_date(sessions.sheet_day(desk, session))
        return TextField(
            _("Ti&me on the paper"),
            required=True,
            hint=_("Such as 10:05 on {day}. Another day stands before it.").format(day=day),
        )
    return TextField(_("&Minutes ago"), hint=_("Empty: now. A time such as 10:05 also does."))


def typed_moment(desk: Desk, session: Session, field: TextField) -> datetime | None:
    """Return the moment that was typed, or None for now. Raises ``BadValue`` at the field ``occurred_at``."""
    if not field.text():
        return None
    try:
        day = sessions.sheet_day(desk, session) if desk.transcribing else None
        return parse_moment(field.text(), desk.local(desk.now()), field.label_text, day)
    except BadValue as problem:
        raise BadValue(str(problem), "occurred_at") from problem


def birth_date_field(desk: Desk) -> ParsedField[date]:
    """Return the field for the date of birth typed again."""

    def parse(text: str) -> date:
        return parse_birth_date(text, desk.local(desk.now()).date())

    return ParsedField(_("Date of b&irth, said again"), parse, date_text, required=True)


def amount_field(
    label: str, parse: Callable[[str, str], int], show: Callable[[int], str], *, required: bool = False, hint: str = ""
) -> ParsedField[int]:
    """Return a field for an amount in stored units; ``parse`` gets the text and the field's name."""
    name = label.replace("&", "")

    def read(text: str) -> int:
        return parse(text, name)

    return ParsedField(label, read, show, required=required, hint=hint)


def clock_field(label: str, *, hint: str = "") -> ParsedField[str]:
    """Return a field for a time of day, kept as ``HH:MM``."""

    def parse(text: str) -> str:
        return parse_time(text).strftime("%H:%M")

    return ParsedField(label, parse, str, required=True, hint=hint)


def last_time_of(desk: Desk, hour_minute: str, before: datetime | None = None) -> datetime:
    """Return the last moment the clinic's clock showed this time before another (now, if not given)."""
    now = desk.local(before or desk.now())
    hour, minute = (int(part) for part in hour_minute.split(":"))
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return at if at <= now else at - timedelta(days=1)
