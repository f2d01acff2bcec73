"""The forms of a running or finished infusion: rate, stop."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QPushButton, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import EndReason, OrderedBy, Session
from clinicdesk.rules.quantities import decimal_text, rate_text
from clinicdesk.rules.stages import StageDose
from clinicdesk.rules.typed_quantities import parse_rate
from ui.session.order_choice import chosen_order, order_field
from ui.session.panel import Panel, amount_field, big, moment_field, typed_moment
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import label


def _shown(rate: int) -> str:
    return decimal_text(rate, 1000).replace(",", "")


class RatePanel(Panel):
    """Another pump rate. The next step of the order, if it has steps, is one key."""

    def build(self) -> None:
        """The step that comes next, or rate and reason; under which order, when."""
        self._next = sessions.next_stage(self.session)
        self._step: QPushButton | None = None
        if self._next is not None:
            self._step = big(button(self._step_words(self._next[0], self._next[1]), kind="primary"))
            self._step.clicked.connect(self._on_step)
            self.add(self._step)
            self.add(label(_("Or another rate:"), "muted"))
        self._rate = amount_field(_("New r&ate (mL per hour)"), parse_rate, _shown, required=True)
        self._reason = TextField(_("R&eason for the change"), required=True)
        self._order = order_field(self.session, OrderedBy.SIGNED, OrderedBy.VERBAL)
        # Slower is always covered by the signed order, and faster than it says is refused.
        self._order.set_value(next(iter(sessions.all_of(self.session)), None))
        self._moment = moment_field(self.desk, self.session)
        self.put("rate", self._rate)
        self.put("reason", self._reason)
        self.put("order", self._order)
        self.put("occurred_at", self._moment)

    def first(self) -> QWidget:
        """The next step, so that one key sets it."""
        return self._step or super().first()

    def _step_words(self, number: int, stage: StageDose) -> str:
        return _("Step {number}: {title}, {rate}").format(
            number=number, title=stage.title, rate=rate_text(stage.rate_microlitres_per_hour)
        )

    def record(self) -> None:
        """Record the rate."""
        rate = self._rate.value()
        if rate is None:
            raise BadValue(_("Type the mL per hour the pump shows."), "rate")
        sessions.set_rate(
            self.desk,
            self.session.id,
            rate_microlitres_per_hour=rate,
            reason=self._reason.text(),
            under=chosen_order(self._order),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )

    def _on_step(self) -> None:
        assert self._next is not None  # the button is there
        number, stage = self._next
        try:
            sessions.set_rate(
                self.desk,
                self.session.id,
                rate_microlitres_per_hour=stage.rate_microlitres_per_hour,
                reason="",
                stage=number,
                occurred_at=typed_moment(self.desk, self.session, self._moment),
            )
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.finish()


class StopPanel(Panel):
    """The end. The moment of the first press is the one recorded, however long the answer takes."""

    def __init__(self, desk: Desk, session: Session, pressed_at: datetime) -> None:
        self._pressed_at = pressed_at
        super().__init__(desk, session, _("Stop the infusion?"), _("Stop &now"), danger=True)

    def build(self) -> None:
        """Say when; two ways to end, and a reason that need not be given."""
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)
        else:
            at = formats.format_time(self.desk.local(self._pressed_at))
            self.add(label(_("The end will be recorded at {time}.").format(time=at), wrap=True))
        self._reason = TextField(_("Reason, &if stopped early"))
        self._completed = big(button(_("Completed &as ordered")))
        self._completed.clicked.connect(self._on_completed)
        self.add(self._completed)
        self.put("reason", self._reason)

    def first(self) -> QWidget:
        """The button: Enter stops at once."""
        return self.confirm_button

    def record(self) -> None:
        """Record that it was stopped."""
        self._end(EndReason.STOPPED)

    def _on_completed(self) -> None:
        try:
            self._end(EndReason.COMPLETED)
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.finish()

    def _end(self, ended: EndReason) -> None:
        if self.desk.transcribing:
            self._end_at(ended, typed_moment(self.desk, self.session, self._moment))
            return
        # A clock that was set meanwhile must never keep an infusion from being ended: then it ended now.
        pressed = self._pressed_at if self._pressed_at <= self.desk.now() else None
        try:
            self._end_at(ended, pressed)
        except BadValue as problem:
            if problem.field != "occurred_at":
                raise
            self._end_at(ended, None)

    def _end_at(self, ended: EndReason, at: datetime | None) -> None:
        sessions.end(self.desk, self.session.id, ended=ended, reason=self._reason.text(), occurred_at=at)


class MomentPanel(Panel):
    """Arrival, pause or resuming as it stands on paper: all it asks is when. With the PC running one key does it."""

    def __init__(self, desk: Desk, session: Session, verb: str) -> None:
        self._verb, title = _VERBS[verb]
        super().__init__(desk, session, title, _("&Record"))

    def build(self) -> None:
        """The time on the paper."""
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)
        # Its only field: Enter has nowhere else to go.
        self._moment.line.returnPressed.connect(self.confirm_button.click)

    def record(self) -> None:
        """Record it."""
        self._verb(self.desk, self.session.id, occurred_at=typed_moment(self.desk, self.session, self._moment))


_VERBS: dict[str, tuple[Callable[..., None], str]] = {
    "arrive": (sessions.arrive, _("The patient arrived")),
    "pause": (sessions.pause, _("The infusion was paused")),
    "resume": (sessions.resume, _("The infusion went on")),
}
