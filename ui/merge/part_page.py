"""Parting two merged records: of everything written since, somebody says to whom it belongs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import merging
from clinicdesk.records.merging import Belonging, Merge, Parting, Side
from clinicdesk.records.merging.pair import Registration
from clinicdesk.records.patients import format_record_number
from ui import theme
from ui.merge.sides_grid import SidesGrid, SidesRow
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialog import Question
from ui.widgets.page import Page
from ui.widgets.short_text import shortened
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_LETTERS = 80


class PartPage(Page):
    """``start`` shows the newest merge of a patient; the others can be chosen.

    Signals:
        parted(str): Done; carries the patient that had been kept.
        closed: The person leaves it.
    """

    parted = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Part merged records"))
        self._desk = desk
        self._patient_id = ""
        self._parting: Parting | None = None
        self._seen: tuple[Parting, dict[str, Side]] | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self.add_fixed(self._strip)
        self._which = ChoiceField(_("&Which merge"), [])
        self.add(self._which)
        self._words = label("", wrap=True)
        self.add(self._words)
        self._all_kept = button("", kind="quiet")
        self._all_merged = button("", kind="quiet")
        self._grid = SidesGrid(shares=(5, 2, 2))
        self._asked = Card(_("Whose is what was written since?"))
        every = QHBoxLayout()
        every.setSpacing(theme.px("space_8"))
        every.addWidget(self._all_kept)
        every.addWidget(self._all_merged)
        every.addStretch(1)
        self._asked.add(every)
        self._asked.add(self._grid)
        self.add(self._asked)
        self.body.addStretch(1)
        self._cancel = button(_("Cancel"), shortcut="Esc")
        self._part = button(_("&Part these records"), kind="primary", icon="users")
        self.add_action(self._cancel)
        self.add_action(self._part)
        self.setFocusProxy(self._which.combo)

    def _connect(self) -> None:
        self._which.edited.connect(self._on_chosen)
        self._all_kept.clicked.connect(self._on_all_kept)
        self._all_merged.clicked.connect(self._on_all_merged)
        self._grid.decided.connect(self._on_decided)
        self._cancel.clicked.connect(self._on_cancel)
        self._part.clicked.connect(self._on_part)

    # What is shown ------------------------------------------------------------------------------------------------

    def start(self, patient_id: str) -> None:
        """Show the merges of a patient that can be undone, the newest chosen."""
        self._patient_id = patient_id
        self._strip.clear()
        try:
            merges = [one for one in merging.merges_of(self._desk, patient_id) if one.undone_at is None]
        except ClinicDeskError as problem:
            merges = []
            self._strip.show_message("danger", str(problem))
        self._which.set_choices([(merge.id, _merge_words(merge)) for merge in merges])
        self._which.setVisible(len(merges) > 1)
        if merges:
            self._which.set_value(merges[0].id)
        self._show_chosen()

    def refresh(self, changed: Changed) -> None:
        """Ask also of what somebody wrote meanwhile."""
        found = self._parting
        if found and any(changed.concerns(one) for one in (found.kept.id, found.merged.id, self._patient_id)):
            self._show_chosen(self._grid.choices())

    def _show_chosen(self, choices: dict[str, Side] | None = None) -> None:
        merge_id = self._which.value()
        self._parting = None
        try:
            if merge_id is not None:
                self._parting = merging.parting(self._desk, str(merge_id))
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
        found = self._parting
        self._asked.setVisible(bool(found and found.belongings))
        self._part.setVisible(found is not None)
        self._words.setText(_summary(found) if found else _("No merge of this patient can be undone."))
        if found:
            heads = _head(found.kept), _head(found.merged)
            self._all_kept.setText(_("All belong to {record}").format(record=_number(found.kept)))
            self._all_merged.setText(_("All belong to {record}").format(record=_number(found.merged)))
            self._grid.show_rows(heads, [_row(thing, found, choices or {}) for thing in found.belongings])
        self._on_decided()

    def _on_decided(self) -> None:
        self._part.setEnabled(self._parting is not None and not self._grid.missing())

    # What the person does -----------------------------------------------------------------------------------------

    def _on_chosen(self) -> None:
        self._strip.clear()
        self._show_chosen()

    def _on_all_kept(self) -> None:
        self._grid.choose_all(Side.KEPT)

    def _on_all_merged(self) -> None:
        self._grid.choose_all(Side.MERGED)

    def _on_cancel(self) -> None:
        self.closed.emit()

    def _on_part(self) -> None:
        if self._parting is None:
            return
        question = Question(
            self,
            _("Part these two records?"),
            _("Each will have its own chart again. What is signed stays where it is; both charts tell whose it is."),
            _("&Part"),
        )
        # What somebody writes behind the question has not been asked about.
        self._seen = (self._parting, self._grid.choices())
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _on_confirmed(self) -> None:
        if self._seen is None:
            return
        found, belongings = self._seen
        try:
            merging.unmerge(self._desk, found.merge.id, belongings=belongings, based_on=found.merge.version)
        except (BadValue, ChangedElsewhere) as problem:
            self._show_chosen(self._grid.choices())
            self._strip.show_message("warn", str(problem))
            self._grid.focus_row(getattr(problem, "field", "") or "")
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
        else:
            self._parting = None
            self.parted.emit(found.kept.id)


def _row(thing: Belonging, found: Parting, choices: dict[str, Side]) -> SidesRow:
    what = _("{kind}: {detail}").format(kind=thing.name, detail=thing.detail) if thing.detail else thing.name
    words = _("{what}, {day}, {name}").format(
        what=shortened(what, _LETTERS), day=formats.format_date(thing.day), name=thing.by_name
    )
    return SidesRow(thing.key, words, _number(found.kept), _number(found.merged), choices.get(thing.key))


def _summary(found: Parting) -> str:
    words = _("{merged} was merged into {kept} on {day}.").format(
        merged=_head(found.merged), kept=_head(found.kept), day=formats.format_date(found.merge.at.date())
    )
    count = len(found.belongings)
    if not count:
        return words + " " + _("Nothing was written since, so both will be as they were.")
    return (
        words
        + " "
        + ngettext("{count} thing was written since.", "{count} things were written since.", count).format(count=count)
    )


def _merge_words(merge: Merge) -> str:
    return _("{number} {name}, merged {day}").format(
        number=format_record_number(merge.merged_number),
        name=shortened(merge.merged_name),
        day=formats.format_date(merge.at.date()),
    )


def _head(one: Registration) -> str:
    return f"{_number(one)} {shortened(one.name)}"


def _number(one: Registration) -> str:
    return format_record_number(one.record_number)
