"""Snippets: the texts a clinician puts into notes by a short name, their own and the clinic's."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import snippets
from clinicdesk.records.snippets import Snippet
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.form_dialog import FormDialog
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField, TextField

_MINE, _EVERYBODYS = "mine", "everybody"


class SnippetsSection(QWidget):
    """The list, and what a clinician can do with it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build()
        self._connect()
        self.show_snippets()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._table: RecordTable[Snippet] = RecordTable(
            _("Snippets"),
            [
                Column(_("Name"), _name, 14, strong=True),
                Column(_("Text"), _in_one_line, 40, stretch=True),
                Column(_("Whose"), _whose, 10),
            ],
            _key,
        )
        self._table.set_empty_text(_("No snippets yet."))
        self._table.setMinimumHeight(220)
        self._add = button(_("&Add…"), icon="plus")
        self._change = button(_("&Change…"), icon="pencil")
        self._remove = button(_("&Take away…"))
        card = Card(_("Snippets"), _("In a note, type the name and press Tab; Ctrl+Space lists them."))
        card.add(self._table, 1)
        row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for made in (self._add, self._change, self._remove):
            row.addWidget(made)
        card.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(card, 1)
        self._on_selected(None)

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._remove.clicked.connect(self._on_remove)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._open)

    def show_snippets(self) -> None:
        """Show what there is now."""
        self._table.show_rows(snippets.offered(self._desk))
        self._on_selected(self._table.selected())

    def _on_selected(self, snippet: Snippet | None) -> None:
        self._change.setEnabled(snippet is not None)
        self._remove.setEnabled(snippet is not None)

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        if (snippet := self._table.selected()) is not None:
            self._open(snippet)

    def _open(self, snippet: Snippet | None) -> None:
        form = SnippetForm(self._desk, self, snippet)
        form.written.connect(self._on_written)
        form.open()

    def _on_written(self) -> None:
        self._strip.clear()
        self.show_snippets()

    def _on_remove(self) -> None:
        snippet = self._table.selected()
        if snippet is None:
            return
        question = Question(
            self,
            _("Take “{name}” away?").format(name=snippet.name),
            _("Notes it was put into stay as they are."),
            _("Take away"),
            danger=True,
        )
        question.confirmed.connect(self._on_remove_confirmed)
        question.open()

    def _on_remove_confirmed(self, _reason: str) -> None:
        snippet = self._table.selected()
        if snippet is None:
            return
        try:
            snippets.void(self._desk, snippet)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._on_written()


class SnippetForm(FormDialog):
    """Name, whose it is, and the text. Whose it is stays as it was chosen first."""

    def __init__(self, desk: Desk, over: QWidget, snippet: Snippet | None) -> None:
        self._desk = desk
        self._snippet = snippet
        self._name = TextField(_("&Name"), required=True, hint=_("One word, short to type."))
        self._whose = ChoiceField(_("&Whose"), [(_MINE, _("Mine")), (_EVERYBODYS, _("The whole clinic's"))])
        self._body = TextAreaField(_("&Text"), lines=8, required=True)
        title = _("Add a snippet") if snippet is None else _("Change a snippet")
        fields = {"name": self._name, "whose": self._whose, "body": self._body}
        super().__init__(over, title, "", fields, _("Save"))
        is_everybodys = snippet is not None and snippet.owner_id is None
        self._whose.set_value(_EVERYBODYS if is_everybodys else _MINE)
        self._whose.setEnabled(snippet is None)
        if snippet is not None:
            self._name.set_text(snippet.name)
            self._body.set_text(snippet.body)

    def record(self) -> None:
        """Write it down. Raises ``ClinicDeskError``."""
        name, body = self._name.text(), self._body.area.toPlainText()
        if self._snippet is None:
            snippets.add(self._desk, name=name, body=body, everybody=self._whose.value() == _EVERYBODYS)
        else:
            snippets.change(self._desk, self._snippet, name=name, body=body)


def _key(snippet: Snippet) -> str:
    return snippet.id


def _name(snippet: Snippet) -> str:
    return snippet.name


def _in_one_line(snippet: Snippet) -> str:
    return " ".join(snippet.body.split())


def _whose(snippet: Snippet) -> str:
    return _("The clinic's") if snippet.owner_id is None else _("Mine")
