"""An adverse event: what, how bad, what was done."""

from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import AdverseEvent, Session
from clinicdesk.rules.adverse import KINDS, WORDS, ActionTaken, Outcome, Relation, Severity
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextAreaField


def _choices(kinds: type[StrEnum]) -> list[tuple[object, str]]:
    return [(kind, WORDS[kind]) for kind in kinds]


class AdversePanel(Panel):
    """Every choice is made by a person; nothing is filled in beforehand. A correction begins with what was recorded."""

    def __init__(self, desk: Desk, session: Session, corrected: AdverseEvent | None = None) -> None:
        self._corrected = corrected
        title = _("Correct the adverse event") if corrected else _("Adverse event")
        super().__init__(desk, session, title, _("Record &event"))

    def build(self) -> None:
        """Five choices, when it began, and words."""
        self._choices = {
            "kind": ChoiceField(_("W&hat happened"), list(KINDS.items()), required=True),
            "severity": ChoiceField(_("How ba&d"), _choices(Severity), required=True),
            "related": ChoiceField(_("Ca&used by the treatment"), _choices(Relation), required=True),
            "action_taken": ChoiceField(_("&What was done"), _choices(ActionTaken), required=True),
            "outcome": ChoiceField(_("How it went o&n"), _choices(Outcome), required=True),
        }
        self._moment = moment_field(self.desk, self.session)
        self._narrative = TextAreaField(_("Descr&iption"), lines=3)
        self.put("kind", self._choices["kind"])
        self.put_row(("severity", self._choices["severity"]), ("occurred_at", self._moment))
        self.put_row(("related", self._choices["related"]), ("action_taken", self._choices["action_taken"]))
        self.put("outcome", self._choices["outcome"])
        self.put("narrative", self._narrative)
        if self._corrected is not None:
            self._fill(self._corrected)

    def _fill(self, old: AdverseEvent) -> None:
        codes = {"severity": Severity, "related": Relation, "action_taken": ActionTaken, "outcome": Outcome}
        self._choices["kind"].set_value(old.kind)
        for key, codes_of in codes.items():
            self._choices[key].set_value(codes_of(getattr(old, key)))
        self._narrative.set_text(old.narrative or "")
        self._moment.hide()

    def record(self) -> None:
        """Record the event."""
        chosen: dict[str, Any] = {}
        for key, field in self._choices.items():
            if field.value() is None:
                raise BadValue(_("Choose one."), key)
            chosen[key] = field.value()
        sessions.report_adverse_event(
            self.desk,
            self.session.id,
            **chosen,
            onset_at=typed_moment(self.desk, self.session, self._moment),
            narrative=self._narrative.text(),
            corrects=self._corrected.id if self._corrected else None,
        )
