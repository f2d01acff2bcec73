"""How to reach the patient: read aloud, corrected in place, confirmed."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records.patients import Patient
from ui import theme
from ui.widgets.card import Card
from ui.widgets.text_field import TextField

_WIDE, _NARROW = 4, 2


class ContactCard(Card):
    """The contact details in fields, and one mark that says the patient confirmed them.

    Signals:
        changed: Something was typed or confirmed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Contact"), " ")
        self._fields = {
            "phone_mobile": TextField(_("&Mobile phone")),
            "phone_home": TextField(_("Home phone")),
            "email": TextField(_("&E-mail")),
            "street": TextField(_("&Street and number")),
            "city": TextField(_("City")),
            "region": TextField(_("State or region")),
            "postal_code": TextField(_("Postal code")),
            "country": TextField(_("Country")),
            "emergency_name": TextField(_("Emergency contact")),
            "emergency_relation": TextField(_("Who that is")),
            "emergency_phone": TextField(_("Emergency phone")),
        }
        self._spans = {"email": 2}
        self._confirmed = QCheckBox(_("The patient confirmed these c&ontact details"))
        self._before: dict[str, str] = {}
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space_16"))
        self._grid.setVerticalSpacing(0)
        self.add(self._grid)
        # Tab follows the order in which parts come in, and passes by what stands before the one that gets the focus.
        self._lay_out(_WIDE)
        self.add(self._confirmed)
        self.setFocusProxy(self._fields["phone_mobile"])
        # As wide as its words, or the frame of the focus would go across the page.
        self.body.setAlignment(self._confirmed, Qt.AlignmentFlag.AlignLeft)
        for field in self._fields.values():
            field.edited.connect(self.changed)
        self._confirmed.toggled.connect(self._on_toggled)

    def show_patient(self, patient: Patient, last_confirmed: date | None, *, confirmed: bool) -> None:
        """Show what is recorded, when the patient last confirmed it, and whether that was at this visit."""
        self._before = {name: getattr(patient, name) for name in self._fields}
        for name, field in self._fields.items():
            field.set_text(self._before[name])
        self._set_confirmed(confirmed)
        self.set_note(
            _("Last confirmed {day}").format(day=formats.format_date(last_confirmed))
            if last_confirmed
            else _("Not yet confirmed at a check-in")
        )

    def values(self) -> dict[str, str]:
        """Return every field as it stands now."""
        return {name: field.text() for name, field in self._fields.items()}

    def is_confirmed(self) -> bool:
        """Whether the patient confirmed the details."""
        return self._confirmed.isChecked()

    def draft(self) -> dict[str, str]:
        """Return the fields that were changed, and the mark."""
        typed = {name: text for name, text in self.values().items() if text != self._before.get(name, "")}
        return {**typed, "confirmed": "yes"} if self.is_confirmed() else typed

    def show_draft(self, kept: Mapping[str, str]) -> None:
        """Show over what is recorded what was typed before."""
        for name, field in self._fields.items():
            if name in kept:
                field.set_text(kept[name])
        self._set_confirmed(kept.get("confirmed") == "yes")

    def field(self, name: str | None) -> QWidget | None:
        """Return the editor of a field, or None if it is not here."""
        return self._fields[name].editor if name in self._fields else None

    def show_error(self, name: str | None, sentence: str) -> None:
        """Say what is wrong with a field."""
        if name in self._fields:
            self._fields[name].set_error(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the fields out in fewer columns where the window is narrow."""
        super().resizeEvent(event)
        self._lay_out(_WIDE if self.width() >= theme.px("base") * 50 else _NARROW)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        place = 0
        for name, field in self._fields.items():
            span = min(self._spans.get(name, 1), columns)
            if place % columns + span > columns:
                place += columns - place % columns
            self._grid.addWidget(field, place // columns, place % columns, 1, span)
            place += span
        for column in range(_WIDE):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _set_confirmed(self, on: bool) -> None:
        self._confirmed.blockSignals(True)
        self._confirmed.setChecked(on)
        self._confirmed.blockSignals(False)

    def _on_toggled(self, _on: bool) -> None:
        self.changed.emit()
