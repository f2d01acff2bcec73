"""What each command leads to, whether it was asked for by its keys or by its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.workplace import Workplace


def run(key: str, work: Workplace) -> None:
    """Do what a command says."""
    if key in _PLACES:
        work.show_place(key)
    else:
        _ERRANDS[key](work)


_PLACES = frozenset({"today", "patients", "schedule", "calls", "messages", "consents", "cockpit", "settings"})


def _registration(work: Workplace) -> None:
    work.show_registration("")


def _enquiries(work: Workplace) -> None:
    work.show_enquiries()


def _print_day_list(work: Workplace) -> None:
    from clinicdesk.printing.papers import PaperRequest

    today = work.desk.local(work.desk.now()).date()
    work.show_paper(PaperRequest("day-list", today.isoformat()))


def _print_dispensing_log(work: Workplace) -> None:
    from ui.paper.log_days import LogDays

    dialog = LogDays(work.desk, work)
    dialog.paper_requested.connect(work.show_paper)
    dialog.open()


def _print_downtime_pack(work: Workplace) -> None:
    from clinicdesk.printing.papers import PaperRequest

    work.show_paper(PaperRequest("downtime-pack"))


def _import(work: Workplace) -> None:
    work.show_import()


def _booking(work: Workplace) -> None:
    work.show_booking(work.open_patient() or "")


def _export_calendar(work: Workplace) -> None:
    from ui.exchange.calendar_dialog import CalendarDialog

    dialog = CalendarDialog(work.desk, work)
    dialog.saved.connect(work.show_saved_file)
    dialog.open()


def _message(work: Workplace) -> None:
    work.show_new_message()


def _crisis(work: Workplace) -> None:
    work.show_crisis_card()


def _right_now(work: Workplace) -> None:
    work.show_right_now()


def _emergency_sheet(work: Workplace) -> None:
    work.show_emergency_sheet()


def _withdraw(work: Workplace) -> None:
    # The word counts from the key, however long the sheet stays open.
    work.show_withdrawal_now()


def _keys(work: Workplace) -> None:
    from ui.shell.keys_help import KeysHelp

    KeysHelp(work).open()


def _my_chairs(work: Workplace) -> None:
    work.show_my_chairs()


def _to_sign(work: Workplace) -> None:
    work.show_to_sign()


def _call_screen(work: Workplace) -> None:
    work.open_call_screen()


def _close_call_screens(work: Workplace) -> None:
    work.call_screens_unwanted.emit()


def _curve(work: Workplace) -> None:
    work.show_curve()


def _dim(work: Workplace) -> None:
    work.dim_or_light()


def _to_chair(work: Workplace) -> None:
    work.chair_keys.to_chair_and_back()


def _going(work: Workplace) -> None:
    work.chair_keys.going()


def _mute(work: Workplace) -> None:
    work.chair_keys.mute()


def _emergency_access(work: Workplace) -> None:
    work.ask_emergency_access()


def _my_role(work: Workplace) -> None:
    work.show_my_role()


def _lock(work: Workplace) -> None:
    work.lock_wanted.emit()


def _search(work: Workplace) -> None:
    work.focus_search()


def _outcomes(work: Workplace) -> None:
    work.show_outcomes()


def _administration(work: Workplace) -> None:
    work.show_administration()


def _text_search(work: Workplace) -> None:
    work.show_text_search()


_ERRANDS: dict[str, Callable[[Workplace], None]] = {
    "registration": _registration,
    "enquiries": _enquiries,
    "booking": _booking,
    "print-day-list": _print_day_list,
    "print-dispensing-log": _print_dispensing_log,
    "print-downtime-pack": _print_downtime_pack,
    "import": _import,
    "export-calendar": _export_calendar,
    "message": _message,
    "crisis": _crisis,
    "right-now": _right_now,
    "emergency-sheet": _emergency_sheet,
    "withdraw": _withdraw,
    "to-chair": _to_chair,
    "going": _going,
    "mute": _mute,
    "search": _search,
    "text-search": _text_search,
    "outcomes": _outcomes,
    "administration": _administration,
    "keys": _keys,
    "my-chairs": _my_chairs,
    "to-sign": _to_sign,
    "call-screen": _call_screen,
    "close-call-screens": _close_call_screens,
    "curve": _curve,
    "dim": _dim,
    "emergency-access": _emergency_access,
    "my-role": _my_role,
    "lock": _lock,
}
