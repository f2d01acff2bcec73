"""An adverse event: what, how bad, what was done. Of the session, of a minute that was stamped, or told of later."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import AdverseEvent, LateEvent, Session, Stamp
from clinicdesk.rules.adverse import KINDS, WORDS, ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.typed_moments import parse_moment
from ui.session.panel import Panel, big, moment_field, typed_moment
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextAreaField, TextField


def _choices(kinds: type[StrEnum]) -> list[tuple[object, str]]:
    return [(kind, WORDS[kind]) for kind in kinds]


class _EventPanel(Panel):
    """The five choices and the words. Every choice is made by a person; nothing is filled in beforehand."""

    def _make_fields(self) -> None:
        self._choices = {
            "kind": ChoiceField(_("W&hat happened"), list(KINDS.items()), required=True),
            "severity": ChoiceField(_("How ba&d"), _choices(Severity), required=True),
            "related": ChoiceField(_("Ca&used by the treatment"), _choices(Relation), required=True),
            "action_taken": ChoiceField(_("&What was done"), _choices(ActionTaken), required=True),
            "outcome": ChoiceField(_("How it went o&n"), _choices(Outcome), required=True),
        }
        self._narrative = TextAreaField(_("Descr&iption"), lines=3)

    def _put_fields(self, when: Sequence[tuple[str, TextField]]) -> None:
        self.put("kind", self._choices["kind"])
        self.put_row(("severity", self._choices["severity"]), *when)
        self.put_row(("related", self._choices["related"]), ("action_taken", self._choices["action_taken"]))
        self.put("outcome", self._choices["outcome"])
        self.put("narrative", self._narrative)

    def _fill(self, old: AdverseEvent | LateEvent) -> None:
        codes = {"severity": Severity, "related": Relation, "action_taken": ActionTaken, "outcome": Outcome}
        self._choices["kind"].set_value(old.kind)
        for key, codes_of in codes.items():
            self._choices[key].set_value(codes_of(getattr(old, key)))
        self._narrative.set_text(old.narrative or "")

    def _chosen(self) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        for key, field in self._choices.items():
            if field.value() is None:
                raise BadValue(_("Choose one."), key)
            chosen[key] = field.value()
        return {**chosen, "narrative": self._narrative.text()}


class AdversePanel(_EventPanel):
    """A correction begins with what was recorded, a stamped event with its minute."""

    def __init__(
        self, desk: Desk, session: Session, corrected: AdverseEvent | None = None, stamp: Stamp | None = None
    ) -> None:
        self._corrected, self._stamp = corrected, stamp
        title = _("Correct the adverse event") if corrected else _("Adverse event")
        super().__init__(desk, session, title, _("Record &event"))

    def build(self) -> None:
        """Five choices, when it began, and words."""
        self._make_fields()
        self._moment = moment_field(self.desk, self.session)
        self._put_fields([("occurred_at", self._moment)])
        if self._corrected is not None:
            self._fill(self._corrected)
            self._moment.hide()
        if self._stamp is not None:
            self._choices["kind"].set_value(self._stamp.what or None)
            self._moment.hide()
            self._nothing = big(button(_("It was nothin&g")))
            self._nothing.setToolTip(_("Say in the description what it was."))
            self._nothing.clicked.connect(self._on_nothing)
            self.add(self._nothing)

    def record(self) -> None:
        """Record the event."""
        sessions.report_adverse_event(
            self.desk,
            self.session.id,
            **self._chosen(),
            onset_at=typed_moment(self.desk, self.session, self._moment),
            corrects=self._corrected.id if self._corrected else None,
            stamp_id=self._stamp.id if self._stamp else None,
        )

    def _on_nothing(self) -> None:
        assert self._stamp is not None  # the button is there
        try:
            if not self._narrative.text():
                raise BadValue(_("Say in a few words what it was."), "narrative")
            sessions.stamp_was_nothing(self.desk, self.session.id, self._stamp.id, words=self._narrative.text())
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.finish()


class LatePanel(_EventPanel):
    """What somebody tells after the session was signed. The session stays as it is."""

    def __init__(self, desk: Desk, session: Session, corrected: LateEvent | None = None) -> None:
        self._corrected = corrected
        title = _("Correct the late event") if corrected else _("Late event")
        super().__init__(desk, session, title, _("Record &event"))

    def build(self) -> None:
        """Who told it, when it began, the choices and words."""
        self.set_note(_("Told after the signature"))
        self._make_fields()
        self._told_by = TextField(_("&Told by"), required=True)
        self._onset = TextField(_("&Began"), required=True, hint=_("Such as 21:30, or 03-Mar-2026 07:00."))
        self.put_row(("told_by", self._told_by), ("onset_at", self._onset))
        self._put_fields([])
        if self._corrected is not None:
            self._fill(self._corrected)
            self._told_by.set_text(self._corrected.told_by)
            local = self.desk.local(self._corrected.onset_at)
            self._onset.set_text(f"{local:%Y-%m-%d} {local:%H:%M}")

    def record(self) -> None:
        """Record the late event."""
        if not self._onset.text():
            raise BadValue(_("Type when it began."), "onset_at")
        now = self.desk.local(self.desk.now())
        try:
            onset = parse_moment(self._onset.text(), now, self._onset.label_text, None)
        except BadValue as problem:
            raise BadValue(str(problem), "onset_at") from problem
        sessions.report_late_event(
            self.desk,
            self.session.id,
            **self._chosen(),
            onset_at=onset,
            told_by=self._told_by.text(),
            corrects=self._corrected.id if self._corrected else None,
        )
