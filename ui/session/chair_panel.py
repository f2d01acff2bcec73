"""What is asked and looked at in the chair before the start: IV line, medicines, substances, thoughts of suicide."""

from PySide6.QtWidgets import QWidget

from clinicdesk.language import _
from clinicdesk.records import eligibility, sessions
from clinicdesk.records.sessions import CheckItem, Site
from clinicdesk.rules.start_checks import GAUGES, Said, at_the_chair
from ui.session.answer_row import YesNo
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField

_GO_ON = _("Why it goes on all the same")


class ChairPanel(Panel):
    """Only what the kind of treatment needs. What is left open stays open; nothing follows from a yes by itself."""

    def build(self) -> None:
        """The questions in the order they are asked, with what was answered before."""
        needed = at_the_chair(self.session.protocol.kind)
        self._asked: dict[CheckItem, YesNo] = {}
        self._where = TextField(_("IV &line in"), placeholder=_("Left forearm"))
        self._gauge = ChoiceField(_("&Gauge"), [(gauge, f"{gauge} G") for gauge in GAUGES])
        if CheckItem.SITE in needed:
            self.put_row(("site", self._where), ("gauge", self._gauge))
            event = self.session.check_of(CheckItem.SITE)
            if event is not None:
                self._where.set_text(event.detail["site"])
                self._gauge.set_value(event.detail["gauge"])
        for item in needed:
            if item is not CheckItem.SITE:
                self._put_question(item)
        self._today = self._put_today()
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)

    def _put_question(self, item: CheckItem) -> None:
        made = _question(item)
        said = sessions.said_of(self.session, item)
        if said is not None:
            made.set_value(said.yes)
            made.words.set_text(said.words)
            made.decision.set_text(said.go_on)
        self._asked[item] = made
        self.fields[str(item)] = made.words
        self.add(made)

    def _put_today(self) -> dict[str, ChoiceField]:
        """Ask what nobody asked at the check-in, and no check in the chair asks either.

        What was answered here can be answered again: a slip of the mouse must not hold the visit, or open it.
        """
        need = eligibility.of_visit(self.desk, self.session.id)
        event = self.session.check_of(CheckItem.TODAY)
        answered = event.detail["same_day"] if event else {}
        asked = eligibility.offered().get(need.treatment) if need else None
        said = need.same_day.replies if need else {}
        made: dict[str, ChoiceField] = {}
        for one in asked.same_day if asked else ():
            is_open = one.id not in said and one.in_chair not in at_the_chair(self.session.protocol.kind)
            if is_open or one.id in answered:
                replies = [(reply.value, eligibility.REPLY_WORDS[reply]) for reply in one.replies]
                made[one.id] = ChoiceField(one.asks, replies)
                made[one.id].set_value(answered.get(one.id))
                self.put(one.id, made[one.id])
        self._answered = answered
        return made

    def first(self) -> QWidget:
        """Where the line is, or the first question where there is none."""
        return self._where if "site" in self.fields else next(iter(self._asked.values()))

    def record(self) -> None:
        """Record what was answered."""
        where, gauge = self._where.text(), self._gauge.value()
        site = Site(where, gauge if isinstance(gauge, int) else 0) if where or gauge else None
        sessions.check_at_chair(
            self.desk,
            self.session.id,
            site=site,
            medicines=self._said(CheckItem.MEDICINES),
            substances=self._said(CheckItem.SUBSTANCES),
            suicidality=self._said(CheckItem.SUICIDALITY),
            today=self._said_today(),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
        )

    def _said_today(self) -> dict[str, str]:
        """Return the answers that are new."""
        said = {name: str(field.value()) for name, field in self._today.items() if field.value()}
        return {name: reply for name, reply in said.items() if reply != self._answered.get(name)}

    def _said(self, item: CheckItem) -> Said | None:
        made = self._asked.get(item)
        if made is None or (answer := made.value()) is None:
            return None
        return Said(answer, made.words.text(), made.decision.text())


def _question(item: CheckItem) -> YesNo:
    if item is CheckItem.MEDICINES:
        return YesNo(_("Any medicine changed since last time?"), _("What changed"))
    if item is CheckItem.SUBSTANCES:
        hint = _("Alcohol, cannabis, opioids, sedatives, stimulants")
        return YesNo(_("Anything taken in the last 24 hours?"), _("What, how much, when"), decide=_GO_ON, hint=hint)
    return YesNo(_("Thoughts of suicide?"), _("In the patient's words"), decide=_GO_ON)
