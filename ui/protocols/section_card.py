"""One part of a protocol: its numbers, where they are from, and whether somebody of the clinic has checked them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import protocol_numbers
from clinicdesk.records.measures import files
from clinicdesk.records.protocol_numbers import Number, Section
from clinicdesk.rules.measure_due import When
from ui import theme
from ui.widgets.card import Card
from ui.widgets.text_field import ParsedField, TextAreaField
from ui.widgets.words import label

_COLUMNS = 3
_TITLES = {
    "": _("Time to leave"),
    "dose": _("Dose"),
    "dose.stages": _("Step of the dose"),
    "caps": _("Limits of the dose"),
    "bag": _("Bag"),
    "devices": _("Devices"),
    "fluid": _("Fluid"),
    "phases": _("Sessions"),
    "visit": _("Length of the visit"),
    "standing_orders": _("Standing order"),
    "measures": _("Questionnaire"),
}
_WHEN = {
    When.BASELINE: _("before the first session"),
    When.BEFORE_SESSION: _("before each session"),
    When.DAY_AFTER: _("the day after each session"),
    When.WEEKLY: _("weekly"),
    When.MONTHLY: _("monthly"),
    When.END: _("after the last session"),
}


class SectionCard(Card):
    """Fields for what stands under one heading of a protocol's text.

    Signals:
        edited: Something was changed and left.
    """

    edited = Signal()

    def __init__(self, section: Section, *, may: bool, name: str) -> None:
        super().__init__(title_of(section))
        self._section = section
        self._name = name
        self.numbers: dict[int, ParsedField[tuple[int, ...]]] = {}
        if section.when:
            asked = ", ".join(_WHEN[When(one)] for one in section.when)
            self.add(label(_("Asked {when}").format(when=asked), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_12"))
        for place, number in enumerate(section.numbers):
            field = self._field(number)
            field.line.setReadOnly(not may)
            self.numbers[number.line] = field
            grid.addWidget(field, *divmod(place, _COLUMNS))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.add(grid)
        self._source = TextAreaField(_("Where these numbers are from"), lines=2)
        self._source.set_text(section.source)
        self._source.area.setReadOnly(not may)
        self._checked = QCheckBox(_("I have read the source, and I stand for these numbers"))
        self._checked.setChecked(not section.unverified)
        self._checked.setEnabled(may)
        self._owner = label(self._owner_words(section.owner), "muted")
        if section.source_line:
            self.add(self._source)
        if section.unverified_line:
            self.add(self._checked)
            self.add(self._owner)
        for field in self.numbers.values():
            field.left.connect(self.edited)
        self._source.left.connect(self.edited)
        self._checked.toggled.connect(self._on_checked)

    def _field(self, number: Number) -> ParsedField[tuple[int, ...]]:
        said = number.unit.casefold() in ("", number.label.casefold())
        words = number.label if said else f"{number.label} ({number.unit})"
        field: ParsedField[tuple[int, ...]] = ParsedField(words, number.read, number.show, required=True)
        field.set_text(number.shown)
        return field

    def _owner_words(self, owner: str) -> str:
        if not owner:
            return _("Nobody of the clinic answers for them yet.")
        return _("{name} answers for them.").format(name=owner)

    def is_good(self) -> bool:
        """Tell whether every number can be read."""
        return all(field.check() for field in self.numbers.values())

    def applied(self, text: str) -> str:
        """Return the text with what stands in the fields. Raises ``BadValue``."""
        section = self._section
        for number in section.numbers:
            values = self.numbers[number.line].value()
            if values is None:
                raise BadValue(_("{name} needs at least one number.").format(name=number.label))
            if values != number.values:
                text = protocol_numbers.with_numbers(text, number, values)
        if section.source_line and self._source.text() != section.source:
            text = protocol_numbers.with_text(text, section.source_line, self._source.text())
        stands = self._checked.isChecked()
        if section.unverified_line and stands == section.unverified:
            text = protocol_numbers.with_flag(text, section.unverified_line, value=not stands)
            if section.owner_line:
                text = protocol_numbers.with_text(text, section.owner_line, self._name if stands else "")
        return text

    def _on_checked(self, on: bool) -> None:
        self._owner.setText(self._owner_words(self._name if on else ""))
        self.edited.emit()


def title_of(section: Section) -> str:
    """Return the heading of a part as people read it."""
    if section.title.endswith(".rules"):
        return _("Limit: {what}").format(what=section.name.replace("_", " "))
    words = _TITLES.get(section.title)
    if words is None:
        return section.name or section.title
    if section.title == "measures":
        known = files.load_all()[0].get(section.name)
        return f"{words}: {known.title if known else section.name}"
    named = section.title in ("phases", "dose.stages", "standing_orders") and section.name
    return f"{words}: {section.name}" if named else words
