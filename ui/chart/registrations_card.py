"""The card of the overview that says which records are read as one here, and what stands under the wrong one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import merging
from clinicdesk.records.merging import Merge, Misfiled
from clinicdesk.records.patients import format_record_number
from ui.chart.facts_cards import LinesCard
from ui.widgets.button import button
from ui.widgets.short_text import shortened


class RegistrationsCard(LinesCard):
    """Shows one line for each merge and for each misfiled record.

    Signals:
        merge_asked(str): Merge this patient with another record.
        parting_asked(str): Part this patient's merged records.
    """

    merge_asked = Signal(str)
    parting_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Records of this person"))
        self._desk = desk
        self._patient_id = ""
        self._notice = ""
        self._part = button(_("&Part merged records…"), kind="quiet")
        self._merge = button(_("Mer&ge with another record…"), kind="quiet")
        self.add_action(self._part)
        self.add_action(self._merge)
        self._part.clicked.connect(self._on_part)
        self._merge.clicked.connect(self._on_merge)

    def show_patient(self, patient_id: str) -> None:
        """Show what is known of a patient's registrations."""
        self._patient_id = patient_id
        merges = merging.merges_of(self._desk, patient_id)
        misfiled = merging.misfiled(self._desk, patient_id)
        self._part.setVisible(any(merge.undone_at is None for merge in merges))
        lines = [_merge_line(merge, patient_id) for merge in merges] + [_misfiled_line(one) for one in misfiled]
        self.show_lines(lines or [("", _("One record"), "")])
        self._notice = _notice(misfiled)

    def notice(self) -> str:
        """Return what must not be overlooked of this, as a sentence, or an empty text."""
        return self._notice

    def _on_part(self) -> None:
        self.parting_asked.emit(self._patient_id)

    def _on_merge(self) -> None:
        self.merge_asked.emit(self._patient_id)


def _notice(misfiled: Sequence[Misfiled]) -> str:
    here = sum(not one.belongs_here for one in misfiled)
    away = len(misfiled) - here
    stands = ngettext(
        "{count} record stands here and belongs to another patient.",
        "{count} records stand here and belong to another patient.",
        here,
    )
    belongs = ngettext(
        "{count} record of this patient stands in another chart.",
        "{count} records of this patient stand in another chart.",
        away,
    )
    return " ".join(words.format(count=count) for words, count in ((stands, here), (belongs, away)) if count)


def _merge_line(merge: Merge, patient_id: str) -> tuple[str, str, str]:
    other_name, other_number = merge.other_than(patient_id)
    number, name = format_record_number(other_number), shortened(other_name)
    day = formats.format_date(merge.at.date())
    if merge.undone_at is None:
        return "", _("{number} {name}, merged {day}").format(number=number, name=name, day=day), ""
    parted = formats.format_date(merge.undone_at.date())
    words = _("{number} {name}, merged {day}, parted {parted}")
    return "", words.format(number=number, name=name, day=day, parted=parted), ""


def _misfiled_line(one: Misfiled) -> tuple[str, str, str]:
    what = " ".join(part for part in (one.name, one.detail) if part)
    words = (
        _("{what}, {day}: belongs to this patient, stands under {number}")
        if one.belongs_here
        else _("{what}, {day}: stands here, belongs to {number}")
    )
    number = format_record_number(one.other_number)
    return "", words.format(what=what, day=formats.format_date(one.day), number=number), "warn"
