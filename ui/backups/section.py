"""Backups: where they go, which there are, whether one was proven; and making, proving and restoring one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import backups
from clinicdesk.records.attention import ONLY_HERE
from clinicdesk.records.backups import BackupState, Line, Made, Proof
from ui import theme
from ui.backups import work
from ui.backups.places_card import PlacesCard
from ui.backups.words import occasion_name, size_words
from ui.shell.long_work import LongWork
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.progress import Progress
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip, Tone

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
        self._make = button(_("Make a &backup now"), icon="save")
        self._prove = button(_("&Prove the newest now"), icon="shield-check")
        self._restore = button(_("&Restore from a backup…"), icon="history")
        self._places = PlacesCard(self._desk)
        row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for made in (self._make, self._prove, self._restore):
            row.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._state)
        column.addLayout(row)
        for widget in (self._said, self._progress, self._places, self._made_card()):
            column.addWidget(widget)
        column.addStretch(1)

    def _made_card(self) -> Card:
        card = Card(_("Backups"), _("The latest in each place; a line may stand for one that could not be made."))
        self._made: RecordTable[Line] = RecordTable(
            _("Backups made"),
            [
                Column(_("When"), self._when, chars=17, strong=True),
                Column(_("Why"), lambda line: occasion_name(line.occasion), chars=18, priority=3),
                Column(_("Folder"), lambda line: self._folders.get(line.place_id, ""), chars=24, stretch=True),
                Column(_("Up to entry"), lambda line: f"{line.seq:,}" if line.seq else "", chars=11, right=True),
                Column(_("Size"), lambda line: size_words(line.size_bytes), chars=9, right=True, priority=3),
                Column(_("Problem"), lambda line: line.problem, chars=20, stretch=True, tone=_tone),
            ],
            lambda line: (line.place_id, line.made_at, line.file_name),
            dense=True,
        )
        self._made.setMinimumHeight(theme.px("row_dense") * 6)
        self._made.set_empty_text(_("No backup was made yet."))
        card.add(self._made)
        return card

    def _connect(self) -> None:
        self._make.clicked.connect(self._on_make)
        self._prove.clicked.connect(self._on_prove)
        self._restore.clicked.connect(self._on_restore)
        self._progress.cancelled.connect(self._on_cancel)
        self._places.added.connect(self._on_added)
        self._places.told.connect(self._on_told)

    # What there is ------------------------------------------------------------------------------------------------

    def show_backups(self) -> None:
        """Show places, backups and how things stand."""
        state = backups.state(self._desk)
        self._folders = {of.place.id: str(of.place.folder) for of in state.places}
        self._places.show_places(state.places)
        lines = [line for place_id in self._folders for line in backups.history(self._desk, place_id)]
        self._made.show_rows(sorted(lines, key=lambda line: line.made_at, reverse=True))
        self._tell_state(state)
        self._show_buttons()

    def _tell_state(self, state: BackupState) -> None:
        if not state.places:
            # Whoever reads this is where it is put right.
            if self._desk.clinic.is_sample:
                self._state.show_message("info", _("The sample clinic is not backed up."))
            else:
                self._state.show_message("danger", _("No backups are made on this PC. Add a place first."))
        elif state.concerns:
            self._state.show_message(state.tone, " ".join(concern.sentence for concern in state.concerns))
        elif {of.place.kind for of in state.places} == {backups.Kind.THIS_DISK}:
            self._state.show_message("warn", ONLY_HERE)
        else:
            self._state.show_message("ok", _("All is well. {words}.").format(words=state.words))

    def _show_buttons(self) -> None:
        is_idle = self._work is None
        has_lines = any(not line.problem for line in self._made.rows())
        # What runs holds the file that is to be set aside.
        self._restore.setEnabled(is_idle)
        self._make.setEnabled(is_idle and bool(self._folders))
        self._prove.setEnabled(is_idle and has_lines)
        self._progress.setVisible(not is_idle)

    def refresh(self, changed: Changed) -> None:
        """Show what was made meanwhile."""
        if changed.tables & TABLES:
            self.show_backups()

    def _when(self, line: Line) -> str:
        return format_date_time(self._desk.local(line.made_at))

    def _on_told(self, tone: Tone, sentence: str) -> None:
        self.show_backups()
        self._said.show_message(tone, sentence)

    def _on_added(self, folder: str) -> None:
        self._on_told("ok", _("Backups go to {folder} from now on.").format(folder=folder))
        # A place is worth nothing before its first backup; copies follow one.
        self._on_make()

    # Making and proving -------------------------------------------------------------------------------------------

    def _on_make(self) -> None:
        if self._work is None:
            self._start(work.make_asked, _("Making the backup… You can go on working meanwhile."))

    def _on_prove(self) -> None:
        sentence = _("Restoring the newest backup into a temporary place and checking it… You can go on working.")
        self._start(work.prove, sentence)

    def _start(self, verb: work.Verb, sentence: str) -> None:
        self._said.clear()
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


def _tone(_line: Line) -> str:
    return "danger"
