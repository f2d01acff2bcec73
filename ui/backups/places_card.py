"""The places backups go to: adding one, changing what was agreed about it, using it no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import backups
from clinicdesk.records.backups import PlaceState
from ui import theme
from ui.backups.place_form import PlaceForm
from ui.backups.words import place_words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class PlacesCard(Card):
    """Filled by ``show_places``.

    Signals:
        added(str): A place was added; carries its folder.
        told(str, str): What became of something, with its tone.
    """

    added = Signal(str)
    told = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Places"), _("New entries are copied there every minute, and a backup is made each day."))
        self._desk = desk
        self._add = button(_("&Add a place…"), icon="plus")
        self._change = button(_("&Change…"), icon="pencil")
        self._remove = button(_("Stop &using it…"), icon="x")
        self._details = label("", "muted", wrap=True)
        self._places: RecordTable[PlaceState] = RecordTable(
            _("Places for backups"),
            [
                Column(_("Folder"), lambda of: str(of.place.folder), chars=28, stretch=True, strong=True),
                Column(_("Kind"), lambda of: backups.kind_name(of.place.kind), chars=20, priority=3),
                Column(_("Last backup"), self._last_backup, chars=17),
                Column(_("Last copy"), self._last_copy, chars=17, priority=2),
                Column(_("Last proven"), self._last_proven, chars=17, priority=2),
                Column(_("Problem"), _problem, chars=20, stretch=True, tone=_tone),
            ],
            lambda of: of.place.id,
        )
        self._places.setMinimumHeight(theme.px("row") * 3)
        self._places.set_empty_text(_("There is no place yet. Add one: a disk that is not in this PC is best."))
        self.add(self._places)
        self.add(self._details)
        row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for made in (self._add, self._change, self._remove):
            row.addWidget(made)
        self.add(row)
        self._connect()

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._remove.clicked.connect(self._on_remove)
        self._places.row_activated.connect(self._on_activated)
        self._places.row_selected.connect(self._on_selected)

    def show_places(self, states: Sequence[PlaceState]) -> None:
        """Show the places and how things stand in each."""
        self._places.show_rows(states)
        self._on_selected(self._places.selected())

    def _on_selected(self, of: PlaceState | None) -> None:
        self._change.setEnabled(of is not None)
        self._remove.setEnabled(of is not None)
        self._details.setText(place_words(self._desk, of.place) if of is not None else "")

    def _when(self, at: datetime | None) -> str:
        return format_date_time(self._desk.local(at)) if at else _("never")

    def _last_backup(self, of: PlaceState) -> str:
        return self._when(of.last_backup_at)

    def _last_copy(self, of: PlaceState) -> str:
        return self._when(of.last_copy_at)

    def _last_proven(self, of: PlaceState) -> str:
        return self._when(of.last_proven_at)

    # Adding and changing ------------------------------------------------------------------------------------------

    def _on_add(self) -> None:
        form = PlaceForm(self._desk, None, self)
        form.saved.connect(self.added)
        form.open()

    def _on_change(self) -> None:
        if (of := self._places.selected()) is not None:
            self._on_activated(of)

    def _on_activated(self, of: PlaceState) -> None:
        form = PlaceForm(self._desk, of.place, self)
        form.saved.connect(self._on_saved)
        form.open()

    def _on_saved(self, folder: str) -> None:
        self.told.emit("ok", _("{folder} is saved.").format(folder=folder))

    def _on_remove(self) -> None:
        of = self._places.selected()
        if of is None:
            return
        question = Question(
            self,
            _("Make no more backups there?"),
            _("What lies in {folder} stays there, encrypted, until somebody deletes it.").format(
                folder=of.place.folder
            ),
            _("&Stop using it"),
            danger=True,
        )
        question.confirmed.connect(self._on_remove_confirmed)
        question.open()

    def _on_remove_confirmed(self) -> None:
        of = self._places.selected()
        if of is None:
            return
        try:
            backups.remove_place(self._desk, of.place)
        except ClinicDeskError as problem:
            self.told.emit("danger", str(problem))
            return
        self.told.emit("info", _("No more backups go to {folder}.").format(folder=of.place.folder))


def _problem(of: PlaceState) -> str:
    return of.problem or of.proof_failed


def _tone(_of: PlaceState) -> str:
    return "danger"
