"""Scanned sheets nobody can tell by their code: a person says which form they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.consents import Consent
from clinicdesk.rules.form_sheets import ScannedSheet
from ui import theme
from ui.consent.form_card import SheetButton
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.flow import FlowLayout
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class UnknownCard(Card):
    """The sheets, each to be ticked, and the form they are: by its number, or from the open forms of the patient.

    Signals:
        sheet_asked(int): The person wants to see a sheet, by its number.
        assigned(int, object): The ticked sheets are the form of this number.
    """

    sheet_asked = Signal(int)
    assigned = Signal(int, object)

    def __init__(self, sheets: Sequence[ScannedSheet], forms: Sequence[Consent], chosen: int = 0) -> None:
        super().__init__(_("Sheets without a code that can be read"))
        self._sheets = tuple(sheets)
        self._ticks: list[QCheckBox] = []
        self.add(label(_("Look at them, tick those of one form, and say which form it is."), "muted", wrap=True))
        self.add(self._rows())
        self._form = ChoiceField(
            _("&Open form of this patient"),
            [(one.form_number, f"{one.form_number:06d} · {one.title} · {one.status.words}") for one in forms],
        )
        # Long titles must not make the card wider than its place.
        self._form.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._form.combo.setMinimumContentsLength(10)
        self._form.set_value(chosen or (forms[0].form_number if len(forms) == 1 else None))
        self._form.setVisible(bool(forms))
        self._number = TextField(_("Form n&umber on the paper"), hint=_("For any other form, six digits"))
        self._assign = button(_("These sheets &are this form"), icon="link")
        row = QHBoxLayout()
        row.addWidget(self._assign)
        row.addStretch(1)
        self.add(self._form)
        self.add(self._number)
        self.add(row)
        self._number.edited.connect(self._on_number_edited)
        self._assign.clicked.connect(self._on_assign)

    def _rows(self) -> QWidget:
        place = QWidget()
        flow = FlowLayout(theme.px("space_4"), theme.px("space_4"), place)
        for sheet in self._sheets:
            tick = QCheckBox()
            tick.setChecked(True)
            tick.setAccessibleName(_("Sheet {number} belongs to it").format(number=sheet.number))
            self._ticks.append(tick)
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
            row.addWidget(tick)
            shown = SheetButton(sheet)
            shown.asked.connect(self.sheet_asked)
            row.addWidget(shown)
            flow.addWidget(pair)
        return place

    def set_busy(self, busy: bool) -> None:
        """While something is filed nothing else can be begun."""
        self._assign.setEnabled(not busy)

    def _on_number_edited(self) -> None:
        if self._number.text():
            self._form.set_value(None)

    def _on_assign(self) -> None:
        ticked = [sheet for sheet, tick in zip(self._sheets, self._ticks, strict=True) if tick.isChecked()]
        typed = "".join(self._number.text().split())
        chosen = self._form.value()
        if not ticked:
            self._number.set_error(_("Tick the sheets that belong to the form."))
        elif typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 10**9):
            self._number.set_error(_("A form number has six digits, such as 000123."))
        elif not typed and chosen is None:
            self._number.set_error(_("Choose the form, or type the number that stands on the paper."))
        else:
            self.assigned.emit(int(typed) if typed else int(str(chosen)), ticked)
            return
        self._number.setFocus()
