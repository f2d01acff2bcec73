"""The forms of a scanned stack as cards, one below another, and what belongs to none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import ngettext
from clinicdesk.records.consents import Consent, matching
from clinicdesk.records.consents.matching import MatchedForm, MatchedStack
from clinicdesk.rules.form_sheets import ScannedSheet, enumeration
from ui import theme
from ui.consent.form_card import FormCard
from ui.consent.unknown_card import UnknownCard
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label


class FormList(QWidget):
    """What was found in a stack, to be put right and filed. ``wanted`` is the form a scan was asked for, if one was.

    Signals:
        file_asked(object): The person files a form; carries its ``FormCard``.
        sheet_asked(int): The person wants to see a sheet, by its number.
        changed: Something became filed, or another form.
    """

    file_asked = Signal(object)
    sheet_asked = Signal(int)
    changed = Signal()

    def __init__(self, desk: Desk, patient_id: str, wanted: Consent | None) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id
        self._wanted = wanted
        self._cards: list[FormCard] = []
        self._unknown: list[ScannedSheet] = []
        self._unknown_card: UnknownCard | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        self._column.setSpacing(theme.px("space_8"))
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = ScrollArea(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_stack(self, found: MatchedStack) -> None:
        """Show what was found; what belongs to nobody first, for it needs a person."""
        if found.foreign:
            words = ngettext(
                "Sheet {list} is another clinic's form. It cannot be filed here.",
                "Sheets {list} are another clinic's forms. They cannot be filed here.",
                len(found.foreign),
            ).format(list=enumeration([sheet.number for sheet in found.foreign]))
            self._column.addWidget(label(words, wrap=True, tone="danger"))
        for form in found.forms:
            self._add(form)
        self._show_unknown(found.unknown)

    def waiting(self) -> list[FormCard]:
        """The forms that can be filed without a second look, and are not yet."""
        return [card for card in self._cards if card.form.matches and not card.filed]

    def filed(self) -> list[FormCard]:
        """The forms that are filed."""
        return [card for card in self._cards if card.filed]

    @property
    def is_done(self) -> bool:
        """Whether everything found here is filed."""
        return bool(self._cards) and not self._unknown and all(card.filed for card in self._cards)

    def set_busy(self, busy: bool) -> None:
        """While something is filed nothing else can be begun."""
        for card in (*self._cards, self._unknown_card):
            if card is not None:
                card.set_busy(busy)

    def focus_step(self) -> None:
        """Go to the first form that is not filed."""
        card = next((card for card in self._cards if not card.filed and not card.form.refusal), None)
        if card is not None:
            card.focus_step()
        elif self._unknown_card is not None:
            self._unknown_card.setFocus()

    def renew(self, card: FormCard) -> None:
        """Show a form as it stands now: somebody may have answered it meanwhile."""
        self._replace(card, matching.renew(self._desk, card.form, card.form.sheets, patient_id=self._patient_id))

    # Putting right ------------------------------------------------------------------------------------------------

    def _add(self, form: MatchedForm) -> None:
        # The sheets nobody could tell stay below the forms.
        below = self._column.indexOf(self._unknown_card) if self._unknown_card is not None else -1
        self._insert(form, len(self._cards), below)

    def _replace(self, card: FormCard, form: MatchedForm) -> None:
        at, place = self._cards.index(card), self._column.indexOf(card)
        self._remove(card)
        self._insert(form, at, place)

    def _insert(self, form: MatchedForm, at: int, place: int) -> None:
        card = FormCard(form)
        card.file_asked.connect(self.file_asked)
        card.sheet_asked.connect(self.sheet_asked)
        card.sheet_put_out.connect(self._on_put_out)
        self._cards.insert(at, card)
        self._column.insertWidget(place, card)

    def _remove(self, card: FormCard) -> None:
        self._cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _show_unknown(self, sheets: Sequence[ScannedSheet]) -> None:
        if self._unknown_card is not None:
            self._column.removeWidget(self._unknown_card)
            self._unknown_card.hide()
            self._unknown_card.deleteLater()
            self._unknown_card = None
        self._unknown = sorted(sheets, key=lambda sheet: sheet.number)
        if self._unknown:
            forms = matching.open_forms(self._desk, self._patient_id) if self._patient_id else []
            chosen = self._wanted.form_number if self._wanted else 0
            card = self._unknown_card = UnknownCard(self._unknown, forms, chosen)
            card.sheet_asked.connect(self.sheet_asked)
            card.assigned.connect(self._on_assigned)
            self._column.addWidget(card)

    def _on_assigned(self, form_number: int, ticked: Sequence[ScannedSheet]) -> None:
        there = next((card for card in self._cards if card.form.form_number == form_number and not card.filed), None)
        sheets = sorted((*(there.form.sheets if there else ()), *ticked), key=lambda sheet: sheet.number)
        form = matching.assign(self._desk, form_number, sheets, patient_id=self._patient_id)
        if there is not None:
            self._replace(there, form)
        else:
            self._add(form)
        self._show_unknown([sheet for sheet in self._unknown if sheet not in ticked])
        self.focus_step()
        self.changed.emit()

    def _on_put_out(self, card: FormCard, sheet: ScannedSheet) -> None:
        rest = [one for one in card.form.sheets if one != sheet]
        self._replace(card, matching.renew(self._desk, card.form, rest, patient_id=self._patient_id))
        self._show_unknown([*self._unknown, sheet])
        self.changed.emit()
