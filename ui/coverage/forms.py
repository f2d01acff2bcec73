"""The three forms: what was agreed, a prior authorisation, a payment and its correction."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date, format_money
from clinicdesk.language import _
from clinicdesk.records import authorisations, coverage, payments
from clinicdesk.records.authorisations import Authorisation
from clinicdesk.records.coverage import Agreement, Coverage
from clinicdesk.records.payment_words import AGREED_FOR, METHODS, PAYMENTS, PAYS
from clinicdesk.records.payments import Payment
from clinicdesk.rules.authorisation import Terms
from clinicdesk.rules.dates import parse_date
from clinicdesk.rules.money import parse_money
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.suggestions import Suggestions
from ui.widgets.text_field import ParsedField, TextField


def _day(desk: Desk, label: str, placeholder: str = "") -> ParsedField[date]:
    def parse(text: str) -> date:
        return parse_date(text, desk.local(desk.now()).date())

    return ParsedField(label, parse, format_date, placeholder=placeholder)


def _money(label: str) -> ParsedField[int]:
    return ParsedField(label, parse_money, format_money, placeholder="250.00")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise BadValue(_("Type a whole number."))
    return int(text)


class AgreementDialog(FormDialog):
    """Who pays, and what was agreed."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, before: Coverage | None = None) -> None:
        self._desk, self._patient_id, self._before = desk, patient_id, before
        self._kind = ChoiceField(_("&Who pays"), list(PAYS.items()))
        self._insurer = TextField(_("&Insurer"))
        self._member = TextField(_("Member &number"))
        self._price = _money(_("Agreed &price"))
        self._for = ChoiceField(_("The price is &for"), list(AGREED_FOR.items()))
        self._deposit = _money(_("&Deposit agreed"))
        self._from = _day(desk, _("Fro&m"), _("the first day"))
        self._until = _day(desk, _("&Until"), _("further notice"))
        self._remark = TextField(_("&Remark"))
        fields = {
            "kind": self._kind,
            "deposit_cents": self._deposit,
            "insurer": self._insurer,
            "member_number": self._member,
            "agreed_price_cents": self._price,
            "agreed_for": self._for,
            "from_on": self._from,
            "until_on": self._until,
            "remark": self._remark,
        }
        title = _("How visits are paid") if before is None else _("Correct what was agreed")
        note = _("A new price from some day on is a new agreement: end the old one the day before.")
        super().__init__(over, title, note if before else "", fields, _("Save"))
        self._kind.left.connect(self._show_parts)
        self._show(before or Agreement(agreed_for=coverage.SESSION))

    def _show(self, known: Agreement) -> None:
        self._kind.set_value(known.kind)
        self._for.set_value(known.agreed_for or coverage.SESSION)
        for field, text in ((self._insurer, known.insurer), (self._member, known.member_number)):
            field.set_text(text)
        self._remark.set_text(known.remark)
        self._price.set_value(known.agreed_price_cents)
        self._deposit.set_value(known.deposit_cents)
        self._from.set_value(known.from_on)
        self._until.set_value(known.until_on)
        self._show_parts()

    def _show_parts(self) -> None:
        insured = self._kind.value() == coverage.INSURANCE
        self._insurer.setVisible(insured)
        self._member.setVisible(insured)

    def record(self) -> None:
        """Write the agreement down."""
        insured = self._kind.value() == coverage.INSURANCE
        price = self._price.value()
        agreement = Agreement(
            kind=str(self._kind.value()),
            insurer=self._insurer.text() if insured else "",
            member_number=self._member.text() if insured else "",
            agreed_price_cents=price,
            agreed_for="" if price is None else str(self._for.value()),
            deposit_cents=self._deposit.value(),
            from_on=self._from.value(),
            until_on=self._until.value(),
            remark=self._remark.text(),
        )
        if self._before is None:
            coverage.add(self._desk, self._patient_id, agreement)
        else:
            coverage.change(self._desk, self._before, agreement)


class AuthorisationDialog(FormDialog):
    """A prior authorisation as the insurer wrote it."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, before: Authorisation | None = None) -> None:
        self._desk, self._patient_id, self._before = desk, patient_id, before
        self._number = TextField(_("&Number"))
        self._insurer = TextField(_("&Insurer"))
        self._from = _day(desk, _("Valid &from"))
        self._until = _day(desk, _("Valid &until"))
        self._allowed: ParsedField[int] = ParsedField(_("&Visits allowed"), _count, str)
        fields = {
            "number": self._number,
            "insurer": self._insurer,
            "valid_from": self._from,
            "valid_until": self._until,
            "visits_allowed": self._allowed,
        }
        title = _("Prior authorisation") if before is None else _("Correct the prior authorisation")
        note = _("Treatment visits that take place from the first to the last day are counted by themselves.")
        super().__init__(over, title, note, fields, _("Save"))
        if before is not None:
            self._number.set_text(before.number)
            self._insurer.set_text(before.insurer)
            self._from.set_value(before.terms.valid_from)
            self._until.set_value(before.terms.valid_until)
            self._allowed.set_value(before.terms.visits_allowed)
        else:
            insured = [one.insurer for one in coverage.of_patient(desk, patient_id) if one.insurer]
            self._insurer.set_text(insured[0] if insured else "")

    def record(self) -> None:
        """Write the authorisation down."""
        terms = Terms(self._from.value(), self._until.value(), self._allowed.value())
        said: dict[str, Any] = {"number": self._number.text(), "insurer": self._insurer.text(), "terms": terms}
        if self._before is None:
            authorisations.add(self._desk, self._patient_id, **said)
        else:
            authorisations.change(self._desk, self._before, **said)


class PaymentDialog(FormDialog):
    """Money that came or goes back."""

    def __init__(self, over: QWidget, desk: Desk, patient_id: str, owed_cents: int) -> None:
        self._desk, self._patient_id = desk, patient_id
        self._amount = _money(_("&Amount"))
        self._kind = ChoiceField(_("&What it is"), list(PAYMENTS.items()))
        self._method = TextField(_("&How"), placeholder=_("Card, cash, check …"))
        self._paid_on = _day(desk, _("&Day"))
        self._remark = TextField(_("&Remark"))
        Suggestions(self._method.line, METHODS)
        fields = {
            "amount_cents": self._amount,
            "kind": self._kind,
            "method": self._method,
            "paid_on": self._paid_on,
            "remark": self._remark,
        }
        super().__init__(over, _("Record a payment"), "", fields, _("Record payment"))
        self._kind.set_value(payments.PAYMENT)
        self._paid_on.set_value(desk.local(desk.now()).date())
        self._amount.set_value(owed_cents if owed_cents > 0 else None)
        self._amount.line.selectAll()

    def record(self) -> None:
        """Write the payment down."""
        paid_on = self._paid_on.value()
        if paid_on is None:
            raise BadValue(_("Type the day the money came."), "paid_on")
        payments.record(
            self._desk,
            self._patient_id,
            kind=str(self._kind.value()),
            amount_cents=self._amount.value() or 0,
            paid_on=paid_on,
            method=self._method.text(),
            remark=self._remark.text(),
        )


class CorrectionDialog(FormDialog):
    """The right amount of a payment that was written down wrong."""

    def __init__(self, over: QWidget, desk: Desk, before: Payment) -> None:
        self._desk, self._before = desk, before
        self._amount = _money(_("Right &amount"))
        self._remark = TextField(_("Wh&y"), required=True)
        fields = {"amount_cents": self._amount, "remark": self._remark}
        note = _("{what} of {day}, written down as {amount}. Type 0 when it was a mistake; both stay in the history.")
        words = note.format(
            what=PAYMENTS[before.kind], day=format_date(before.paid_on), amount=format_money(before.amount_cents)
        )
        super().__init__(over, _("Correct a payment"), words, fields, _("Correct"))

    def record(self) -> None:
        """Write the correction down."""
        amount = self._amount.value()
        if amount is None:
            raise BadValue(_("Type the right amount, or 0 when it was written down by mistake."), "amount_cents")
        payments.correct(self._desk, self._before, amount_cents=amount, remark=self._remark.text())
