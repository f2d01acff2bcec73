"""What narrows a search in texts: the chart it began in, kind, author, days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import text_search
from clinicdesk.rules.dates import parse_date
from ui import theme
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField

_ANY = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is looked for besides the words; empty means any."""

    patient_id: str | None
    author_id: str | None
    kinds: tuple[str, ...]
    since: date | None
    until: date | None

    @property
    def anything(self) -> bool:
        """Whether anything narrows the search."""
        return bool(self.patient_id or self.author_id or self.kinds or self.since or self.until)


class TextFilters(QWidget):
    """One row of fields, and above it whether only one chart is searched.

    Signals:
        edited: Something was chosen or typed.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = ""
        self._only = QCheckBox()
        kinds = text_search.kinds(desk)
        self._kind = ChoiceField(_("&Kind"), [(_ANY, _("All")), *kinds])
        people = [(member.id, member.name) for member in text_search.authors(desk)]
        self._author = ChoiceField(_("&Written by"), [(_ANY, _("Anybody")), *people])
        self._since: ParsedField[date] = ParsedField(_("Fr&om"), self._parse, format_date)
        self._until: ParsedField[date] = ParsedField(_("&Until"), self._parse, format_date)
        self._kind.set_value(_ANY)
        self._author.set_value(_ANY)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        for field, stretch in ((self._kind, 3), (self._author, 3), (self._since, 2), (self._until, 2)):
            row.addWidget(field, stretch)
            field.edited.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._only)
        column.addLayout(row)
        self._kind.setVisible(len(kinds) > 1)
        self._only.hide()
        self._only.toggled.connect(self._on_toggled)

    def offer_chart(self, patient_id: str, name: str) -> None:
        """Search one patient's texts, until that is taken off; without one, everybody's."""
        self._patient_id = patient_id
        self._only.setText(_("Only in the &chart of {name}").format(name=name.replace("&", "&&")))
        self._only.blockSignals(True)
        self._only.setChecked(bool(patient_id))
        self._only.blockSignals(False)
        self._only.setVisible(bool(patient_id))

    def narrowed(self) -> Narrowed:
        """Return what is chosen; a day that cannot be read yet narrows nothing."""
        kind = self._kind.value()
        return Narrowed(
            patient_id=self._patient_id if self._patient_id and self._only.isChecked() else None,
            author_id=str(self._author.value() or "") or None,
            kinds=(str(kind),) if kind else (),
            since=_read(self._since),
            until=_read(self._until),
        )

    def _parse(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def _on_toggled(self, _checked: bool) -> None:
        self.edited.emit()


def _read(field: ParsedField[date]) -> date | None:
    try:
        return field.value()
    except ClinicDeskError:
        return None
