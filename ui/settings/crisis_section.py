"""The clinic's own words on the crisis card."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import practice
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField

_PLACE = "settings:crisis"


class CrisisSection(QWidget):
    """An administrator writes the words; others read them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = desk.may("practice.change")
        self._version = ""
        self._is_changed = False
        self._build()
        self._save.clicked.connect(self._on_save)
        self._strip.action_taken.connect(self._on_discard)
        self._words.edited.connect(self._on_edited)
        self.show_words()
        self._offer_draft()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._words = TextAreaField(
            _("Words for the crisis card (F8)"),
            lines=7,
            hint=_("For example: who comes, which number reaches them at night, which hospital is near."),
        )
        self._words.set_read_only(not self._may)
        self._save = button(_("&Save"), kind="primary")
        card = Card(_("Crisis card"))
        card.set_note("" if self._may else _("An administrator can change this."))
        card.add(self._words)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._save)
        card.add(row)
        self._save.setVisible(self._may)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(card)

    def show_words(self) -> None:
        """Show what is recorded, unless something is being typed here."""
        if self._is_changed:
            return
        known = practice.get(self._desk)
        self._version = known.version
        self._words.set_text(known.crisis_words)

    def leave(self) -> None:
        """Keep what is typed as a draft."""
        if not self._is_changed:
            return
        try:
            self._desk.keep_draft(_PLACE, self._words.text(), self._version)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _offer_draft(self) -> None:
        kept = self._desk.draft(_PLACE)
        if kept is None or not self._may:
            return
        self._words.set_text(json.loads(kept.body))
        self._version = kept.based_on or self._version
        self._is_changed = True
        self._strip.show_message("info", _("This is what you were typing. It is not saved yet."), _("&Discard it"))

    def _on_edited(self) -> None:
        self._is_changed = True

    def _on_save(self) -> None:
        known = practice.get(self._desk)
        try:
            practice.change(
                self._desk,
                based_on=self._version,
                name=known.name,
                address=known.address,
                phone=known.phone,
                paper_size=known.paper_size,
                time_zone=known.time_zone,
                lock_after_minutes=known.lock_after_minutes,
                crisis_words=self._words.text(),
            )
        except ChangedElsewhere as problem:
            self._strip.show_message("warn", str(problem), _("&Show theirs"))
            return
        except ClinicDeskError as problem:
            self._words.set_error(str(problem))
            return
        self._is_changed = False
        self._desk.drop_draft(_PLACE)
        self.show_words()
        self._strip.show_message("ok", _("Saved."))

    def _on_discard(self) -> None:
        self._is_changed = False
        self._desk.drop_draft(_PLACE)
        self.show_words()
        self._strip.clear()
