"""A place for backups: which folder, what kind of disk it is on, and how long backups stay there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import backups
from clinicdesk.records.backups import Keep, Kind, Place
from clinicdesk.workstation import syncing_service
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_DAYS, _WEEKS, _MONTHS = (7, 14, 30, 60), (4, 8, 12, 26, 52), (6, 12, 24, 60, 120)


class PlaceForm(QDialog):
    """A new place, or one to change. A folder that a service copies to the internet asks for the agreement with it.

    Signals:
        saved(str): It was recorded; carries the folder.
    """

    saved = Signal(str)

    def __init__(self, desk: Desk, place: Place | None, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._place = place
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = _("Add a place for backups") if place is None else _("Change a place for backups")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._folder = TextField(_("&Folder"), required=True, placeholder=_("for example on a disk you plug in"))
        self._choose = button(_("&Choose…"), icon="folder")
        self._kind = ChoiceField(_("&Kind"), [(kind, backups.kind_name(kind)) for kind in Kind], required=True)
        self._offline = QCheckBox(_("This disk is taken &away and brought back (remind weekly)"))
        self._provider = TextField(_("&Provider"), required=True, placeholder=_("for example the name of the service"))
        self._agreed = QCheckBox(_("The provider has signed an agreement (&BAA); I have seen it"))
        self._days = _kept(_("One a &day, for"), _DAYS, _in_days)
        self._weeks = _kept(_("One a &week, for"), _WEEKS, _in_weeks)
        self._months = _kept(_("One a &month, for"), _MONTHS, _in_months)
        self._save = button(_("&Save"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._connect()
        if place is not None:
            self._show_place(place)
        self._on_kind()
        self._folder.setFocus()

    def _show_place(self, place: Place) -> None:
        """Show a place that is in use: where it is and what kind stays as it is."""
        self._folder.set_text(str(place.folder))
        self._folder.set_read_only(True)
        self._choose.setEnabled(False)
        self._kind.set_value(place.kind)
        self._kind.setEnabled(False)
        self._offline.setChecked(place.offline)
        self._provider.set_text(place.provider)
        self._provider.set_read_only(True)
        self._agreed.setChecked(place.agreement_at is not None)
        self._agreed.setEnabled(False)
        keep = place.keep
        for field, count in ((self._days, keep.days), (self._weeks, keep.weeks), (self._months, keep.months)):
            field.set_value(count)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        # Never lower than what is in it, however much a choice brings up.
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        column.addWidget(label(title, "h2"))
        note = _("What goes there is encrypted with the key of the clinic. A disk that is not in this PC is best.")
        column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self._strip)
        column.addLayout(_beside_field(self._folder, self._choose))
        column.addWidget(self._kind)
        column.addWidget(self._offline)
        self._synced = QWidget()
        inner = QVBoxLayout(self._synced)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._provider)
        inner.addWidget(self._agreed)
        column.addWidget(self._synced)
        column.addWidget(label(_("How long backups stay there"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_12"))
        for place, field in enumerate((self._days, self._weeks, self._months)):
            grid.addWidget(field, 0, place)
        column.addLayout(grid)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self._save.setDefault(True)
        self.setMinimumWidth(theme.px("base") * 38)

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose)
        self._folder.left.connect(self._on_folder)
        self._kind.edited.connect(self._on_kind)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose a folder for backups"), self._folder.text() or str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, folder: str) -> None:
        self._folder.set_text(folder)
        self._on_folder()

    def _on_folder(self) -> None:
        """Propose what kind it is, by its name and its disk."""
        if not self._folder.text() or self._place is not None:
            return
        folder = Path(self._folder.text())
        likely = backups.likely_kind(folder)
        if likely is None and _is_same_disk(folder, self._desk.clinic.path):
            likely = Kind.THIS_DISK
        if likely is not None:
            self._kind.set_value(likely)
        if likely is Kind.SYNCED and not self._provider.text():
            self._provider.set_text(syncing_service(folder))
        self._on_kind()

    def _on_kind(self) -> None:
        kind = self._kind.value()
        if kind is Kind.THIS_DISK:
            self._kind.set_warning(_("When this PC or its disk is lost, so is what lies there. Add another place too."))
        else:
            self._kind.clear_message()
        self._synced.setVisible(kind is Kind.SYNCED)
        self._offline.setVisible(kind is Kind.EXTERNAL)
        self.adjustSize()

    def _on_save(self) -> None:
        try:
            self._record()
        except ClinicDeskError as problem:
            self._tell(problem)
            return
        self.accept()
        self.saved.emit(self._folder.text())

    def _record(self) -> None:
        kind = self._kind.value()
        if not self._folder.text():
            raise BadValue(_("Choose the folder."), "folder")
        if not isinstance(kind, Kind):
            raise BadValue(_("Say what kind of folder it is."), "kind")
        days, weeks, months = (int(str(field.value())) for field in (self._days, self._weeks, self._months))
        offline = kind is Kind.EXTERNAL and self._offline.isChecked()
        if self._place is not None:
            backups.change_place(self._desk, self._place, keep=Keep(days, weeks, months), offline=offline)
            return
        backups.add_place(
            self._desk,
            Path(self._folder.text()),
            kind,
            offline=offline,
            keep=Keep(days, weeks, months),
            provider=self._provider.text(),
            agreement=self._agreed.isChecked(),
        )

    def _tell(self, problem: ClinicDeskError) -> None:
        fields: dict[str, Field] = {"folder": self._folder, "kind": self._kind, "provider": self._provider}
        field = fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is None:
            self._strip.show_message("danger", str(problem))
            return
        field.set_error(str(problem))
        field.setFocus()


def _beside_field(field: TextField, made: QWidget) -> QHBoxLayout:
    """Put a button beside the editor of a field, not beside its label."""
    row = QHBoxLayout()
    row.setSpacing(theme.px("space_8"))
    row.addWidget(field, 1)
    beside = QVBoxLayout()
    beside.addSpacing(field.fontMetrics().height() + theme.px("space_4"))
    beside.addWidget(made)
    beside.addStretch(1)
    row.addLayout(beside)
    return row


def _kept(name: str, counts: Sequence[int], words: Callable[[int], str]) -> ChoiceField:
    field = ChoiceField(name, [(count, words(count)) for count in counts], required=True)
    field.set_value(counts[1])
    return field


def _in_days(count: int) -> str:
    return _("{count} days").format(count=count)


def _in_weeks(count: int) -> str:
    return _("{count} weeks").format(count=count)


def _in_months(count: int) -> str:
    return _("{count} months").format(count=count)


def _is_same_disk(one: Path, other: Path) -> bool:
    """Tell whether two paths seem to be on one disk of this PC; False where that cannot be told."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
