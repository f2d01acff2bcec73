"""The practice as it stands on papers, and when the window locks."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import practice, presence
from ui import theme
from ui.shell.logo_field import LogoField
from ui.shell.time_zones import time_zones
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField, TextField

_PLACE = "settings:practice"
_MINUTES = (1, 2, 3, 5, 10, 15, 30, 60)


class PracticeSection(QWidget):
    """A form that an administrator saves; others read it.

    Signals:
        sheet_wanted(object): The ``PaperRequest`` of the recovery sheet.
    """

    sheet_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = desk.may("practice.change")
        self._version = ""
        self._is_changed = False
        self._build()
        self._connect()
        self.show_practice()
        self._offer_draft()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._name = TextField(_("&Name of the practice"), required=True, read_only=not self._may)
        self._address = TextAreaField(_("&Address"), lines=3)
        self._phone = TextField(_("P&hone"), read_only=not self._may)
        self._paper = ChoiceField(_("Paper si&ze"), [("Letter", _("Letter")), ("A4", _("A4"))], required=True)
        self._zone = ChoiceField(_("&Time zone"), [(zone, zone) for zone in time_zones()], required=True)
        self._lock = ChoiceField(
            _("&Lock after"), [(count, _("{count} minutes").format(count=count)) for count in _MINUTES], required=True
        )
        self._pin_hours = ChoiceField(
            _("A PIN &unlocks for"),
            [(count, ngettext("{count} hour", "{count} hours", count).format(count=count)) for count in presence.HOURS],
            required=True,
            hint=_("After that the lock asks for the password."),
        )
        self._logo = LogoField()
        self._save = button(_("&Save"), kind="primary")
        self._sheet = button(_("&Recovery sheet…"), icon="key-round")
        card = Card(_("Practice"))
        if not self._may:
            card.set_note(_("An administrator can change this."))
        card.add(self._name)
        card.add(self._address)
        card.add(_row(self._phone, self._paper, self._zone))
        card.add(_row(self._lock, self._pin_hours))
        card.add(self._logo)
        buttons = QHBoxLayout()
        buttons.addWidget(self._sheet)
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        card.add(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(card)
        self._address.set_read_only(not self._may)
        for choice in (self._paper, self._zone, self._lock, self._pin_hours, self._logo):
            choice.setEnabled(self._may)
        self._save.setVisible(self._may)
        self._sheet.setVisible(self._desk.may("practice.recovery_sheet"))

    def _connect(self) -> None:
        self._save.clicked.connect(self._on_save)
        self._sheet.clicked.connect(self._on_sheet)
        self._strip.action_taken.connect(self._on_load_theirs)
        fields = (
            self._name,
            self._address,
            self._phone,
            self._paper,
            self._zone,
            self._lock,
            self._pin_hours,
            self._logo,
        )
        for field in fields:
            field.edited.connect(self._on_edited)

    def show_practice(self) -> None:
        """Show what is recorded, unless something is being typed here."""
        if self._is_changed:
            return
        details = practice.get(self._desk)
        self._version = details.version
        self._name.set_text(details.name)
        self._address.set_text(details.address)
        self._phone.set_text(details.phone)
        self._paper.set_value(details.paper_size)
        self._zone.set_value(details.time_zone)
        self._lock.set_value(details.lock_after_minutes)
        self._pin_hours.set_value(details.pin_hours)
        self._logo.show_logo(practice.logo(self._desk))

    def leave(self) -> None:
        """Keep what is typed as a draft."""
        if not self._is_changed:
            return
        try:
            self._desk.keep_draft(_PLACE, self._typed(), self._version)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _typed(self) -> dict[str, str]:
        return {"name": self._name.text(), "address": self._address.text(), "phone": self._phone.text()}

    def _offer_draft(self) -> None:
        """Bring back what was being typed when the window closed."""
        kept = self._desk.draft(_PLACE)
        if kept is None or not self._may:
            return
        body = json.loads(kept.body)
        self._name.set_text(body["name"])
        self._address.set_text(body["address"])
        self._phone.set_text(body["phone"])
        self._version = kept.based_on or self._version
        self._is_changed = True
        self._strip.show_message("info", _("This is what you were typing. It is not saved yet."), _("&Discard it"))

    def _on_edited(self) -> None:
        self._is_changed = True

    def _on_save(self) -> None:
        try:
            practice.change(
                self._desk,
                based_on=self._version,
                name=self._name.text(),
                address=self._address.text(),
                phone=self._phone.text(),
                paper_size=str(self._paper.value()),
                time_zone=str(self._zone.value()),
                lock_after_minutes=int(str(self._lock.value())),
                pin_hours=int(str(self._pin_hours.value())),
                logo=self._logo.content(),
            )
        except ChangedElsewhere as problem:
            self._strip.show_message("warn", str(problem), _("&Show theirs"))
            return
        except ClinicDeskError as problem:
            if isinstance(problem, BadValue) and problem.field == "name":
                self._name.set_error(str(problem))
                self._name.setFocus()
            else:
                self._strip.show_message("danger", str(problem))
            return
        self._is_changed = False
        self._desk.drop_draft(_PLACE)
        self.show_practice()
        self._strip.show_message("ok", _("Saved."))

    def _on_load_theirs(self) -> None:
        self._is_changed = False
        self._desk.drop_draft(_PLACE)
        self.show_practice()
        self._strip.clear()

    def _on_sheet(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.sheet_wanted.emit(PaperRequest("recovery-sheet"))


def _row(*fields: QWidget) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(theme.px("space_12"))
    for field in fields:
        made.addWidget(field, 1)
    return made
