"""The questionnaires in the settings: which wording is asked, by whose licence, and installing one from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.measures import files, installing
from clinicdesk.records.measures.files import InUse
from clinicdesk.rules.languages import language_name
from clinicdesk.rules.measure import Shipping
from ui import theme
from ui.settings.install_dialog import InstallDialog
from ui.settings.measure_known import known
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.dialog import Question
from ui.widgets.flow import FlowLayout
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class MeasuresSection(QWidget):
    """A list of the questionnaires; below it what is known of the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = desk.may("measure.install")
        self._build()
        self._connect()
        self.show_measures()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._faults = MessageStrip()
        self._why = label(_("A prescriber or an administrator installs texts."), "muted", wrap=True)
        self._install = button(_("&Install a text…"), icon="upload")
        self._blank = button(_("Save an empt&y file…"), icon="download")
        self._end = button(_("St&op using it…"), kind="quiet", icon="x")
        self._table: RecordTable[InUse] = RecordTable(
            _("List of questionnaires"), self._columns(), key=lambda one: one.measure.id
        )
        self._table.setMinimumHeight(theme.px("row") * 5)
        self._facts = label("", wrap=True)
        self._facts.setAccessibleName(_("About the chosen questionnaire"))
        actions = FlowLayout(theme.px("space_8"), theme.px("space_4"))
        for made in (self._install, self._blank, self._end):
            actions.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        for widget in (self._strip, self._faults, self._why):
            column.addWidget(widget)
        column.addLayout(actions)
        column.addWidget(self._table, 1)
        column.addWidget(self._facts)
        # Only now: a part that is shown before it has a place flashes up as a window.
        for made in (self._install, self._blank, self._end):
            made.setVisible(self._may)
        self._why.setVisible(not self._may)

    def _columns(self) -> list[Column[InUse]]:
        return [
            Column(_("Questionnaire"), lambda one: one.measure.title, 16, strong=True),
            Column(_("Asks about"), lambda one: one.measure.about, 16, priority=3),
            Column(_("Wording"), lambda one: _wording(one).text, 24, chips=lambda one: (_wording(one),)),
            Column(_("Languages"), _languages, 18, priority=2),
            Column(_("Numbers"), lambda one: _checked(one).text, 14, chips=lambda one: (_checked(one),), priority=4),
            Column(_("What it is"), lambda one: one.measure.full_title, 30, stretch=True, priority=2),
        ]

    def _connect(self) -> None:
        self._install.clicked.connect(self._on_install)
        self._blank.clicked.connect(self._on_blank)
        self._end.clicked.connect(self._on_end)
        self._table.row_selected.connect(self._on_selected)

    # In -----------------------------------------------------------------------------------------------------------

    def show_measures(self) -> None:
        """Read the questionnaires anew; the same one stays chosen."""
        used = [files.in_use(self._desk, name) for name in files.offered(self._desk)]
        self._table.show_rows(sorted(used, key=lambda one: one.measure.title.casefold()))
        if self._table.selected() is None and self._table.rows():
            self._table.select_key(self._table.rows()[0].measure.id)
        self._on_selected(self._table.selected())
        problems = files.load_all()[1]
        if not problems:
            self._faults.clear()
            return
        where = _("{file}, line {line}: {sentence}")
        told = [where.format(file=one.file, line=one.line, sentence=one.sentence) for one in problems]
        self._faults.show_message("warn", _("A file that came with the program is left out.") + "\n" + "\n".join(told))

    def refresh(self, changed: Changed) -> None:
        """Show what was installed meanwhile."""
        if "installed_measures" in changed.tables:
            self.show_measures()

    def install_from(self, file: Path) -> None:
        """Read a file and, if it can be installed, show what it says and ask for the licence."""
        self._strip.clear()
        try:
            # One character more than is allowed is enough to say that it is too long.
            text = file.read_bytes()[: installing.LONGEST_FILE * 4 + 4].decode("utf-8")
            found = installing.check(text)
        except UnicodeDecodeError:
            self._strip.show_message("danger", _("{file} is not saved as UTF-8 text.").format(file=file.name))
            return
        except OSError:
            sentence = _("{file} cannot be read. Choose another file.")
            self._strip.show_message("danger", sentence.format(file=file.name))
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", _("{file}: {sentence}").format(file=file.name, sentence=problem))
            return
        dialog = InstallDialog(self._desk, self, text, found)
        dialog.installed.connect(self._on_installed)
        dialog.open()

    def save_blank(self, file: Path) -> None:
        """Write the empty wording file of the chosen questionnaire."""
        one = self._table.selected()
        if one is None:
            return
        try:
            file.write_text(installing.blank(one.measure.id), encoding="utf-8")
        except OSError:
            sentence = _("{file} cannot be saved there. Choose another folder.")
            self._strip.show_message("danger", sentence.format(file=file.name))
            return
        self._strip.show_message(
            "ok", _("{file} is saved. Fill in the words of your form, then install it here.").format(file=file.name)
        )

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_selected(self, one: InUse | None) -> None:
        self._blank.setEnabled(one is not None and _lacks_words(one))
        self._end.setEnabled(one is not None and one.installed is not None)
        self._facts.setText(known(self._desk, one) if one is not None else "")

    def _on_install(self) -> None:
        dialog = QFileDialog(self, _("Choose the file of a questionnaire"))
        dialog.setNameFilter(_("Questionnaires (*.toml)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, name: str) -> None:
        self.install_from(Path(name))

    def _on_installed(self, measure_id: str) -> None:
        self.show_measures()
        self._table.select_key(measure_id)
        title = files.in_use(self._desk, measure_id).measure.title
        self._strip.show_message("ok", _("{title} is asked with this wording from now on.").format(title=title))

    def _on_blank(self) -> None:
        one = self._table.selected()
        if one is None:
            return
        dialog = QFileDialog(self, _("Save an empty file"), str(Path.home() / f"{one.measure.id}.toml"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Questionnaires (*.toml)"))
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(self._on_blank_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_blank_file(self, name: str) -> None:
        self.save_blank(Path(name))

    def _on_end(self) -> None:
        one = self._table.selected()
        if one is None:
            return
        after = (
            _("{title} is then asked as it came with the program. Answers keep the text they were given to.")
            if one.measure.id in files.shipped()
            else _("{title} is then not asked any more. Answers keep the text they were given to.")
        )
        question = Question(
            self, _("Stop using this text?"), after.format(title=one.measure.title), _("St&op using it")
        )
        question.confirmed.connect(self._on_end_confirmed)
        question.open()

    def _on_end_confirmed(self, _reason: str) -> None:
        one = self._table.selected()
        if one is None:
            return
        try:
            installing.end(self._desk, one.measure.id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.show_measures()
        self._strip.show_message("ok", _("The text is not used any more."))


def _wording(one: InUse) -> ChipText:
    if one.installed is not None:
        return ChipText(_("Installed by the clinic"), "ok")
    return {
        Shipping.TEXT: ChipText(_("In the program"), "ok"),
        Shipping.OWN_WORDS: ChipText(_("The program's words"), "ok"),
        Shipping.SCORE_ONLY: ChipText(_("Numbers only"), "neutral"),
    }[one.measure.shipping]


def _languages(one: InUse) -> str:
    return ", ".join(language_name(code) for code in one.measure.languages)


def _checked(one: InUse) -> ChipText:
    if one.measure.provenance.unverified or one.measure.response.provenance.unverified:
        return ChipText(_("Not verified"), "warn", dot=False)
    return ChipText(_("Verified"), "ok")


def _lacks_words(one: InUse) -> bool:
    shipped = files.shipped().get(one.measure.id)
    return shipped is not None and not shipped.measure.has_text
