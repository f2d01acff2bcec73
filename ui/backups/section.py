"""Backups: where they go, which there are, whether one was proven; and making, proving and restoring one."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import backups
from clinicdesk.records.backups import BackupState, Line, Made, PlaceState, Proof
from ui import theme
from ui.backups import work
from ui.backups.place_form import PlaceForm
from ui.backups.words import occasion_name, place_words, size_words
from ui.shell.long_work import LongWork
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.progress import Progress
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

TABLES = frozenset({"backup_places", "backups", "restore_proofs"})


class BackupsSection(QWidget):
    """For administrators.

    Signals:
        restore_wanted: The clinic is to be brought back from a backup; this window leaves it for that.
    """

    restore_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._work: LongWork | None = None
        self._pressed: QWidget | None = None
        self._folders: dict[str, str] = {}
        self._build()
        self._connect()
        self.show_backups()

    def _build(self) -> None:
        self._state = MessageStrip()
        self._said = MessageStrip()
        self._progress = Progress("")
        self._progress.hide()
        self._add = button(_("&Add a place…"), icon="plus")
        self._change = button(_("&Change…"), icon="pencil")
        self._remove = button(_("Stop &using it…"), icon="x")
        self._details = label("", "muted", wrap=True)
        self._make = button(_("Make a &backup now"), icon="save")
        self._prove = button(_("&Prove the newest now"), icon="shield-check")
        self._restore = button(_("&Restore from a backup…"), icon="history")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        for item in (self._state, _in_a_row(self._make, self._prove, self._restore), self._said, self._progress):
            if isinstance(item, QWidget):
                column.addWidget(item)
            else:
                column.addLayout(item)
        column.addWidget(self._places_card())
        column.addWidget(self._made_card())
        column.addStretch(1)

    def _places_card(self) -> Card:
        card = Card(_("Places"), _("New entries are copied there every minute, and a backup is made each day."))
        self._places: RecordTable[PlaceState] = RecordTable(
            _("Places for backups"),
            [
                Column(_("Folder"), lambda of: str(of.place.folder), chars=28, stretch=True, strong=True),
                Column(_("Kind"), lambda of: backups.kind_name(of.place.kind), chars=20, priority=3),
                Column(_("Last backup"), self._last_backup, chars=17),
                Column(_("Last copy"), self._last_copy, chars=17, priority=2),
                Column(_("Last proven"), self._last_proven, chars=17, priority=2),
                Column(
                    _("Problem"), lambda of: of.problem or of.proof_failed, chars=20, stretch=True, tone=_of_problem
                ),
            ],
            lambda of: of.place.id,
        )
        self._places.setMinimumHeight(theme.px("row") * 3)
        self._places.set_empty_text(_("There is no place yet. Add one: a disk that is not in this PC is best."))
        card.add(self._places)
        card.add(self._details)
        card.add(_in_a_row(self._add, self._change, self._remove))
        return card

    def _made_card(self) -> Card:
        card = Card(_("Backups"), _("The latest in each place; a line may stand for one that could not be made."))
        self._made: RecordTable[Line] = RecordTable(
            _("Backups made"),
            [
                Column(_("When"), lambda line: self._when(line.made_at), chars=17, strong=True),
                Column(_("Why"), lambda line: occasion_name(line.occasion), chars=18, priority=3),
                Column(_("Folder"), lambda line: self._folders.get(line.place_id, ""), chars=24, stretch=True),
                Column(_("Up to entry"), lambda line: f"{line.seq:,}" if line.seq else "", chars=11, right=True),
                Column(_("Size"), lambda line: size_words(line.size_bytes), chars=9, right=True, priority=3),
                Column(_("Problem"), lambda line: line.problem, chars=20, stretch=True, tone=_of_line),
            ],
            lambda line: (line.place_id, line.made_at, line.file_name),
            dense=True,
        )
        self._made.setMinimumHeight(theme.px("row_dense") * 6)
        self._made.set_empty_text(_("No backup was made yet."))
        card.add(self._made)
        return card

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._remove.clicked.connect(self._on_remove)
        self._places.row_activated.connect(self._on_activated)
        self._make.clicked.connect(self._on_make)
        self._prove.clicked.connect(self._on_prove)
        self._restore.clicked.connect(self._on_restore)
        self._progress.cancelled.connect(self._on_cancel)
        self._places.row_selected.connect(self._on_selected)

    # What there is ------------------------------------------------------------------------------------------------

    def show_backups(self) -> None:
        """Show places, backups and how things stand."""
        state = backups.state(self._desk)
        self._folders = {of.place.id: str(of.place.folder) for of in state.places}
        self._places.show_rows(state.places)
        lines = [line for place_id in self._folders for line in backups.history(self._desk, place_id)]
        self._made.show_rows(sorted(lines, key=lambda line: line.made_at, reverse=True))
        self._tell_state(state)
        self._show_buttons()

    def _tell_state(self, state: BackupState) -> None:
        if state.concerns:
            self._state.show_message(state.tone, " ".join(concern.sentence for concern in state.concerns))
        else:
            self._state.show_message("ok", _("All is well. {words}.").format(words=state.words))

    def _show_buttons(self) -> None:
        is_idle = self._work is None
        has_places, has_lines = bool(self._places.rows()), any(not line.problem for line in self._made.rows())
        # What runs holds the file that is to be set aside.
        self._restore.setEnabled(is_idle)
        self._make.setEnabled(is_idle and has_places)
        self._prove.setEnabled(is_idle and has_lines)
        of = self._places.selected()
        self._change.setEnabled(of is not None)
        self._remove.setEnabled(of is not None)
        self._details.setText(place_words(self._desk, of.place) if of is not None else "")
        self._progress.setVisible(not is_idle)

    def refresh(self, changed: Changed) -> None:
        """Show what was made meanwhile."""
        if changed.tables & TABLES:
            self.show_backups()

    def _on_selected(self, _of: PlaceState | None) -> None:
        self._show_buttons()

    def _when(self, at: datetime | None) -> str:
        return format_date_time(self._desk.local(at)) if at else _("never")

    def _last_backup(self, of: PlaceState) -> str:
        return self._when(of.last_backup_at)

    def _last_copy(self, of: PlaceState) -> str:
        return self._when(of.last_copy_at)

    def _last_proven(self, of: PlaceState) -> str:
        return self._when(of.last_proven_at)

    # Places -------------------------------------------------------------------------------------------------------

    def _on_add(self) -> None:
        form = PlaceForm(self._desk, None, self)
        form.saved.connect(self._on_added)
        form.open()

    def _on_change(self) -> None:
        if (of := self._places.selected()) is not None:
            self._on_activated(of)

    def _on_activated(self, of: PlaceState) -> None:
        form = PlaceForm(self._desk, of.place, self)
        form.saved.connect(self._on_changed)
        form.open()

    def _on_changed(self, folder: str) -> None:
        self.show_backups()
        self._said.show_message("ok", _("{folder} is saved.").format(folder=folder))

    def _on_added(self, folder: str) -> None:
        self.show_backups()
        self._said.show_message("ok", _("Backups go to {folder} from now on.").format(folder=folder))
        # A place is worth nothing before its first backup; copies follow one.
        self._on_make()

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
            self._said.show_message("danger", str(problem))
            return
        self.show_backups()
        self._said.show_message("info", _("No more backups go to {folder}.").format(folder=of.place.folder))

    # Making and proving -------------------------------------------------------------------------------------------

    def _on_make(self) -> None:
        if self._work is None:
            self._start(work.make_asked, _("Making the backup… You can go on working meanwhile."))

    def _on_prove(self) -> None:
        sentence = _("Restoring the newest backup into a temporary place and checking it… You can go on working.")
        self._start(work.prove, sentence)

    def _start(self, verb: work.Verb, sentence: str) -> None:
        self._progress.start(sentence)
        self._work = LongWork(work.OnOwnConnection(self._desk, verb), self)
        self._work.progressed.connect(self._progress.show_progress)
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)
        self._work.stopped.connect(self._on_stopped)
        self._work.start()
        # A button that is grey gives the keys to the next one, which is another thing altogether.
        self._pressed = self.focusWidget()
        self._progress.show()
        self._progress.setFocus()
        self._show_buttons()

    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _on_done(self, result: list[Made] | Proof) -> None:
        self._end()
        if isinstance(result, Proof):
            self._tell_proof(result)
            return
        failed = [made.problem for made in result if made.problem]
        if failed:
            self._said.show_message("danger", " ".join(failed))
        else:
            self._said.show_message("ok", _("The backup was made, read back, and is whole."))

    def _tell_proof(self, proof: Proof) -> None:
        if not proof.is_whole:
            self._said.show_message("danger", _("The backup is not whole: {words}").format(words=proof.words))
            return
        sentence = _("Proven: all {count} entries came back from {folder}, and the restored record is whole.")
        self._said.show_message("ok", sentence.format(count=f"{proof.seq:,}", folder=proof.place.folder))

    def _on_failed(self, problem: ClinicDeskError) -> None:
        self._end()
        self._said.show_message("danger", str(problem))

    def _on_stopped(self) -> None:
        self._end()
        self._said.show_message("info", _("It was stopped. The backups made before are as they were."))

    def _end(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
            self._work = None
        waits_here = self._progress.isAncestorOf(self.focusWidget() or self)
        self.show_backups()
        if waits_here and self._pressed is not None and isValid(self._pressed):
            self._pressed.setFocus()

    # Restoring ----------------------------------------------------------------------------------------------------

    def _on_restore(self) -> None:
        question = Question(
            self,
            _("Restore the clinic from a backup?"),
            _(
                "ClinicDesk leaves the clinic file and asks which backup. The file there is now is kept aside, "
                "never overwritten. Everybody else must close ClinicDesk first."
            ),
            _("&Go on"),
            danger=True,
        )
        question.confirmed.connect(self._on_restore_confirmed)
        question.open()

    def _on_restore_confirmed(self) -> None:
        self.restore_wanted.emit()


def _in_a_row(*buttons: QWidget) -> FlowLayout:
    row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
    for made in buttons:
        row.addWidget(made)
    return row


def _of_problem(_of: PlaceState) -> str:
    return "danger"


def _of_line(_line: Line) -> str:
    return "danger"
