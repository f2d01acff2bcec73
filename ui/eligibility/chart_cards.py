"""What the chart says that matters for a treatment: medicines, treatments tried, and the work-up."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.eligibility import Chart
from clinicdesk.records.workups import WorkupResult
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.eligibility import Questionnaire, WorkupItem
from clinicdesk.rules.medicine_names import Dictionary
from clinicdesk.rules.protocol import Provenance
from clinicdesk.rules.validity import State, last_day, standing
from ui import theme
from ui.shell.visit_papers import paper_line
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label

_TONES = {State.VALID: "ok", State.SOON: "ok", State.EXPIRED: "danger", State.MISSING: "warn"}


def said_source(provenance: Provenance) -> str:
    """Return where something is from, and whether anybody checked it."""
    doubt = " " + _("Not checked with the source.") if provenance.unverified else ""
    return f"{provenance.source}{doubt}"


class LinesCard(Card):
    """A card of lines with a mark each, and quiet words below."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_4"))
        self.add(self._lines)

    def clear(self) -> None:
        """Take every line away."""
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()

    def put(self, words: str, tone: str, below: str = "") -> None:
        """Put a line at the end."""
        self._put(paper_line(words, tone))
        if below:
            self._put(label(below, "caption", wrap=True))

    def _put(self, made: QWidget) -> None:
        self._lines.addWidget(made)


class MedicinesCard(LinesCard):
    """Which medicines were recognised, what they mean, and which lines a person has to read."""

    def __init__(self) -> None:
        super().__init__(_("Medicines in the chart"))

    def show_chart(self, chart: Chart, asked: Questionnaire, dictionary: Dictionary) -> None:
        """Show what was read of the list."""
        self.clear()
        answer, reading = chart.facts.medicines.answer, chart.reading
        if answer is Answer.NOT_ASKED:
            self.put(_("Nobody asked which medicines are taken."), "warn")
        elif answer is Answer.UNKNOWN:
            self.put(_("Which medicines are taken is not known."), "warn")
        elif answer is Answer.NONE:
            self.put(_("The patient said: no medicines."), "info")
        concerns = {one.medicine_class: one for one in asked.medicines}
        for name, lines in reading.classes().items():
            title = dictionary.classes[name].title
            if name in concerns:
                concern = concerns[name]
                words = _("{title}, {lines}: {meaning}").format(
                    title=title, lines=", ".join(lines), meaning=concern.words
                )
                self.put(words, "warn", said_source(concern.provenance))
        for unread in reading.unread:
            self.put(_("Not recognised, read it yourself: {line}").format(line=unread.line), "danger")
        named = [line for name in reading.classes() if name not in concerns for line in reading.of_class(name)]
        rest = dict.fromkeys((*reading.others, *named))
        if rest:
            words = _("Recognised, of no class asked about here: {lines}.")
            self.put(words.format(lines=", ".join(rest)), "info")


class TriedCard(LinesCard):
    """Which treatments were tried before, and how many of them count."""

    def __init__(self) -> None:
        super().__init__(_("Treatments tried"))

    def show_chart(self, chart: Chart, asked: Questionnaire, indication: str) -> None:
        """Show what was tried, and how many the indication asks for."""
        self.clear()
        found = asked.indication(indication)
        tried = chart.tried
        if found is not None and found.tried_at_least:
            words = _("{count} of {wanted} adequate treatments").format(
                count=tried.adequate, wanted=found.tried_at_least
            )
            tone = "ok" if tried.adequate >= found.tried_at_least else "warn"
            self.put(words, tone, f"{found.counts} {said_source(found.provenance)}")
        elif found is not None:
            self.put(found.counts, "info", said_source(found.provenance))
        if tried.answer is Answer.NOT_ASKED:
            self.put(_("Nobody asked which treatments were tried before."), "warn")
        for one in chart.facts.treatments_tried.items:
            adequate = {"yes": _("adequate"), "no": _("not adequate")}.get(one.adequate, _("not known if adequate"))
            parts = (one.treatment, one.dose, one.duration, adequate, one.result)
            self.put(", ".join(filter(None, parts)), "ok" if one.adequate == "yes" else "info")


class WorkupCard(LinesCard):
    """What was looked at, when, and until when it counts.

    Signals:
        record_asked: Something was looked at and is to be written down.
    """

    record_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Work-up"))
        self._record = button(_("Record &work-up…"))
        self.add_action(self._record)
        self._record.clicked.connect(self.record_asked)

    def show_chart(self, chart: Chart, asked: Questionnaire, on: date) -> None:
        """Show each item with its last day."""
        self.clear()
        for item in asked.workup:
            self._show(chart, item, on)

    def _show(self, chart: Chart, item: WorkupItem, on: date) -> None:
        done = chart.workup.get(item.kind)
        state = standing(done.done_on if done else None, item.valid_days, on)
        source = said_source(item.provenance)
        if done is None:
            words = _("{title}: not done") if item.needed else _("{title}: not done, advised only")
            self.put(words.format(title=item.title), "warn" if item.needed else "info", source)
            return
        until = format_date(last_day(done.done_on, item.valid_days))
        words = _("{title}: {day}, counts until {until}. {result}")
        if state is State.EXPIRED:
            words = _("{title}: {day}, expired on {until}. {result}")
        result = ": ".join(filter(None, (done.result.words, done.remark)))
        told = words.format(title=item.title, day=format_date(done.done_on), until=until, result=result)
        tone = "warn" if done.result is WorkupResult.CONCERN and state is not State.EXPIRED else _TONES[state]
        self.put(f"{told} ({done.by_name})", tone, source)
