"""The consent texts as a section of the settings: which version is in use, who stands for it, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import wordings
from clinicdesk.records.consents import signing_again
from clinicdesk.records.wordings import TextLine, Wording
from clinicdesk.rules.languages import language_name
from ui import theme
from ui.consent_texts.again_dialog import AgainDialog
from ui.consent_texts.new_dialog import NewDialog
from ui.consent_texts.versions_dialog import VersionsDialog
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.filters import Filters
from ui.widgets.flow import FlowLayout
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_TABLES = frozenset({"adopted_texts", "consents", "consent_events"})


class TextsSection(QWidget):
    """A list of texts and, above it, what can be done with the chosen one.

    Signals:
        text_opened(str, object): A text to edit, by key; with the ``Wording`` it begins as, if it is a new one.
        patient_opened(str): A patient's chart.
        paper_requested(object): A ``PaperRequest``.
    """

    text_opened = Signal(str, object)
    patient_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._may = desk.may("wording.adopt")
        self._lines: list[TextLine] = []
        self._again: dict[str, int] = {}
        self._build()
        self._connect()
        self.show_texts()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._faults = MessageStrip()
        self._filters = Filters(_("Which texts"))
        self._table: RecordTable[TextLine] = RecordTable(
            _("List of consent texts"), self._columns(), key=lambda line: line.key
        )
        self._table.set_empty_text(_("No text is like that."))
        self._table.setMinimumHeight(theme.px("row") * 5)
        self._adopt = button(_("&Adopt as it is…"), kind="primary", icon="file-check")
        self._edit = button(_("&Edit…"), icon="pencil")
        self._compare = button(_("&Compare versions…"), icon="history")
        self._who = button(_("&Who must sign again…"), icon="users")
        self._new = button(_("&New text…"), icon="copy")
        self._print = button(_("Print &blank form"), icon="printer")
        self._why = label("", "muted", wrap=True)
        self._why.setText(
            _("A prescriber or an administrator adopts, changes and publishes these texts.") if not self._may else ""
        )
        actions = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        for made in (self._adopt, self._edit, self._compare, self._who, self._new, self._print):
            actions.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        for widget in (self._strip, self._faults, self._why, self._filters):
            column.addWidget(widget)
        # Above the list: in a low window the settings scroll, and what can be done must not be what is hidden.
        column.addLayout(actions)
        column.addWidget(self._table, 1)
        # Only now: a part that is shown before it has a place flashes up as a window.
        for made in (self._adopt, self._edit, self._new):
            made.setVisible(self._may)
        self._why.setVisible(not self._may)

    def _columns(self) -> list[Column[TextLine]]:
        return [
            Column(_("Text"), lambda line: line.wording.title, 36, stretch=True, strong=True),
            Column(_("Language"), lambda line: language_name(line.wording.language), 9),
            Column(_("Kind"), lambda line: wordings.kind_words(line.wording.kind), 20, priority=4),
            Column(_("Version"), lambda line: str(line.wording.version), 7, right=True, priority=2),
            Column(_("State"), _state, 20, chips=_chips),
            Column(_("Adopted by"), self._adopted, 30, priority=3),
            Column(_("Sign again"), self._count, 10, right=True, priority=2),
        ]

    def _connect(self) -> None:
        self._filters.filter_chosen.connect(self._on_filter)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self._adopt.clicked.connect(self._on_adopt)
        self._edit.clicked.connect(self._on_edit)
        self._compare.clicked.connect(self._on_compare)
        self._who.clicked.connect(self._on_who)
        self._new.clicked.connect(self._on_new)
        self._print.clicked.connect(self._on_print)

    # In -----------------------------------------------------------------------------------------------------------

    def show_texts(self) -> None:
        """Read the texts anew; the same one stays chosen."""
        self._lines = wordings.lines(self._desk)
        self._again = {}
        for one in signing_again.to_sign_again(self._desk):
            self._again[one.key] = self._again.get(one.key, 0) + 1
        self._filters.show_filters([(key, words, len(self._filtered(key))) for key, words in _filters()])
        self._show_faults()
        self._show_chosen()

    def refresh(self, changed: Changed) -> None:
        """Show what others recorded meanwhile."""
        if changed.tables & _TABLES:
            self.show_texts()

    def showEvent(self, event: object) -> None:
        """Come back from the editor: a draft may be new."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.show_texts()

    def _show_faults(self) -> None:
        problems = wordings.load_all()[1]
        if not problems:
            self._faults.clear()
            return
        where = _("{file}, line {line}: {sentence}")
        told = [where.format(file=one.file, line=one.line, sentence=one.sentence) for one in problems]
        self._faults.show_message("warn", _("A text that came with the program is left out.") + "\n" + "\n".join(told))

    def _show_chosen(self) -> None:
        self._table.show_rows(self._filtered(self._filters.chosen()))
        if self._table.selected() is None and self._table.rows():
            self._table.select_key(self._table.rows()[0].key)
        self._on_selected(self._table.selected())

    def _filtered(self, key: str) -> list[TextLine]:
        return [line for line in self._lines if _fits(key, line, self._again)]

    def _adopted(self, line: TextLine) -> str:
        if line.adopted is None:
            return ""
        day = formats.format_date(self._desk.local(line.adopted.adopted_at).date())
        return _("{name}, {day}").format(name=line.adopted.adopted_by, day=day)

    def _count(self, line: TextLine) -> str:
        count = self._again.get(line.key, 0)
        return str(count) if count else ""

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_filter(self, _key: str) -> None:
        self._show_chosen()

    def _on_selected(self, line: TextLine | None) -> None:
        adoptable = line is not None and _adoptable(line) is not None
        self._adopt.setEnabled(adoptable)
        self._adopt.setText(
            _("&Adopt the newer sample…") if line is not None and line.newer_sample else _("&Adopt as it is…")
        )
        for made in (self._edit, self._compare, self._new, self._print):
            made.setEnabled(line is not None)
        self._who.setEnabled(line is not None and line.adopted is not None)

    def _on_activated(self, _line: TextLine) -> None:
        (self._edit if self._may else self._print).click()

    def _on_adopt(self) -> None:
        line = self._table.selected()
        wording = _adoptable(line) if line else None
        if line is None or wording is None:
            return
        from ui.consent_texts.adopt_dialog import AdoptDialog

        dialog = AdoptDialog(self._desk, self._background, self, wording)
        dialog.adopted.connect(self._on_adopted)
        dialog.come_up(82, 60)

    def _on_adopted(self, key: str) -> None:
        line = next(line for line in wordings.lines(self._desk) if line.key == key)
        self._strip.show_message("ok", _("“{title}” is the clinic's text now.").format(title=line.wording.title))

    def _on_edit(self) -> None:
        if line := self._table.selected():
            self.text_opened.emit(line.key, None)

    def _on_compare(self) -> None:
        if line := self._table.selected():
            dialog = VersionsDialog(self._desk, self, line.key)
            dialog.paper_requested.connect(self.paper_requested)
            dialog.come_up(72, 60)

    def _on_who(self) -> None:
        if line := self._table.selected():
            dialog = AgainDialog(self._desk, self, line.key, line.wording.title)
            dialog.patient_opened.connect(self.patient_opened)
            dialog.come_up(66, 40)

    def _on_new(self) -> None:
        if line := self._table.selected():
            dialog = NewDialog(self._desk, self, line.wording)
            dialog.text_begun.connect(self._on_begun)
            dialog.come_up(44)

    def _on_begun(self, wording: Wording) -> None:
        self.text_opened.emit(wording.key, wording)

    def _on_print(self) -> None:
        if line := self._table.selected():
            self.paper_requested.emit(PaperRequest("consent-blank", line.key))


def _filters() -> list[tuple[str, str]]:
    return [
        ("all", _("All")),
        ("sample", _("Sample wording")),
        ("adopted", _("Adopted")),
        ("newer", _("Newer sample")),
        ("again", _("To sign again")),
    ]


def _fits(key: str, line: TextLine, again: dict[str, int]) -> bool:
    return {
        "sample": line.adopted is None,
        "adopted": line.adopted is not None,
        "newer": line.newer_sample is not None,
        "again": line.key in again,
    }.get(key, True)


def _adoptable(line: TextLine) -> Wording | None:
    """Return the sample that could be adopted as it is."""
    if line.adopted is not None:
        return line.newer_sample
    return wordings.shipped().get(line.key)


def _state(line: TextLine) -> str:
    return ", ".join(chip.text for chip in _chips(line))


def _chips(line: TextLine) -> tuple[ChipText, ...]:
    chips = []
    if line.adopted is not None:
        chips.append(ChipText(_("Adopted"), "ok"))
    elif line.key in wordings.shipped():
        chips.append(ChipText(_("Sample wording"), "warn"))
    else:
        chips.append(ChipText(_("Not published"), "neutral"))
    if line.newer_sample is not None:
        chips.append(ChipText(_("Newer sample"), "info", dot=False))
    if line.is_begun:
        chips.append(ChipText(_("Draft"), "violet", dot=False))
    return tuple(chips)
