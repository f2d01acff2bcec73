"""The second check: somebody else works the dose out anew. The order's own figures are nowhere on this panel."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from clinicdesk.errors import BadValue, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Order, Session
from clinicdesk.rules.protocol import SecondCheckRule
from clinicdesk.rules.quantities import decimal_text
from clinicdesk.rules.second_check import Figure, Unit
from clinicdesk.rules.typed_quantities import parse_amount, parse_milligrams, parse_millilitres, parse_rate
from ui.session.panel import Panel, amount_field, moment_field, typed_moment
from ui.shell.waiting import Waiting
from ui.widgets.button import button
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import announce, label


def _parse_pieces(text: str, name: str) -> int:
    return parse_amount(text, per_shown=1, units=frozenset({"devices", "device"}), name=name)


_PARSERS: dict[Unit, Callable[[str, str], int]] = {
    Unit.MILLIGRAMS: parse_milligrams,
    Unit.MILLILITRES: parse_millilitres,
    Unit.RATE: parse_rate,
    Unit.PIECES: _parse_pieces,
}


def _thousandth(value: int) -> str:
    return decimal_text(value, 1000).replace(",", "")


class SecondCheckPanel(Panel):
    """The prescription, a field for each figure, and login with PIN of who worked them out."""

    def build(self) -> None:
        """What is to be worked out from what, and who did it; or that nobody else is there."""
        order = self.session.order
        assert order is not None  # the step is offered once it is signed
        self._order: Order = order
        self._alone = False
        self._explain = label(_("Somebody else than the prescriber works this out anew, from the vial and the bag."))
        self._explain.setWordWrap(True)
        self.add(self._explain)
        self._given = label("\n".join(sessions.prescription_of(order)), "strong", wrap=True)
        self.add(self._given)
        self._figures = {figure.key: self._field(figure) for figure in sessions.figures_of(order)}
        fields = list(self._figures.items())
        if len(fields) > 2:
            self.put_row(*fields[:2])
            fields = fields[2:]
        for key, field in fields:
            self.put(key, field)
        self._login = TextField(_("Log&in of who worked it out"), required=True)
        self._pin = TextField(_("PI&N"), required=True, secret=True)
        self.put_row(("login", self._login), ("pin", self._pin))
        self._reason = TextField(_("Reason, and who was &asked"), required=True)
        self.put("alone_reason", self._reason)
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)
        self._moment.setVisible(self.desk.transcribing)
        self._reason.hide()
        self._nobody = button(_("Nobody else is here…"), kind="quiet")
        self._nobody.clicked.connect(self._on_nobody)
        self.add(self._nobody)
        self._nobody.setVisible(self.session.protocol.second_check is not SecondCheckRule.REQUIRED)
        self._waiting = Waiting(self.confirm_button, self)

    def _field(self, figure: Figure) -> ParsedField[int]:
        show = str if figure.unit is Unit.PIECES else _thousandth
        return amount_field(figure.title, _PARSERS[figure.unit], show, required=True)

    def first(self) -> QWidget:
        """The first figure; alone the reason."""
        return self._reason if self._alone else next(iter(self._figures.values()))

    def record(self) -> None:
        """Record what was worked out, or that nobody else was there."""
        at = typed_moment(self.desk, self.session, self._moment)
        if self._alone:
            sessions.work_alone(
                self.desk, self.session.id, order_id=self._order.id, reason=self._reason.text(), occurred_at=at
            )
            return
        if not self._waiting.is_on():
            self._check(at)

    def _check(self, at: datetime | None) -> None:
        worked_out: dict[str, int] = {}
        for key, field in self._figures.items():
            value = field.value()
            if value is None:
                raise BadValue(_("Work this out and type it."), key)
            worked_out[key] = value
        pin = self._pin.line.text()
        self._pin.set_text("")
        try:
            result = sessions.check_dose(
                self.desk,
                self.session.id,
                order_id=self._order.id,
                login=self._login.text(),
                pin=pin,
                worked_out=worked_out,
                occurred_at=at,
            )
        except SignInRefused as problem:
            self._waiting.begin(problem.wait_seconds)
            raise BadValue(str(problem), "pin") from problem
        if not result.agreed:
            sentence = _("The second check differs from the order: {figures}.")
            announce(self, sentence.format(figures=", ".join(result.differing)), urgent=True)

    def _on_nobody(self) -> None:
        self._alone = True
        for part in (self._explain, self._given, self._login, self._pin, self._nobody, *self._figures.values()):
            part.hide()
        self._reason.show()
        self.confirm_button.setText(_("Record that I work alone"))
        self.first().setFocus()


def check_words(session: Session) -> str:
    """Return how far the second check is, in words for the list of steps."""
    check, state = sessions.latest_check(session), sessions.checked(session)
    if state is sessions.Checked.NOT_NEEDED:
        return _("Not needed by the protocol")
    if session.order is None or check is None:
        return _("Once the order is signed") if session.order is None else _("Somebody else works the dose out")
    if state is sessions.Checked.ALONE:
        return _("Worked alone: {reason}").format(reason=check.alone_reason)
    if state is sessions.Checked.AGREED:
        return _("Agrees, {name}").format(name=check.checker_name)
    figures = sessions.differing_figures(session.order, check)
    return _("Differs, {name}: {figures}").format(name=check.checker_name, figures=", ".join(figures))
