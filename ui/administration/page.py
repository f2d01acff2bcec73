"""The place Administration: the state of the record, who sees it, its copies, its keys, and what patients ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.language import _
from ui.widgets.page import Page
from ui.widgets.sized_tabs import SizedTabs


class AdministrationPage(Page):
    """One tab for each subject; the sections come from their own rooms, as they know nothing of each other."""

    def __init__(self, sections: Sequence[tuple[QWidget, str]]) -> None:
        super().__init__(_("Administration"))
        self._sections = [section for section, _name in sections]
        self._tabs = SizedTabs(_("Administration"))
        for section, name in sections:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 12, 0, 0)
            column.addWidget(section)
            holder.setProperty("fills", section.property("fills"))
            self._tabs.addTab(holder, name)
        self._tabs.currentChanged.connect(self._on_tab)
        self.add(self._tabs, 1)
        self.setFocusProxy(self._tabs.tabBar())

    def show_tab(self, name: str, part: str = "") -> None:
        """Show the subject of this name, for whoever was led to it from elsewhere; does nothing where there is none.

        ``part`` names a tab within it, in a section that has a method ``show_part``.
        """
        for index in range(self._tabs.count()):
            if self._tabs.tabText(index) == name:
                self._tabs.setCurrentIndex(index)
                if part:
                    cast("Any", self._sections[index]).show_part(part)

    def _on_tab(self, _index: int) -> None:
        # Each begins at its beginning, however far the one before was read.
        self.show_part(self._tabs.tabBar())

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else changed."""
        for section in self._sections:
            if hasattr(section, "refresh"):
                section.refresh(changed)

    def leave(self) -> None:
        """Keep what is being typed."""
        for section in self._sections:
            if hasattr(section, "leave"):
                section.leave()
