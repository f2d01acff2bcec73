"""The row above the schedule: day or week, whose columns, one of them or all, and what the counter may see."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QLineEdit, QWidget

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.dates import date_text, parse_date
from ui import theme
from ui.schedule.timetable import By, Place
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout


class ViewBar(QWidget):
    """Each choice takes effect at once.

    Signals:
        changed: Something else was chosen.
        day_asked(object): A ``date`` was typed.
        to_book_toggled(bool): The list of what is to be booked is wanted beside the schedule, or not.
    """

    changed = Signal()
    day_asked = Signal(object)
    to_book_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What is shown"))
        self._day = button(_("&Day"), kind="filter")
        self._week = button(_("&Week"), kind="filter")
        self._chairs = button(_("Chai&rs"), kind="filter")
        self._clinicians = button(_("&Clinicians"), kind="filter")
        self._only = QComboBox()
        self._only.setAccessibleName(_("Shown columns"))
        self._cancelled = QCheckBox(_("Cancelled t&oo"))
        self._counter = QCheckBox(_("Counter view"))
        self._counter.setToolTip(_("Initials instead of names, for a screen that others can see"))
        self._places: list[Place] = []
        self._today = date.min
        row = FlowLayout(theme.px("space_8"), theme.px("space_4"), self)
        for pair in ((self._day, self._week), (self._chairs, self._clinicians)):
            group = QButtonGroup(self)
            for made in pair:
                made.setCheckable(True)
                group.addButton(made)
                row.addWidget(made)
            pair[0].setChecked(True)
            group.buttonClicked.connect(self._on_changed)
        self._date = QLineEdit()
        self._date.setAccessibleName(_("Go to day"))
        self._date.setToolTip(_("A day such as 9mar, +7 or 2w; Enter goes there"))
        self._fit()
        self._to_book = button("", kind="filter")
        self._to_book.setCheckable(True)
        self._to_book.clicked.connect(self.to_book_toggled)
        for part in (self._date, self._only, self._cancelled, self._counter, self._to_book):
            row.addWidget(part)
        self._date.returnPressed.connect(self._on_date)
        self._only.activated.connect(self._on_changed)
        self._cancelled.clicked.connect(self._on_changed)
        self._counter.clicked.connect(self._on_changed)

    def show_places(self, places: list[Place]) -> None:
        """Offer chairs or clinicians; the one chosen stays if it is among them."""
        chosen = self.only
        if places == self._places:
            return
        self._places = places
        self._only.clear()
        self._only.addItem(_("All chairs") if self.by is By.CHAIR else _("All clinicians"))
        self._only.addItems([place.name for place in places])
        ids = [place.id for place in places]
        self._only.setCurrentIndex(ids.index(chosen) + 1 if chosen in ids and chosen is not None else 0)

    def show_to_do(self, to_book: int, to_move: int, *, shown: bool) -> None:
        """Say how many sessions are to be booked and bookings to be moved, and whether they are listed beside."""
        if to_move:
            said = _("To boo&k  {count}, to move  {moves}").format(count=to_book, moves=to_move)
        else:
            said = _("To boo&k  {count}").format(count=to_book)
        self._to_book.setText(said)
        self._to_book.setAccessibleName(said.replace("&", "").replace("  ", " "))
        self._to_book.setChecked(shown)

    @property
    def by(self) -> By:
        """What the columns are."""
        return By.CHAIR if self._chairs.isChecked() else By.CLINICIAN

    @property
    def is_week(self) -> bool:
        """Whether a whole week is shown."""
        return self._week.isChecked()

    @property
    def only(self) -> str | None:
        """The one chair or clinician shown, or None for all."""
        index = self._only.currentIndex()
        return self._places[index - 1].id if 0 < index <= len(self._places) else None

    @property
    def with_cancelled(self) -> bool:
        """Whether cancelled visits are shown too."""
        return self._cancelled.isChecked()

    @property
    def counter(self) -> bool:
        """Whether names are hidden."""
        return self._counter.isChecked()

    def show_week(self, week: bool) -> None:
        """Choose day or week; no signal is sent."""
        (self._week if week else self._day).setChecked(True)

    def show_date(self, day: date, today: date) -> None:
        """Show the day in the field for days."""
        self._today = today
        self._date.setText(date_text(day))
        theme.set_state(self._date, "state", "")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_date"):
            self._fit()

    def _fit(self) -> None:
        self._date.setFixedWidth(theme.px("base") * 9)
        self._only.setMinimumWidth(theme.px("base") * 12)

    def show_all(self, *, cancelled: bool) -> None:
        """Show every column, and cancelled visits too if something cancelled is to be seen; no signal is sent."""
        self._only.setCurrentIndex(0)
        if cancelled:
            self._cancelled.setChecked(True)

    def _on_date(self) -> None:
        try:
            day = parse_date(self._date.text(), self._today)
        except BadValue as problem:
            theme.set_state(self._date, "state", "error")
            self._date.setAccessibleDescription(str(problem))
            self._date.setToolTip(str(problem))
            return
        self.day_asked.emit(day)

    def _on_changed(self) -> None:
        self.changed.emit()
