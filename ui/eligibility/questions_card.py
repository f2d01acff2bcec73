"""The questions of a treatment, one below the other."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.language import _, ngettext
from clinicdesk.rules.eligibility import Questionnaire, Reply
from ui import theme
from ui.eligibility.reply_row import ReplyRow
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label


class QuestionsCard(Card):
    """What is asked. Questions left open are counted beside the title.

    Signals:
        changed: Another answer.
        finished: The last question was answered with a key.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__(_("What speaks against it?"))
        self._rows: dict[str, ReplyRow] = {}
        self._asked: Questionnaire | None = None
        self._next = button(_("Next &open question"), kind="quiet")
        self.add_action(self._next)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_4"))
        self._hint = label(_("Y, N or U answers a question and goes on; Backspace takes it back."), "muted", wrap=True)
        self.add(self._hint)
        self.add(self._lines)
        self._next.clicked.connect(self._on_next)

    def show_questions(self, asked: Questionnaire) -> None:
        """Show the questions of a file; the same file again keeps its rows."""
        if asked is self._asked:
            return
        self._asked = asked
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self._rows = {}
        before: QWidget = self._next
        for one in asked.contraindications:
            row = ReplyRow(one)
            row.answered.connect(self._on_answered)
            row.gone_on.connect(self._on_gone_on)
            self._rows[one.id] = row
            self._lines.addWidget(row)
            # They are made later than what stands below them.
            QWidget.setTabOrder(before, row)
            before = row

    def show_replies(self, replies: Mapping[str, Reply]) -> None:
        """Show the answers given so far."""
        for id_, row in self._rows.items():
            row.show_reply(replies.get(id_))
        self._count()

    def replies(self) -> dict[str, Reply]:
        """Return the answers, by question; what was not asked is left out."""
        return {id_: reply for id_, row in self._rows.items() if (reply := row.reply()) is not None}

    def set_read_only(self, read_only: bool) -> None:
        """Show the answers only."""
        for row in self._rows.values():
            row.set_read_only(read_only)
        self._next.setVisible(not read_only)
        self._hint.setVisible(not read_only)

    def row(self, item: str) -> ReplyRow | None:
        """Return the row of a question, None where it is not asked here."""
        return self._rows.get(item)

    def _count(self) -> None:
        count = sum(row.reply() is None for row in self._rows.values())
        words = ngettext("{count} open", "{count} open", count)
        self.set_note(words.format(count=count) if count else _("All are answered"))
        self._next.setEnabled(count > 0)

    def _on_answered(self) -> None:
        self._count()
        self.changed.emit()

    def _on_gone_on(self) -> None:
        rows = list(self._rows.values())
        place = rows.index(self.sender()) + 1  # type: ignore[arg-type]
        if place < len(rows):
            rows[place].setFocus()
        else:
            self.finished.emit()

    def _on_next(self) -> None:
        row = next((row for row in self._rows.values() if row.reply() is None), None)
        if row is not None:
            row.setFocus()
