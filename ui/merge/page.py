"""Merging: another record of the same person is found, both are laid side by side, and one is read under the other."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import merging, patients
from clinicdesk.records.merging import Preview, Side
from clinicdesk.records.merging.pair import Registration
from clinicdesk.records.patients import format_record_number
from ui import theme
from ui.merge.records_card import RecordsCard
from ui.merge.sides_grid import SidesGrid, SidesRow
from ui.shell.patient_finder import PatientFinder
from ui.shell.possible_matches import PossibleMatches
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.dialog import Question
from ui.widgets.page import Page
from ui.widgets.short_text import shortened
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_MOST_CAUTIONS = 6


class MergePage(Page):
    """``start`` begins with one patient, ``compare`` with both.

    Signals:
        merged(str): Done; carries the patient that stays.
        closed: The person leaves it.
    """

    merged = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Merge two records"))
        self._desk = desk
        self._first = ""
        self._other = ""
        self._preview: Preview | None = None
        self._seen: tuple[Preview, Mapping[str, Side]] | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self.add_fixed(self._strip)
        self._finder = PatientFinder(self._desk, _("&Other record of this person"), required=False)
        self._suggested = PossibleMatches(_("Compare with this one"))
        self._choosing = QWidget()
        choosing = QVBoxLayout(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.setSpacing(theme.px("space_8"))
        self._whose = label("", "muted", wrap=True)
        for widget in (self._whose, self._suggested, self._finder):
            choosing.addWidget(widget)
        self.add(self._choosing)
        self._cautions = [MessageStrip() for _place in range(_MOST_CAUTIONS)]
        for strip in self._cautions:
            self.add(strip)
        self._sure = QCheckBox(_("I have made &sure that this is one person"))
        self.add(self._sure)
        self._swap = button(_("&Keep the other one"), kind="quiet", icon="refresh-cw")
        self._fields = SidesGrid()
        self._details = Card(_("Details"))
        self._details.add_action(self._swap)
        self._details.add(self._fields)
        self.add(self._details)
        self._moving = RecordsCard(_("Will be read in the chart that stays"))
        self._staying = RecordsCard(_("Is there already"))
        self.add(self._moving)
        self.add(self._staying)
        self.body.addStretch(1)
        self._cancel = button(_("Cancel"), shortcut="Esc")
        self._merge = button(_("&Merge these records"), kind="primary", icon="link")
        self.add_action(self._cancel)
        self.add_action(self._merge)
        self.setFocusProxy(self._finder)

    def _connect(self) -> None:
        self._finder.found.connect(self._on_found)
        self._suggested.patient_opened.connect(self._on_suggested)
        self._swap.clicked.connect(self._on_swap)
        self._sure.toggled.connect(self._on_sure)
        self._cancel.clicked.connect(self._on_cancel)
        self._merge.clicked.connect(self._on_merge)

    # What is shown ------------------------------------------------------------------------------------------------

    def start(self, patient_id: str) -> None:
        """Ask with which other record this patient is to be merged."""
        self._first, self._other, self._preview = patient_id, "", None
        self._strip.clear()
        self._finder.show_patient(None)
        self._show_parts()
        try:
            found = patients.get(self._desk, patient_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        name = formats.format_name(found.family_name, found.given_name, found.title)
        number = format_record_number(found.record_number)
        self._whose.setText(
            _("{name}, record number {number}. Find the other record of this person:").format(name=name, number=number)
        )
        self._suggested.show_matches(merging.alike(self._desk, found.id))
        self._finder.setFocus()

    def compare(self, kept_id: str, merged_id: str) -> None:
        """Lay two records side by side; the first one stays unless the person turns them round."""
        self._first, self._other = kept_id, merged_id
        self._sure.setChecked(False)
        self._show_preview({})
        self._focus_first()

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else changed in one of the two meanwhile."""
        if self._preview and any(changed.concerns(one) for one in (self._first, self._other)):
            self._show_preview(self._fields.choices())

    def _show_preview(self, choices: Mapping[str, Side]) -> None:
        before = self._preview
        try:
            self._preview = found = merging.preview(self._desk, self._first, self._other)
        except ClinicDeskError as problem:
            self._preview = None
            self._strip.show_message("danger", str(problem))
            self._show_parts()
            return
        # What differs comes first: only there is something to decide.
        rows = [
            SidesRow(
                key=pair.name,
                label=pair.label,
                kept=pair.kept,
                merged=pair.merged,
                chosen=choices.get(pair.name, pair.proposed),
                may_choose=pair.may_choose,
            )
            for pair in sorted(found.fields, key=lambda pair: not pair.may_choose)
        ]
        heads = _("Stays: {record}"), _("Is merged into it: {record}")
        self._fields.show_rows((_head(heads[0], found.kept), _head(heads[1], found.merged)), rows)
        if before is not None and before.cautions != found.cautions:
            # What was made sure of was something else.
            self._sure.setChecked(False)
        self._moving.show_records(found.moving)
        self._staying.show_records(found.staying)
        self._show_cautions(found)
        self._show_parts()

    def _show_cautions(self, found: Preview) -> None:
        for place, strip in enumerate(self._cautions):
            if place < len(found.cautions):
                strip.show_message(found.cautions[place].tone, found.cautions[place].sentence)
            else:
                strip.clear()
        self._sure.setVisible(any(caution.tone == "danger" for caution in found.cautions))
        if found.refusal:
            self._strip.show_message("danger", found.refusal)
        else:
            self._strip.clear()

    def _show_parts(self) -> None:
        both = self._preview is not None
        self._choosing.setVisible(not both)
        for part in (self._details, self._moving, self._staying):
            part.setVisible(both)
        if not both:
            self._sure.hide()
            for strip in self._cautions:
                strip.clear()
        self._merge.setVisible(both)
        self._merge.setEnabled(self._may_merge())

    def _may_merge(self) -> bool:
        found = self._preview
        return found is not None and not found.refusal and (self._sure.isHidden() or self._sure.isChecked())

    # What the person does -----------------------------------------------------------------------------------------

    def _on_found(self) -> None:
        if self._finder.patient_id:
            self._on_suggested(self._finder.patient_id)

    def _on_suggested(self, other_id: str) -> None:
        self.compare(self._first, other_id)

    def _focus_first(self) -> None:
        """Give the keys to the first thing to decide."""
        if self._preview is None:
            return
        chosen = next((pair.name for pair in self._preview.fields if pair.may_choose), "")
        self._fields.focus_row(chosen)
        if not chosen:
            self._moving.table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_swap(self) -> None:
        turned = {
            name: Side.MERGED if side is Side.KEPT else Side.KEPT for name, side in self._fields.choices().items()
        }
        self._first, self._other = self._other, self._first
        self._show_preview(turned)

    def _on_sure(self) -> None:
        self._merge.setEnabled(self._may_merge())

    def _on_cancel(self) -> None:
        self.closed.emit()

    def _on_merge(self) -> None:
        if self._preview is None:
            return
        question = Question(
            self,
            _("Merge these two records?"),
            _("Everything recorded in {merged} will be read in {kept}. They can be parted again.").format(
                merged=format_record_number(self._preview.merged.record_number),
                kept=format_record_number(self._preview.kept.record_number),
            ),
            _("&Merge"),
        )
        # What somebody changes behind the question has not been seen.
        self._seen = (self._preview, self._fields.choices())
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _on_confirmed(self) -> None:
        if self._seen is None:
            return
        found, choices = self._seen
        try:
            merging.merge(
                self._desk,
                found.kept.id,
                found.merged.id,
                choices=choices,
                based_on=(found.kept.version, found.merged.version),
            )
        except BadValue as problem:
            self._strip.show_message("danger", str(problem))
            self._fields.focus_row(problem.field or "")
        except ChangedElsewhere as problem:
            self._show_preview(self._fields.choices())
            self._strip.show_message("warn", str(problem))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
        else:
            self._preview = None
            self.merged.emit(found.kept.id)


def _head(words: str, one: Registration) -> str:
    return words.format(record=f"{format_record_number(one.record_number)} {shortened(one.name)}")
