"""The form of a consent text: the words and the settings on the left, the printed page on the right, the mistakes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.wordings import EditedText, TextProblem
from ui import theme
from ui.consent_texts.body_field import BodyField
from ui.consent_texts.header_form import HeaderForm
from ui.consent_texts.live_preview import LivePreview
from ui.consent_texts.problem_list import ProblemList
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.page import Page
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip

_DRAFT_AFTER_MS = 1000
_WORDS, _SETTINGS = 0, 1


class EditorForm(Page):
    """What stands on the editor's page, and the way from a mistake to its place; it keeps and publishes nothing."""

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__(_("Consent text"))
        self._desk = desk
        self._background = background
        self._build()
        self._problems.problem_chosen.connect(self._on_problem_chosen)
        QShortcut(QKeySequence("F3"), self).activated.connect(self._problems.go_on)

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._body = BodyField(_("Te&xt"))
        self._header = HeaderForm()
        self._problems = ProblemList()
        self._preview = LivePreview(self._desk, self._background)
        self._insert = button(_("&Insert…"), icon="plus")
        self._insert.setMenu(self._body.menu)
        self._close = button(_("&Close"), icon="arrow-left")
        self._discard = button(_("Discard m&y changes…"), kind="quiet")
        self._compare = button(_("Com&pare…"), icon="history")
        self._publish = button(_("P&ublish…"), kind="primary", shortcut="Ctrl+S")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DRAFT_AFTER_MS)
        self.add_fixed(self._strip)
        self.add(self._two_sides(), 1)
        for made in (self._close, self._discard):
            self.add_action(made, left=True)
        for made in (self._compare, self._publish):
            self.add_action(made)
        self.begin_at(self._body.area)

    def _two_sides(self) -> QSplitter:
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(_("Parts of the text"))
        self._tabs.addTab(self._words_tab(), _("Wo&rds"))
        self._tabs.addTab(ScrollArea(self._header), _("What it is &for"))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._tabs, 1)
        column.addWidget(self._problems)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.addWidget(left)
        sides.addWidget(self._preview)
        sides.setStretchFactor(0, 1)
        sides.setStretchFactor(1, 1)
        sides.setSizes([1000, 1000])
        sides.setHandleWidth(theme.px("space_12"))
        return sides

    def _words_tab(self) -> QWidget:
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, theme.px("space_8"), 0, 0)
        column.setSpacing(theme.px("space_4"))
        row = QHBoxLayout()
        row.addWidget(self._insert)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._body, 1)
        return tab

    def _text(self) -> EditedText:
        return self._header.text(self._body.text())

    def _show_words(self) -> None:
        self._tabs.setCurrentIndex(_WORDS)

    def _show_problems(self, problems: Sequence[TextProblem]) -> None:
        self._header.show_problems(problems)
        self._problems.show_problems([(problem, self._body.shown_line(problem.line)) for problem in problems])
        self._tabs.setTabText(
            _SETTINGS, _("What it is &for (!)") if any(one.field for one in problems) else _("What it is &for")
        )

    def _on_problem_chosen(self, problem: TextProblem) -> None:
        if problem.field:
            self._tabs.setCurrentIndex(_SETTINGS)
            self._header.go_to(problem.field)
        elif problem.line:
            self._tabs.setCurrentIndex(_WORDS)
            self._body.go_to(problem.line)
