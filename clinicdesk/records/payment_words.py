"""What the stored words of money matters are called."""

from clinicdesk.formats import format_date, format_money
from clinicdesk.language import _
from clinicdesk.records import coverage, payments
from clinicdesk.records.authorisations import Authorisation
from clinicdesk.records.coverage import Agreement

PAYS = {coverage.SELF_PAY: _("The patient"), coverage.INSURANCE: _("An insurer")}
AGREED_FOR = {
    coverage.SESSION: _("each treatment session"),
    coverage.SERIES: _("a series"),
    coverage.WHOLE: _("everything together"),
}
_PER = {
    coverage.SESSION: _("{amount} per session"),
    coverage.SERIES: _("{amount} per series"),
    coverage.WHOLE: _("{amount} in all"),
}
PAYMENTS = {payments.PAYMENT: _("Payment"), payments.DEPOSIT: _("Deposit"), payments.REFUND: _("Refund")}
METHODS = (_("Card"), _("Cash"), _("Check"), _("Bank transfer"), _("Health savings account"))


def who_pays(agreed: Agreement) -> str:
    """Return ``Self-pay``, or ``Blue Cross, member XQ 12``."""
    if agreed.kind == coverage.SELF_PAY:
        return _("Self-pay")
    if agreed.member_number:
        return _("{insurer}, member {number}").format(insurer=agreed.insurer, number=agreed.member_number)
    return agreed.insurer


def price(agreed: Agreement) -> str:
    """Return ``$400.00 per session``; empty where no price was agreed."""
    if agreed.agreed_price_cents is None:
        return ""
    return _PER.get(agreed.agreed_for, "{amount}").format(amount=format_money(agreed.agreed_price_cents))


def days(agreed: Agreement) -> str:
    """Return from when until when an agreement holds."""
    if agreed.from_on and agreed.until_on:
        return _("{first} to {last}").format(first=format_date(agreed.from_on), last=format_date(agreed.until_on))
    if agreed.from_on:
        return _("from {day}").format(day=format_date(agreed.from_on))
    return _("until {day}").format(day=format_date(agreed.until_on)) if agreed.until_on else ""


def valid(one: Authorisation) -> str:
    """Return the dates of an authorisation."""
    first, last = one.terms.valid_from, one.terms.valid_until
    if first and last:
        return _("{first} to {last}").format(first=format_date(first), last=format_date(last))
    if first:
        return _("from {day}").format(day=format_date(first))
    return _("until {day}").format(day=format_date(last)) if last else _("no dates")


def used(one: Authorisation) -> str:
    """Return ``3 of 6``, or ``3`` where no number of visits was said."""
    allowed = one.terms.visits_allowed
    if allowed is None:
        return str(one.visits_used)
    return _("{used} of {allowed}").format(used=one.visits_used, allowed=allowed)
