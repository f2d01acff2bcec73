"""What follows from the answers, and the prescriber's decision beside it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.eligibility import Decision
from clinicdesk.rules.eligibility import Assessment, Finding, Result
from ui import theme
from ui.shell.visit_papers import paper_line
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

_MOST_OPEN = 4
"""How many open questions are named; the others are counted."""


class DecisionPanel(Card):
    """Stops, cautions and what is open; below them the result, conditions and a remark, signed by a prescriber.

    Signals:
        changed: Something was chosen or typed.
        sign_asked: The prescriber wants to sign.
    """

    changed = Signal()
    sign_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Decision"))
        self._last = label("", "muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_4"))
        self._suggested = label("", "strong", wrap=True)
        self._results = {result: QRadioButton(result.words) for result in Result}
        self._group = QButtonGroup(self)
        self._conditions = TextAreaField(_("Cond&itions"), lines=2, required=True)
        self._remark = TextAreaField(_("Why, and what &else matters"), lines=2)
        self._problem = MessageStrip()
        self._who = label(_("A prescriber decides and signs."), "muted", wrap=True)
        self._sign = button(_("&Sign decision"), kind="primary", shortcut="Ctrl+S")
        self._build()
        self._group.buttonClicked.connect(self._on_chosen)
        self._conditions.edited.connect(self._on_typed)
        self._remark.edited.connect(self._on_typed)
        self._sign.clicked.connect(self.sign_asked)

    def _build(self) -> None:
        self.add(self._last)
        self.add(self._lines)
        self.add(self._suggested)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        for radio in self._results.values():
            self._group.addButton(radio)
            column.addWidget(radio)
        column.addWidget(self._conditions)
        column.addWidget(self._remark)
        self.add(self._form)
        self.add(self._problem)
        self.add(self._who)
        self.add(self._sign)

    def show_last(self, decision: Decision | None, medicines: Sequence[str]) -> None:
        """Show the decision that stands, and how the list of medicines has changed since."""
        if decision is None:
            self._last.setText(_("Nothing was decided yet."))
            return
        words = _("{result}, signed by {name} on {day}, counts until {until}.")
        lines = [
            words.format(
                result=decision.result.words,
                name=decision.signer_name,
                day=format_date(decision.decided_on),
                until=format_date(decision.valid_until),
            ),
            decision.conditions,
            decision.remark,
            _since(decision.medicines, medicines),
        ]
        self._last.setText("\n".join(filter(None, lines)))

    def show_assessment(self, found: Assessment) -> None:
        """Show what follows from the answers so far."""
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for stop in found.stops:
            words = _("Stop, by the drug's own label: {item}") if stop.of_label else _("Stop: {item}")
            self._put(words.format(item=stop.words), "danger")
        self._put_all(found.cautions, "warn")
        self._put_all(found.open[:_MOST_OPEN], "info")
        if len(found.open) > _MOST_OPEN:
            words = _("And {count} more are open.")
            self._put(words.format(count=len(found.open) - _MOST_OPEN), "info")
        suggested = found.suggested
        words = _("The answers suggest: {result}.").format(result=suggested.words) if suggested else ""
        self._suggested.setText(words or _("Something is still open: no result is suggested."))

    def _put_all(self, findings: Iterable[Finding], tone: str) -> None:
        for one in findings:
            self._put(one.words, tone)

    def _put(self, words: str, tone: str) -> None:
        self._lines.addWidget(paper_line(words, tone))

    def show_texts(self, conditions: str, remark: str) -> None:
        """Show what was typed; no result is chosen by itself."""
        self._conditions.set_text(conditions)
        self._remark.set_text(remark)
        self._group.setExclusive(False)
        for radio in self._results.values():
            radio.setChecked(False)
        self._group.setExclusive(True)
        self._conditions.setVisible(False)
        self._problem.clear()

    def set_asking(self, asking: bool, *, may_sign: bool) -> None:
        """While it is asked a prescriber finds the form, and everybody else reads who decides."""
        self._form.setVisible(asking and may_sign)
        self._sign.setVisible(asking and may_sign)
        self._who.setVisible(asking and not may_sign)
        self._suggested.setVisible(asking)

    def result(self) -> Result | None:
        """Return the result that is chosen."""
        return next((result for result, radio in self._results.items() if radio.isChecked()), None)

    def conditions(self) -> str:
        """Return the conditions."""
        return self._conditions.text()

    def remark(self) -> str:
        """Return the remark."""
        return self._remark.text()

    def tell(self, sentence: str, name: str | None = None) -> None:
        """Say what keeps the decision from being signed, at the field it is about."""
        field = {"conditions": self._conditions, "remark": self._remark}.get(name or "")
        if field is not None and not field.isHidden():
            field.set_error(sentence)
            field.setFocus()
        else:
            self._problem.show_message("danger", sentence)

    def begin(self) -> None:
        """Put the focus where the decision begins."""
        next(iter(self._results.values())).setFocus()

    def _on_chosen(self) -> None:
        self._problem.clear()
        self._conditions.setVisible(self.result() is Result.CONDITIONS)
        self.changed.emit()

    def _on_typed(self) -> None:
        self._problem.clear()
        self.changed.emit()


def _since(before: Sequence[str], now: Sequence[str]) -> str:
    """Return what has come to a list of medicines and what has gone from it; nothing where it is the same."""
    new, gone = [line for line in now if line not in before], [line for line in before if line not in now]
    parts = []
    if new:
        parts.append(_("new: {lines}").format(lines=", ".join(new)))
    if gone:
        parts.append(_("gone: {lines}").format(lines=", ".join(gone)))
    return _("Medicines since then: {changes}.").format(changes="; ".join(parts)) if parts else ""
