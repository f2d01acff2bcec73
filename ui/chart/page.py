"""The chart: one patient's banner, and below it a tab for each kind of record."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import banner
from clinicdesk.records.identities import surviving
from ui.widgets.banner import BannerPatient, PatientBanner
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip

_BANNER_TABLES = frozenset({"patients", "patient_answers", "allergies", "observations", "consent_events"})
_RELAYED = (
    *("session_opened", "patient_edited", "paper_requested", "booking_asked", "appointment_opened"),
    *("merge_asked", "comparison_asked", "parting_asked", "hand_over_wanted"),
    *("expired_opened", "curve_wanted"),
)
"""Signals of a tab that the chart passes on."""


class ChartPage(QFrame):
    """One patient. ``tabs`` are widgets with ``title``, ``show_patient`` and ``refresh``; only the visible one reads.

    Signals:
        session_opened(str): A tab wants to show a session.
        patient_edited(str): The person wants to change this patient's details.
        paper_requested(object): A ``PaperRequest``.
        booking_asked(str): Book an appointment for this patient.
        appointment_opened(str): Show a booking in the schedule.
        merge_asked(str): Merge this patient with another record.
        comparison_asked(str, str): Lay this patient and another record side by side.
        parting_asked(str): Part this patient's merged records.
        hand_over_wanted(object): Hand the PC to this patient; carries what makes the content.
        expired_opened(str): Show what has expired of this patient.
        role_asked: Not every part of the chart is shown to this person, who asks why.
        curve_wanted(str): Show the curve of this measure alone and large, for the patient to look at.
    """

    session_opened = Signal(str)
    patient_edited = Signal(str)
    paper_requested = Signal(object)
    booking_asked = Signal(str)
    appointment_opened = Signal(str)
    merge_asked = Signal(str)
    comparison_asked = Signal(str, str)
    parting_asked = Signal(str)
    hand_over_wanted = Signal(object)
    expired_opened = Signal(str)
    role_asked = Signal()
    curve_wanted = Signal(str)

    def __init__(self, desk: Desk, tabs: Sequence[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(_("Chart"))
        self._desk = desk
        self._tabs = tuple(tabs)
        self._patient_id = ""
        self._stale: set[int] = set()
        self._shown: Any = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._banner = PatientBanner()
        self._strip = MessageStrip()
        self._places = QTabWidget()
        self._places.setDocumentMode(True)
        self._places.setProperty("role", "chart")
        self._places.setAccessibleName(_("Parts of the chart"))
        for tab in self._tabs:
            self._places.addTab(tab, tab.title)
        if not self._desk.sees("clinical"):
            # A sign alone: beside the names of the parts there is no room in a small window.
            self._missing = button("", kind="quiet", icon="info")
            self._missing.setAccessibleName(_("What is not shown?"))
            self._missing.setToolTip(
                _("What is not shown? What your role includes, and who reads the rest (Shift+F1).")
            )
            self._missing.clicked.connect(self.role_asked)
            self._places.setCornerWidget(self._missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._strip)
        column.addWidget(self._places, 1)
        # A click on a part leads the keys there; out of what it hides they would jump to the rail.
        self._places.tabBar().setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._places.tabBar())

    def _connect(self) -> None:
        self._places.currentChanged.connect(self._on_tab_changed)
        for tab in self._tabs:
            for name in _RELAYED:
                if hasattr(tab, name):
                    getattr(tab, name).connect(getattr(self, name))

    @property
    def patient_id(self) -> str:
        """Whose chart is shown."""
        return self._patient_id

    def show_patient(self, patient_id: str, begin: str = "") -> None:
        """Show a patient's chart, and record that it was opened (once per sign-in).

        It begins at the overview, or at the tab that can do what ``begin`` names: the overview is then not even read.
        """
        self.leave()
        self._strip.clear()
        patient_id = self._kept_under(patient_id)
        if patient_id != self._patient_id or begin:
            self._patient_id = patient_id
            place = next((at for at, tab in enumerate(self._tabs) if begin and hasattr(tab, begin)), 0)
            self._places.blockSignals(True)
            self._places.setCurrentIndex(place)
            self._places.blockSignals(False)
            self._shown = self._tabs[place]
        self._stale = set(range(len(self._tabs)))
        try:
            self._show_whose()
            self._show_tab()
            self._desk.note_opening(patient_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def show_tab(self, title: str) -> None:
        """Show the tab of a title."""
        for place, tab in enumerate(self._tabs):
            if tab.title == title:
                self._places.setCurrentIndex(place)

    def open_note(self, note_id: str) -> None:
        """Show one note of this patient, as from the list "To sign"."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "open_note"):
                self._places.setCurrentIndex(place)
                tab.open_note(note_id)

    def write_session_note(self, session_id: str) -> None:
        """Write the note about one session of this patient."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "write_session_note"):
                self._places.setCurrentIndex(place)
                tab.write_session_note(session_id)

    def open_document(self, document_id: str) -> None:
        """Show one document of this patient, as from a search in all charts."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "open_document"):
                self._places.setCurrentIndex(place)
                tab.open_document(document_id)

    def open_consent(self, consent_id: str) -> None:
        """Show one consent of this patient, or all of them without an id."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "open_consent"):
                self._places.setCurrentIndex(place)
                tab.open_consent(consent_id)

    def open_scans(self, files: Sequence[Path]) -> None:
        """Read scans of signed forms, as they were found among the documents."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "take_scans"):
                self._places.setCurrentIndex(place)
                tab.take_scans(files)

    def open_forms(self) -> None:
        """Open the first prepared form for this patient to read and sign, as after the check-in."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "open_prepared"):
                self._places.setCurrentIndex(place)
                tab.open_prepared()

    def open_due_measures(self, session_id: str | None) -> None:
        """Hand over what this patient is to fill in, as after the check-in."""
        for place, tab in enumerate(self._tabs):
            if hasattr(tab, "hand_over_due"):
                self._places.setCurrentIndex(place)
                tab.hand_over_due(session_id)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile; the tabs that are not seen read when they are."""
        if not self._patient_id or not changed.concerns(self._patient_id):
            return
        merged = "merges" in changed.tables or self._kept_under(self._patient_id) != self._patient_id
        if merged or self._banner.isHidden():
            # Every tab may have records more, or fewer.
            self.show_patient(self._patient_id)
            return
        try:
            if changed.tables & _BANNER_TABLES:
                self._show_banner()
            here = self._places.currentIndex()
            self._stale |= set(range(len(self._tabs))) - {here}
            self._tabs[here].refresh(changed)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def tick(self) -> None:
        """Once a second, for a tab that shows time."""
        tab = self._places.currentWidget()
        if hasattr(tab, "tick"):
            tab.tick()

    def leave(self) -> None:
        """Keep what is being typed in the tab that is open."""
        tab = self._places.currentWidget()
        if self._patient_id and hasattr(tab, "leave"):
            tab.leave()

    def _kept_under(self, patient_id: str) -> str:
        """Return whose chart it is that was asked for: merged records lead to the one that stays."""
        try:
            return surviving(self._desk, patient_id)
        except ClinicDeskError:
            return patient_id

    def _show_whose(self) -> None:
        """Show the banner, or nothing of a chart: nothing of the patient shown before may stand for this one."""
        parts = (self._banner, self._places)
        try:
            self._show_banner()
        except ClinicDeskError:
            for part in parts:
                part.hide()
            raise
        for part in parts:
            part.show()

    def _show_banner(self) -> None:
        found = banner.of_patient(self._desk, self._patient_id)
        self._banner.show_patient(BannerPatient(**asdict(found)))

    def _show_tab(self) -> None:
        place = self._places.currentIndex()
        if self._patient_id and place in self._stale:
            tab = self._tabs[place]
            try:
                tab.show_patient(self._patient_id)
            except ClinicDeskError:
                # It may still show the patient before; it is read again when it is wanted again.
                tab.hide()
                raise
            self._stale.discard(place)
            tab.show()

    def _on_tab_changed(self, place: int) -> None:
        if self._shown is not None and hasattr(self._shown, "leave") and self._patient_id:
            self._shown.leave()
        self._shown = self._tabs[place] if place >= 0 else None
        self._strip.clear()
        try:
            self._show_tab()
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
