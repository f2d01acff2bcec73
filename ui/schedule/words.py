"""The words of a booking: on its block, read out, and as seen from the other side of the counter."""

from __future__ import annotations

from collections.abc import Sequence

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records.appointments import Appointment, Stage
from ui.schedule.timetable import Column, View
from ui.widgets.chip import ChipKind

_KINDS: dict[Stage, ChipKind] = {
    Stage.BOOKED: "neutral",
    Stage.ARRIVED: "info",
    Stage.CHECKED_IN: "info",
    Stage.PREPARATION: "violet",
    Stage.IN_TREATMENT: "ok",
    Stage.RECOVERY: "warn",
    Stage.DISCHARGED: "neutral",
    Stage.NOT_TREATED: "neutral",
    Stage.NO_SHOW: "danger",
    Stage.CANCELLED: "neutral",
}


def kind_of(one: Appointment) -> ChipKind:
    """Return the colour of a booking: that of its stage. Time that is taken has none."""
    return _KINDS[one.stage]


def stage_words(one: Appointment) -> str:
    """Return the stage of a booking as people say it, on the day board as well; a talk is no treatment."""
    if one.session_id is None and one.stage in (Stage.IN_TREATMENT, Stage.DISCHARGED):
        return _("Under way") if one.stage is Stage.IN_TREATMENT else _("Over")
    return {
        Stage.BOOKED: _("Booked"),
        Stage.ARRIVED: _("Arrived"),
        Stage.CHECKED_IN: _("Checked in"),
        Stage.PREPARATION: _("Preparation"),
        Stage.IN_TREATMENT: _("In treatment"),
        Stage.RECOVERY: _("Recovery"),
        Stage.DISCHARGED: _("Discharged"),
        Stage.NOT_TREATED: _("Not treated"),
        Stage.NO_SHOW: _("No-show"),
        Stage.CANCELLED: _("Cancelled"),
    }[one.stage]


def who(one: Appointment, *, counter: bool) -> str:
    """Return whose booking it is: the name, or at the counter the initials; for taken time, what it is taken for."""
    if one.patient_id is None:
        return one.remark or one.title
    return initials(one.patient_name) if counter else one.patient_name


def initials(name: str) -> str:
    """Return the first letters of ``LINDQVIST, Per`` as one says them: ``P. L.``"""
    family, _comma, given = name.partition(",")
    letters = [word[0] for word in (*given.split(), *family.split()[:1]) if word[0].isalpha()]
    return " ".join(f"{letter.upper()}." for letter in letters) or "–"


def clock(minute: int) -> str:
    """Return a minute of the day as ``09:40``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def span(start: int, end: int) -> str:
    """Return ``09:00–11:00``."""
    return f"{clock(start)}–{clock(end)}"


def spoken(one: Appointment, start: int, end: int, *, counter: bool) -> str:
    """Return a booking as a screen reader says it, and as the name of its block."""
    parts = [
        _("{start} to {end}").format(start=clock(start), end=clock(end)),
        who(one, counter=counter),
        one.title if one.patient_id is not None else "",
        one.chair,
        one.staff,
        "" if one.stage is Stage.BOOKED else stage_words(one),
    ]
    return ", ".join(part for part in parts if part)


def nothing_to_show() -> str:
    """Return what the sheet says where there are no columns at all."""
    return _("There is nothing to show: Settings has the chairs and rooms, and the people who work here.")


def of_view(view: View, columns: Sequence[Column], *, counter: bool) -> str:
    """Return which day or days are shown, whether the clinic is closed on that day, and that names are hidden."""
    if view.days == 1:
        said = formats.format_day(view.first)
        closed = next((column for column in columns if column.opens is None), None)
        if closed is not None:
            said = ": ".join(part for part in (_("{day}, closed").format(day=said), closed.closed_because) if part)
    else:
        said = _("{first} to {last}").format(first=formats.format_date(view.first), last=formats.format_date(view.last))
    return _("{day}, counter view").format(day=said) if counter else said


def can_move(one: Appointment) -> bool:
    """Tell whether a booking can still be moved or stretched. What of it, the record decides."""
    return one.stage not in (Stage.DISCHARGED, Stage.NOT_TREATED, Stage.NO_SHOW, Stage.CANCELLED)
