"""Settings: the practice, its people, this PC, checking the record, bringing patients in, and what ClinicDesk is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.workstation import Workstation
from ui.settings.about_section import AboutSection
from ui.settings.chairs_section import ChairsSection
from ui.settings.crisis_section import CrisisSection
from ui.settings.hours_section import HoursSection
from ui.settings.people_section import PeopleSection
from ui.settings.practice_section import PracticeSection
from ui.settings.record_section import RecordSection
from ui.settings.site_section import SiteSection
from ui.settings.snippets_section import SnippetsSection
from ui.settings.this_pc_section import ThisPcSection
from ui.widgets.page import Page


class SettingsPage(Page):
    """One tab for each subject; what an administrator alone may change says so.

    Signals:
        look_changed(object): The ``Workstation`` with another scheme or text size.
        import_opened: The person wants to bring patients in.
        paper_requested(object): A ``PaperRequest``.
        new_key_wanted: The key of the clinic file is to be replaced.
    """

    look_changed = Signal(object)
    import_opened = Signal()
    paper_requested = Signal(object)
    new_key_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        choices: Workstation,
        parent: QWidget | None = None,
        *,
        check: QWidget,
        more: Sequence[tuple[QWidget, str]] = (),
    ) -> None:
        """Make one; ``check`` checks the record, ``more`` are sections of other rooms, with their names."""
        super().__init__(_("Settings"))
        self._more = more
        if parent is not None:
            self.setParent(parent)
        self._practice = PracticeSection(desk)
        self._people = PeopleSection(desk)
        self._chairs = ChairsSection(desk)
        self._hours = HoursSection(desk)
        self._crisis = CrisisSection(desk)
        self._site = SiteSection(desk)
        # They go into notes, which not everybody reads.
        self._snippets = SnippetsSection(desk) if desk.sees("clinical") else None
        self._this_pc = ThisPcSection(choices)
        self._record = RecordSection(desk, check)
        self._about = AboutSection()
        self._build()
        self._connect()

    def _build(self) -> None:
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(_("Settings"))
        for section, name in (
            (self._practice, _("Practice")),
            (self._people, _("People")),
            (self._chairs, _("Chairs and rooms")),
            (self._hours, _("Opening hours")),
            *self._more,
            *([(self._snippets, _("Snippets"))] if self._snippets is not None else []),
            (self._crisis, _("Crisis card")),
            (self._site, _("Programmes")),
            (self._this_pc, _("This PC")),
            (self._record, _("Record")),
            (self._about, _("About")),
        ):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 12, 0, 0)
            # A list takes the room there is; a form is as high as its fields.
            column.addWidget(section, int(section in [one for one, _name in self._more]))
            if section not in [one for one, _name in self._more]:
                column.addStretch(1)
            self._tabs.addTab(holder, name)
        self.add(self._tabs, 1)
        self.setFocusProxy(self._tabs.tabBar())

    def _connect(self) -> None:
        self._this_pc.look_changed.connect(self.look_changed)
        self._record.import_opened.connect(self.import_opened)
        self._practice.sheet_wanted.connect(self.paper_requested)
        self._people.new_key_wanted.connect(self.new_key_wanted)

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else changed."""
        if "practice" in changed.tables:
            self._practice.show_practice()
            self._crisis.show_words()
        if "staff" in changed.tables:
            self._people.show_people()
        if "chairs" in changed.tables:
            self._chairs.show_chairs()
        if changed.tables & {"opening_hours", "closed_days"}:
            self._hours.show_hours()
        if "site_certifications" in changed.tables:
            self._site.show_certifications()
        if "snippets" in changed.tables and self._snippets is not None:
            self._snippets.show_snippets()
        for section, _name in self._more:
            section.refresh(changed)  # type: ignore[attr-defined]

    def show_tab(self, name: str) -> None:
        """Show the subject of this name, for whoever was led to it from elsewhere; does nothing where there is none."""
        for index in range(self._tabs.count()):
            if self._tabs.tabText(index) == name:
                self._tabs.setCurrentIndex(index)

    def show_choices(self, choices: Workstation) -> None:
        """Show what was chosen for this PC elsewhere, by a key."""
        self._this_pc.show_choices(choices)

    def leave(self) -> None:
        """Keep what is being typed."""
        self._practice.leave()
        self._crisis.leave()
