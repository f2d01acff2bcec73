"""The papers of one visit as a small to-do list: what is missing, a button that prepares it, one that shows it all."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import eligibility
from clinicdesk.records.consents import needs
from clinicdesk.records.consents.needs import Needs, PaperNeed
from clinicdesk.records.eligibility import VisitNeed
from ui import icons, theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label

TABLES = frozenset({"consents", "consent_events", "signatures", "adopted_texts", "eligibility_passes"})
"""Where they stand comes from these."""

_ICONS = {"ok": "circle-check", "warn": "circle-alert", "danger": "circle-x", "info": "file-pen"}


class VisitPapers(QWidget):
    """What is missing comes first; what is signed is one line. Nothing is shown for a visit that needs no papers.

    Signals:
        consents_opened(str): Show the consents in this patient's chart.
        prepared: Forms were prepared here; whoever shows more of the visit reads it again.
    """

    consents_opened = Signal(str)
    prepared = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session_id: str | None = None
        self._needs: Needs = ()
        self._suits: VisitNeed | None = None
        self.setAccessibleName(_("Papers for this visit"))
        self._build()
        self._prepare.clicked.connect(self._on_prepare)
        self._open.clicked.connect(self._on_open)
        self.hide()

    def _build(self) -> None:
        self._title = label(_("Papers for this visit"), "h3", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_4"))
        self._problem = label("", tone="danger", wrap=True)
        self._problem.hide()
        self._prepare = button(_("Prepare &form"), icon="file-pen")
        self._open = button(_("Open consen&ts"), kind="quiet")
        actions = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        actions.addWidget(self._prepare)
        actions.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._title)
        column.addLayout(self._lines)
        column.addWidget(self._problem)
        column.addLayout(actions)

    def show_visit(self, session_id: str | None) -> None:
        """Read and show what the visit of a session needs; nothing for a visit without one, or who may not see it."""
        if session_id != self._session_id:
            self._problem.hide()
        self._session_id = session_id
        seen = session_id is not None and self._desk.sees("papers")
        found = needs.of_visit(self._desk, session_id) if seen and session_id else ()
        suits = eligibility.of_visit(self._desk, session_id) if seen and session_id else None
        if (found, suits) != (self._needs, self._suits):
            self._needs, self._suits = found, suits
            self._show_needs()
        self.setVisible(bool(found) or suits is not None)

    def _show_needs(self) -> None:
        _empty(self._lines)
        for made in (*eligibility_lines(self._suits), *lines_of(self._needs)):
            self._lines.addWidget(made)
        count = len(needs.missing(self._needs))
        self._prepare.setText(ngettext("Prepare &form", "Prepare {count} &forms", count).format(count=count))
        self._prepare.setVisible(count > 0 and self._desk.may("consent.prepare"))

    def _on_prepare(self) -> None:
        try:
            needs.prepare_missing(self._desk, self._needs)
        except ClinicDeskError as problem:
            self._problem.setText(str(problem))
            self._problem.show()
            return
        self.show_visit(self._session_id)
        # The button that had the focus is gone: what follows is to hand over or print, in the chart.
        self._open.setFocus()
        self.prepared.emit()

    def _on_open(self) -> None:
        if self._needs:
            self.consents_opened.emit(self._needs[0].patient_id)


def to_do_words(found: Iterable[PaperNeed], suits: VisitNeed | None = None) -> str:
    """Return what is still to be had for a visit, to be told after a booking; empty when all is there."""
    said = []
    if count := sum(not need.done for need in found):
        words = ngettext("{count} paper is missing for it.", "{count} papers are missing for it.", count)
        said.append(words.format(count=count))
    if suits is not None and not suits.done:
        said.append(f"{suits.words}.")
    return " ".join(said)


def eligibility_lines(suits: VisitNeed | None) -> list[QWidget]:
    """Return a line that says where the eligibility for the treatment stands; none for a visit without treatment."""
    return [paper_line(suits.words, suits.kind)] if suits is not None else []


def lines_of(found: Needs) -> list[QWidget]:
    """Return a line for each paper that is not there, and one for all that are."""
    made = [paper_line(need.words, "danger" if need.stops else "warn") for need in found if not need.done]
    done = [need for need in found if need.done]
    if len(done) == 1:
        made.append(paper_line(done[0].words, "ok"))
    elif done:
        words = ngettext("{count} paper is signed", "{count} papers are signed", len(done)).format(count=len(done))
        line = paper_line(words, "ok")
        line.setToolTip("\n".join(need.words for need in done))
        made.append(line)
    return made


def paper_line(words: str, tone: str) -> QWidget:
    """Return a mark and what it is said of; ``tone`` is ok, warn, danger or info."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px("space_8"))
    mark = label()
    mark.setPixmap(icons.pixmap(_ICONS[tone], f"{tone}_line", theme.px("icon"), made.devicePixelRatioF()))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, wrap=True), 1)
    return made


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.deleteLater()
