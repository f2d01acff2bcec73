"""Programmes the clinic is certified in: number, who answers for it, until when; with the source of what is asked."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import programmes, site_certifications
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.rules.dates import parse_date
from clinicdesk.rules.monitoring_form import Programme
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class SiteSection(QWidget):
    """One card for each programme this installation knows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._cards = [SiteCard(desk, programme) for programme in programmes.known().values()]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        for card in self._cards:
            column.addWidget(card)

    def show_certifications(self) -> None:
        """Show what is recorded, but not over what somebody types."""
        for card in self._cards:
            card.show_certification()


class SiteCard(Card):
    """The certification in one programme: a form that a prescriber or an administrator saves, others read."""

    def __init__(self, desk: Desk, programme: Programme) -> None:
        super().__init__(programme.title)
        self._desk = desk
        self._programme = programme
        self._may = desk.may("site.certify")
        self._version = ""
        self._is_changed = False
        self._build()
        self._connect()
        self.show_certification()

    def _build(self) -> None:
        def parse(text: str) -> date:
            return parse_date(text, self._desk.local(self._desk.now()).date())

        until = _("Empty: no end was given.")
        self._fields: dict[str, TextField] = {
            "number": TextField(_("Certification n&umber")),
            "representative": TextField(_("Authorised &representative"), required=True),
            "phone": TextField(_("P&hone")),
            "email": TextField(_("E-ma&il")),
            "certified_on": ParsedField(_("&Certified on"), parse, format_date, required=True),
            "valid_until": ParsedField(_("&Valid until"), parse, format_date, hint=until),
        }
        self._strip = MessageStrip()
        self._save = button(_("&Save"), kind="primary")
        if not self._may:
            self.set_note(_("A prescriber or an administrator can change this."))
        self.add(self._strip)
        for first, second in (("number", "representative"), ("phone", "email"), ("certified_on", "valid_until")):
            row = QHBoxLayout()
            row.setSpacing(theme.px("space_12"))
            for name in (first, second):
                self._fields[name].set_read_only(not self._may)
                row.addWidget(self._fields[name], 1)
            self.add(row)
        self.add(label(self._source(), "small", wrap=True))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        self.add(buttons)
        self._save.setVisible(self._may)

    def _source(self) -> str:
        """Return what the form is and where the rules are from."""
        days = _("Form after each session, within {count} calendar days.").format(count=self._programme.form_due_days)
        unverified = _("Not compared with the original yet.") if self._programme.provenance.unverified else ""
        return " ".join(part for part in (days, self._programme.provenance.source, unverified) if part)

    def _connect(self) -> None:
        self._save.clicked.connect(self._on_save)
        for field in self._fields.values():
            field.edited.connect(self._on_edited)

    def show_certification(self) -> None:
        """Show what is recorded, unless something is being typed here."""
        if self._is_changed:
            return
        found = site_certifications.of(self._desk, self._programme.id)
        self._version = found.version
        for name, field in self._fields.items():
            value = getattr(found, name)
            if isinstance(field, ParsedField):
                field.set_value(value)
            else:
                field.set_text(value)
        today = self._desk.local(self._desk.now()).date()
        problem = site_certifications.problem(self._desk, self._programme.id, today) if found.version else None
        if problem:
            self._strip.show_message("warn", problem)
        elif told := site_certifications.to_renew(self._desk, today, self._programme.id):
            self._strip.show_message("warn", told[0])

    def _on_edited(self) -> None:
        self._is_changed = True

    def _on_save(self) -> None:
        for field in self._fields.values():
            if isinstance(field, ParsedField) and not field.check():
                field.setFocus()
                return
        try:
            site_certifications.certify(self._desk, self._typed())
        except ChangedElsewhere as problem:
            self._is_changed = False
            self.show_certification()
            self._strip.show_message("warn", str(problem))
            return
        except ClinicDeskError as problem:
            at_fault = self._fields.get(problem.field or "") if isinstance(problem, BadValue) else None
            if at_fault is None:
                self._strip.show_message("danger", str(problem))
            else:
                at_fault.set_error(str(problem))
                at_fault.setFocus()
            return
        self._is_changed = False
        self._strip.show_message("ok", _("Saved."))
        self.show_certification()

    def _typed(self) -> SiteCertification:
        certified, until = (self._fields[name] for name in ("certified_on", "valid_until"))
        assert isinstance(certified, ParsedField)
        assert isinstance(until, ParsedField)
        texts = {name: self._fields[name].text() for name in ("number", "representative", "phone", "email")}
        return SiteCertification(
            programme=self._programme.id,
            certified_on=certified.value(),
            valid_until=until.value(),
            version=self._version,
            **texts,
        )
