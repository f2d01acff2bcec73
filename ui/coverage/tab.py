"""The payment tab of the chart: what was agreed, prior authorisations, payments and the balance."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date, format_money
from clinicdesk.language import _
from clinicdesk.records import accounts, authorisations, coverage
from clinicdesk.records import payment_words as words
from clinicdesk.records.accounts import Account
from clinicdesk.records.authorisations import Authorisation
from clinicdesk.records.coverage import Coverage
from clinicdesk.records.payments import REFUND, Payment
from clinicdesk.rules.authorisation import Standing
from ui import theme
from ui.coverage.forms import AgreementDialog, AuthorisationDialog, CorrectionDialog, PaymentDialog
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import ChipText
from ui.widgets.dialog import Question
from ui.widgets.form_dialog import FormDialog
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_TABLES = frozenset({"coverages", "authorisations", "payments", "session_events", "sessions", "appointment_events"})


class PaymentTab(QWidget):
    """A tab of the chart. Reception may see and do everything in it.

    Signals:
        session_opened(str): Kept for all tabs alike; this one never sends it.
    """

    session_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Payment")
        self.setAccessibleName(_("Payment"))
        self._desk = desk
        self._patient_id = ""
        self._owed_cents = 0
        self._taken_off: Coverage | Authorisation | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._agreements: RecordTable[Coverage] = RecordTable(
            _("How visits are paid"), _agreement_columns(), key=lambda one: one.id, dense=True
        )
        self._agreements.set_empty_text(_("Nobody wrote down how visits are paid."))
        self._authorised: RecordTable[Authorisation] = RecordTable(
            _("Prior authorisations"), self._authorisation_columns(), key=lambda one: one.id, dense=True
        )
        self._authorised.set_empty_text(_("No prior authorisation is written down."))
        self._paid: RecordTable[Payment] = RecordTable(
            _("Payments"), _payment_columns(), key=lambda one: one.id, dense=True
        )
        self._paid.set_empty_text(_("Nothing was paid yet."))
        self._balance = label("", "h2")
        self._charges = label("", "muted", wrap=True)
        self._deposit = label("", tone="warn", wrap=True)
        self._about_agreement = label("", "muted", wrap=True)
        self._about_payment = label("", "muted", wrap=True)
        self._add, self._correct, self._take_off = button(_("Add…")), button(_("Correct…")), button(_("Take off…"))
        self._add_pa, self._correct_pa, self._take_off_pa = (
            button(_("&Add prior authorisation…")), button(_("Correct…")), button(_("Take off…")),
        )  # fmt: skip
        self._pay, self._correct_pay = button(_("&Record payment…"), kind="primary"), button(_("Correct…"))
        for made, name in (
            (self._add, _("Add how visits are paid")),
            (self._correct, _("Correct how visits are paid")),
            (self._take_off, _("Take off how visits are paid")),
            (self._correct_pa, _("Correct the prior authorisation")),
            (self._take_off_pa, _("Take off the prior authorisation")),
            (self._correct_pay, _("Correct the payment")),
        ):
            made.setAccessibleName(name)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_12"))
        agreed = _card(self._agreements, (self._add, self._correct, self._take_off))
        agreed.add(self._about_agreement)
        left.addWidget(agreed, 1)
        left.addWidget(_card(self._authorised, (self._add_pa, self._correct_pa, self._take_off_pa)), 1)
        account = Card(_("Account"))
        account.add_action(self._pay)
        account.add_action(self._correct_pay)
        for part in (self._balance, self._deposit, self._charges):
            account.add(part)
        account.add(self._paid, 1)
        account.add(self._about_payment)
        across = QHBoxLayout()
        across.setSpacing(theme.px("space_12"))
        across.addLayout(left, 3)
        across.addWidget(account, 2)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._strip)
        column.addLayout(across, 1)

    def _authorisation_columns(self) -> list[Column[Authorisation]]:
        return [
            Column(_("Number"), lambda one: one.number, 12, strong=True),
            Column(_("Insurer"), lambda one: one.insurer, 12, priority=3),
            Column(_("Valid"), words.valid, 25),
            Column(_("Visits used"), words.used, 11),
            Column(
                _("State"), lambda one: self._state(one).text, 20, stretch=True, chips=lambda one: (self._state(one),)
            ),
        ]

    def _state(self, one: Authorisation) -> ChipText:
        today = self._desk.local(self._desk.now()).date()
        warning = one.warning(today)
        if not warning:
            return ChipText(_("Good"), "ok")
        spent = one.standing(today) in (Standing.EXPIRED, Standing.USED_UP)
        return ChipText(f"{warning[:1].upper()}{warning[1:]}", "danger" if spent else "warn")

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._correct.clicked.connect(self._on_correct)
        self._take_off.clicked.connect(self._on_take_off)
        self._agreements.row_activated.connect(self._on_correct)
        self._add_pa.clicked.connect(self._on_add_authorisation)
        self._correct_pa.clicked.connect(self._on_correct_authorisation)
        self._take_off_pa.clicked.connect(self._on_take_off_authorisation)
        self._authorised.row_activated.connect(self._on_correct_authorisation)
        self._pay.clicked.connect(self._on_pay)
        self._correct_pay.clicked.connect(self._on_correct_payment)
        self._paid.row_activated.connect(self._on_correct_payment)
        for table in (self._agreements, self._authorised, self._paid):
            table.row_selected.connect(self._on_selected)

    def show_patient(self, patient_id: str) -> None:
        """Show how a patient's visits are paid."""
        self._patient_id = patient_id
        self._strip.clear()
        self._reload()

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def _reload(self) -> None:
        self._agreements.show_rows(coverage.of_patient(self._desk, self._patient_id))
        self._authorised.show_rows(authorisations.of_patient(self._desk, self._patient_id))
        account = accounts.of_patient(self._desk, self._patient_id)
        self._paid.show_rows(account.payments)
        self._show_account(account)
        self._on_selected(None)

    def _show_account(self, account: Account) -> None:
        self._owed_cents = account.owed_cents
        self._balance.setText(account.words)
        theme.set_state(self._balance, "tone", "warn" if account.owed_cents > 0 else "")
        charges = [f"{charge.words} = {format_money(charge.cents)}" for charge in account.charges]
        lines = [*charges, _("Paid: {amount}").format(amount=format_money(account.paid_cents))]
        self._charges.setText("\n".join(lines))
        missing = account.deposit_missing_cents
        self._deposit.setText(_("Deposit to be paid: {amount}").format(amount=format_money(missing)) if missing else "")
        self._deposit.setVisible(bool(missing))

    # What the person does -----------------------------------------------------------------------------------------

    def _on_selected(self, _row: object) -> None:
        for table, actions in (
            (self._agreements, (self._correct, self._take_off)),
            (self._authorised, (self._correct_pa, self._take_off_pa)),
            (self._paid, (self._correct_pay,)),
        ):
            chosen: Any = table.selected()
            for action in actions:
                action.setEnabled(chosen is not None)
        agreed, paid = self._agreements.selected(), self._paid.selected()
        _say(self._about_agreement, ", ".join(filter(None, (words.days(agreed), agreed.remark))) if agreed else "")
        _say(self._about_payment, _remark(paid) if paid else "")

    def _open(self, dialog: FormDialog) -> None:
        self._strip.clear()
        dialog.open()

    def _on_add(self) -> None:
        self._open(AgreementDialog(self, self._desk, self._patient_id))

    def _on_correct(self) -> None:
        before = self._agreements.selected()
        if before is not None:
            self._open(AgreementDialog(self, self._desk, self._patient_id, before))

    def _on_add_authorisation(self) -> None:
        self._open(AuthorisationDialog(self, self._desk, self._patient_id))

    def _on_correct_authorisation(self) -> None:
        before = self._authorised.selected()
        if before is not None:
            self._open(AuthorisationDialog(self, self._desk, self._patient_id, before))

    def _on_pay(self) -> None:
        self._open(PaymentDialog(self, self._desk, self._patient_id, self._owed_cents))

    def _on_correct_payment(self) -> None:
        before = self._paid.selected()
        if before is not None:
            self._open(CorrectionDialog(self, self._desk, before))

    def _on_take_off(self) -> None:
        self._ask_why(self._agreements.selected(), _("Take off how visits are paid?"))

    def _on_take_off_authorisation(self) -> None:
        self._ask_why(self._authorised.selected(), _("Take off the prior authorisation?"))

    def _ask_why(self, chosen: Coverage | Authorisation | None, title: str) -> None:
        if chosen is None:
            return
        self._taken_off = chosen
        sentence = _("It stays in the history. For something that has only ended, correct its last day instead.")
        question = Question(self, title, sentence, _("Take off"), reason=_("Why it should not stand there"))
        question.confirmed.connect(self._on_taken_off)
        question.open()

    def _on_taken_off(self, reason: str) -> None:
        chosen = self._taken_off
        try:
            if isinstance(chosen, Coverage):
                coverage.void(self._desk, chosen, reason=reason)
            elif chosen is not None:
                authorisations.void(self._desk, chosen, reason=reason)
        except ClinicDeskError as refused:
            self._strip.show_message("danger", str(refused))


def _say(about: QLabel, text: str) -> None:
    about.setText(text)
    about.setVisible(bool(text))


def _card(table: RecordTable[Any], actions: tuple[QPushButton, ...]) -> Card:
    card = Card(table.accessibleName())
    for action in actions:
        card.add_action(action)
    card.add(table, 1)
    return card


def _agreement_columns() -> list[Column[Coverage]]:
    return [
        Column(_("Who pays"), words.who_pays, 22, strong=True, stretch=True),
        Column(_("Price"), words.price, 19),
        Column(_("Deposit"), lambda one: "" if one.deposit_cents is None else format_money(one.deposit_cents), 9),
        Column(_("Days"), words.days, 22, priority=2),
    ]


def _payment_columns() -> list[Column[Payment]]:
    return [
        Column(_("Day"), lambda one: format_date(one.paid_on), 11),
        Column(_("What"), _what, 14, stretch=True),
        Column(_("How"), lambda one: one.method, 10, priority=2),
        Column(_("Amount"), _amount, 11, right=True, strong=True),
    ]


def _what(one: Payment) -> str:
    what = words.PAYMENTS[one.kind]
    return what if one.was_cents is None else _("{what}, corrected").format(what=what)


def _amount(one: Payment) -> str:
    return format_money(-one.amount_cents if one.kind == REFUND else one.amount_cents)


def _remark(one: Payment) -> str:
    if one.was_cents is None:
        return one.remark
    return _("Corrected, was {amount}: {why}").format(amount=format_money(one.was_cents), why=one.remark)
