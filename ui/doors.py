"""The doors of the workplace: how each place is made the first time it is shown, and what its signals lead to.

The imports stand inside the functions so that the start of the program loads only what its first screen needs.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from ui.widgets.page import Page

if TYPE_CHECKING:
    from ui.workplace import Workplace


def _made(module: str, name: str, desk: Desk, *more: Any) -> Any:
    try:
        return getattr(importlib.import_module(module), name)(desk, *more)
    except ModuleNotFoundError:
        return Page(name)


def _link(page: Any, signal: str, slot: Callable[..., object]) -> None:
    if hasattr(page, signal):
        getattr(page, signal).connect(slot)


def _today(desk: Desk, work: Workplace) -> QWidget:
    page: QWidget = _made("ui.today.page", "TodayPage", desk)
    _link(page, "patient_opened", work.show_chart)
    _link(page, "session_opened", work.show_session)
    _link(page, "registration_opened", work.show_registration)
    return page


DOORS: dict[str, Callable[[Desk, Workplace], QWidget]] = {
    "today": _today,
}
"""Key of a place → how it is made and connected."""
