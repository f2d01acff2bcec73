"""What happens to a request: who asks is made sure; it is put off, granted, refused, given, withdrawn, noted."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import disclosures, rights
from clinicdesk.records.disclosures import Way
from clinicdesk.records.rights import SENT_ONES, Request, Step
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextAreaField

_IDENTIFIED = "identified"
_DECISIONS = (Step.GRANTED, Step.DENIED, Step.EXTENDED)


def title_of(request: Request) -> str:
    """Return a request as one line: what, since when, by whom."""
    words = _("{what}, {day}, {name}")
    day = format_date(request.received_on)
    return words.format(what=rights.right_name(request.right), day=day, name=request.asked_by)


class StepDialog(FormDialog):
    """For one of several requests. Only the steps this person may take are offered, and those the request can have."""

    def __init__(self, over: QWidget, desk: Desk, requests: Sequence[Request]) -> None:
        self._desk = desk
        self._requests = {request.id: request for request in requests}
        self._which = ChoiceField(_("&Request"), [(one.id, title_of(one)) for one in requests], required=True)
        self._step = ChoiceField(_("What &happened"), [], required=True)
        self._way = ChoiceField(_("Ho&w it was given"), [(way, disclosures.way_name(way)) for way in Way])
        self._words = TextAreaField(_("In wor&ds"), lines=3, required=True)
        fields = {"which": self._which, "step": self._step, "way": self._way, "words": self._words}
        super().__init__(over, _("Work on a request"), "", fields, _("Write down"))
        self._which.set_value(requests[0].id)
        self._way.set_value(Way.HANDED_OVER)
        self._which.edited.connect(self._show_steps)
        self._step.edited.connect(self._show_words)
        self._show_steps()

    def _request(self) -> Request:
        return self._requests[str(self._which.value())]

    def _show_steps(self) -> None:
        offered = _steps(self._desk, self._request())
        self._step.set_choices(offered)
        self._step.set_value(offered[0][0])
        self._show_words()

    def _show_words(self) -> None:
        step = self._step.value()
        self._words.set_hint(_WORDS.get(str(step), ""))
        self._way.setVisible(step == Step.SENT)

    def record(self) -> None:
        """Write the step down."""
        request, words, step = self._request(), self._words.text(), self._step.value()
        if step == _IDENTIFIED:
            rights.identify(self._desk, request, words)
        elif step == Step.SENT:
            rights.give(self._desk, request, what=words, way=str(self._way.value()))
        else:
            _VERBS[Step(str(step))](self._desk, request, words=words)


_VERBS = {
    Step.EXTENDED: rights.put_off,
    Step.GRANTED: rights.grant,
    Step.DENIED: rights.deny,
    Step.WITHDRAWN: rights.withdraw,
    Step.NOTED: rights.remark,
}
_WORDS = {
    _IDENTIFIED: _("How it was made sure, for example “driving licence seen”."),
    Step.SENT: _("What was given, for example “list of disclosures of six years”."),
    Step.GRANTED: _("What was done, for example “addendum to the note of 2 March”."),
    Step.DENIED: _("Why. The patient must be told this in writing."),
    Step.EXTENDED: _("Why. The patient must be told in writing why, and until when."),
    Step.WITHDRAWN: _("Who withdrew it, and how."),
}


def _steps(desk: Desk, request: Request) -> list[tuple[str, str]]:
    """Return the steps that can be taken, what comes next at the top. To what has ended only a remark can be added."""
    if not request.is_open:
        return [(Step.NOTED, rights.step_name(Step.NOTED))]
    offered = [] if request.identity else [(_IDENTIFIED, _("It was made sure who asks"))]
    if request.right in SENT_ONES and request.identity:
        offered.append((Step.SENT, rights.step_name(Step.SENT)))
    for step in _DECISIONS if desk.may("right.decide") else ():
        no_more = step is Step.EXTENDED and request.was_put_off
        if no_more or (step is Step.GRANTED and request.right in SENT_ONES):
            continue
        offered.append((step, rights.step_name(step)))
    return [*offered, *((step, rights.step_name(step)) for step in (Step.WITHDRAWN, Step.NOTED))]
