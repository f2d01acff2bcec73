"""Before a text is installed: what it asks, word for word, and by whose licence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.measures import installing
from clinicdesk.records.measures.installing import Checked
from clinicdesk.rules.languages import language_name
from clinicdesk.rules.measure import Item, Measure
from ui import theme
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class InstallDialog(QDialog):
    """Shows the wording as it was read from the file and asks for the licence.

    Signals:
        installed(str): The id of the measure.
    """

    installed = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, text: str, found: Checked) -> None:
        super().__init__(over)
        self._desk = desk
        self._file_text = text
        self._found = found
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._build()
        self._go.clicked.connect(self._on_go)
        self._cancel.clicked.connect(self.reject)
        self._licence.edited.connect(self._licence.clear_message)
        room, line = over.window().size(), theme.px("base")
        self.resize(min(line * 60, room.width() - 32), min(line * 52, room.height() - 24))
        self._licence.setFocus()

    def _build(self) -> None:
        measure = self._found.measure
        title = _("Install the wording of {title}") if self._found.is_wording else _("Install {title}")
        self.setWindowTitle(title.format(title=measure.title))
        self.setAccessibleName(self.windowTitle())
        self._strip = MessageStrip()
        self._words = QPlainTextEdit(wording_of(measure))
        self._words.setReadOnly(True)
        self._words.setTabChangesFocus(True)
        self._words.setAccessibleName(_("The wording in the file"))
        self._licence = TextAreaField(
            _("By whose &licence"),
            lines=3,
            required=True,
            hint=_("Who allows this clinic to use the text, since when, and where the letter or contract is."),
        )
        self._go = button(_("&Install"), kind="primary")
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(self.windowTitle(), "h2", wrap=True))
        column.addWidget(label(self._sentence(measure), "muted", wrap=True))
        column.addWidget(self._strip)
        column.addWidget(self._words, 1)
        column.addWidget(self._licence)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._go)
        column.addLayout(row)
        self._go.setDefault(True)

    def _sentence(self, measure: Measure) -> str:
        languages = ", ".join(language_name(code) for code in measure.languages)
        if self._found.is_wording:
            words = _("Compare it with your form, word for word ({languages}). How answers are counted stays as it is.")
        else:
            words = _("A questionnaire of your own ({languages}). You stand for how it is counted.")
        return words.format(languages=languages or _("numbers only"))

    def _on_go(self) -> None:
        try:
            measure_id = installing.install(self._desk, self._file_text, licence=self._licence.text())
        except BadValue as problem:
            if problem.field == "licence":
                self._licence.set_error(str(problem))
                self._licence.setFocus()
            else:
                self._strip.show_message("danger", str(problem))
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.installed.emit(measure_id)


def wording_of(measure: Measure) -> str:
    """Return all that a measure says to whoever answers it, in each of its languages."""
    return "\n\n\n".join(_in(measure, language) for language in measure.languages)


def _in(measure: Measure, language: str) -> str:
    parts = [language_name(language).upper()]
    if asked := measure.asked.get(language):
        parts.append(asked)
    parts += [_item(item, language) for item in measure.items]
    return "\n\n".join(parts)


def _item(item: Item, language: str) -> str:
    lines = [f"{item.id}  {item.text.get(language, '')}"]
    lines += [f"      {choice.value} = {choice.text.get(language, '')}" for choice in item.choices]
    if item.ends is not None:
        low, high = (end.get(language, "") for end in item.ends)
        lines += [f"      {item.low} = {low}", f"      {item.high} = {high}"]
    return "\n".join(lines)
