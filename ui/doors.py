"""The doors of the workplace: how each place is made the first time it is shown, and what its signals lead to.

The imports stand inside the functions so that the start of the program loads only what its first screen needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk

if TYPE_CHECKING:
    from ui.workplace import Workplace


def _today(desk: Desk, work: Workplace) -> QWidget:
    from ui.today.page import TodayPage

    page = TodayPage(desk)
    page.patient_opened.connect(work.show_chart)
    page.session_opened.connect(work.show_session)
    page.registration_opened.connect(work.show_registration)
    page.to_sign_opened.connect(work.show_to_sign)
    page.overdue_opened.connect(work.show_overdue_signing)
    page.emergencies_opened.connect(work.show_emergencies)
    page.appointment_opened.connect(work.show_appointment)
    page.forms_opened.connect(work.show_forms)
    page.measures_opened.connect(work.show_due_measures)
    page.consents_opened.connect(work.show_consent)
    page.monitoring_form_opened.connect(work.show_monitoring_form)
    page.expired_opened.connect(work.show_expired)
    page.paper_requested.connect(work.show_paper)
    return page


def _patients(desk: Desk, work: Workplace) -> QWidget:
    from ui.patients.patients_page import PatientsPage

    page = PatientsPage(desk)
    page.patient_opened.connect(work.show_chart)
    page.registration_opened.connect(work.show_registration)
    page.enquiries_opened.connect(work.show_enquiries)
    page.import_opened.connect(work.show_import)
    return page


def _registration(desk: Desk, work: Workplace) -> QWidget:
    from ui.patients.registration_page import RegistrationPage

    page = RegistrationPage(desk)
    page.patient_saved.connect(work.show_saved_patient)
    page.patient_opened.connect(work.show_chart)
    page.cancelled.connect(work.go_back)
    return page


def _enquiries(desk: Desk, work: Workplace) -> QWidget:
    from ui.enquiries.page import EnquiriesPage

    page = EnquiriesPage(desk)
    page.enquiry_accepted.connect(work.show_registration_of)
    page.patient_opened.connect(work.show_chart)
    return page


def _chart(desk: Desk, work: Workplace) -> QWidget:
    from ui.appointments.tab import AppointmentsTab
    from ui.care.tab import CareTab
    from ui.chart.history import HistoryTab
    from ui.chart.overview import OverviewTab
    from ui.chart.page import ChartPage
    from ui.consent.tab import ConsentTab
    from ui.coverage.tab import PaymentTab
    from ui.documents.tab import DocumentsTab
    from ui.eligibility.tab import EligibilityTab
    from ui.measures.tab import MeasuresTab
    from ui.notes.tab import NotesTab
    from ui.rights.card import RightsCard
    from ui.series.tab import SeriesTab

    booked, planned = AppointmentsTab(desk), SeriesTab(desk)
    for tab in (booked, planned):
        tab.consents_opened.connect(work.show_consent)
    overview = OverviewTab(desk, [RightsCard(desk, work.background)])
    tabs: list[QWidget] = [overview, booked, ConsentTab(desk, work.background), planned]
    documents = DocumentsTab(desk, work.background, work.scan_folder)
    documents.document_opened.connect(work.show_document)
    documents.patient_opened.connect(work.show_chart)
    tabs.append(documents)
    # A tab that this person's role may not read would hold nothing but a refusal.
    if desk.sees("clinical"):
        tabs.append(EligibilityTab(desk))
        tabs.append(NotesTab(desk))
    # The front desk hands questionnaires over, and types them; what was answered it does not see.
    if desk.may("measure.record"):
        tabs.append(MeasuresTab(desk))
    care = CareTab(desk)
    tabs.append(care)
    if desk.sees("history") or desk.sees("disclosures"):
        tabs.append(HistoryTab(desk))
    tabs.append(PaymentTab(desk))
    page = ChartPage(desk, tabs)
    documents.forms_found.connect(page.open_scans)
    for begins in (care.note_opened, planned.letter_begun):
        begins.connect(page.open_note)
    page.session_opened.connect(work.show_session)
    page.patient_edited.connect(work.show_amendment)
    page.paper_requested.connect(work.show_paper)
    page.booking_asked.connect(work.show_booking)
    page.appointment_opened.connect(work.show_appointment)
    page.merge_asked.connect(work.show_merge)
    page.comparison_asked.connect(work.show_comparison)
    page.parting_asked.connect(work.show_parting)
    page.hand_over_wanted.connect(work.hand_over)
    page.role_asked.connect(work.show_my_role)
    page.curve_wanted.connect(work.show_curve)
    page.expired_opened.connect(work.show_expired)
    return page


def _emergency(desk: Desk, work: Workplace) -> QWidget:
    from ui.emergency.page import EmergencyPage

    page = EmergencyPage(desk)
    page.closed.connect(work.go_back)
    return page


def _expired(desk: Desk, work: Workplace) -> QWidget:
    from ui.eligibility.expired_page import ExpiredPage

    page = ExpiredPage(desk)
    page.consents_opened.connect(work.show_consent)
    page.eligibility_opened.connect(work.show_eligibility)
    page.closed.connect(work.go_back)
    return page


def _merge(desk: Desk, work: Workplace) -> QWidget:
    from ui.merge.page import MergePage

    page = MergePage(desk)
    page.merged.connect(work.show_saved_patient)
    page.closed.connect(work.go_back)
    return page


def _parting(desk: Desk, work: Workplace) -> QWidget:
    from ui.merge.part_page import PartPage

    page = PartPage(desk)
    page.parted.connect(work.show_saved_patient)
    page.closed.connect(work.go_back)
    return page


def _schedule(desk: Desk, work: Workplace) -> QWidget:
    from ui.schedule.page import SchedulePage

    page = SchedulePage(desk)
    page.patient_opened.connect(work.show_chart)
    page.consents_opened.connect(work.show_consent)
    page.session_opened.connect(work.show_session)
    page.paper_requested.connect(work.show_paper)
    page.registration_opened.connect(work.show_registration)
    return page


def _calls(desk: Desk, work: Workplace) -> QWidget:
    from ui.calls.page import CallsPage

    page = CallsPage(desk)
    page.patient_opened.connect(work.show_chart)
    page.measures_opened.connect(work.show_measures)
    page.paper_requested.connect(work.show_paper)
    page.booking_wanted.connect(work.show_booking_of)
    return page


def _messages(desk: Desk, work: Workplace) -> QWidget:
    from ui.messages.page import MessagesPage

    page = MessagesPage(desk)
    page.patient_opened.connect(work.show_chart)
    return page


def _to_sign(desk: Desk, work: Workplace) -> QWidget:
    from ui.documents.only_reading import DocumentView
    from ui.to_sign.page import ToSignPage

    page = ToSignPage(desk, DocumentView(desk, work.background))
    page.note_opened.connect(work.show_note)
    page.document_opened.connect(work.show_document)
    page.session_opened.connect(work.show_session)
    page.patient_opened.connect(work.show_chart)
    page.writing_opened.connect(work.show_writing)
    return page


def _consents(desk: Desk, work: Workplace) -> QWidget:
    from ui.consent.scans import Scans
    from ui.papers_due.page import PapersDuePage

    page = PapersDuePage(desk)
    # The paper of a whole day in one stack: each form finds its chart.
    scans = Scans(desk, page, work.background)
    scans.show_patient("")
    page.add_title_action(scans.add)
    page.consent_opened.connect(work.show_consent)
    page.paper_requested.connect(work.show_paper)
    return page


def _session(desk: Desk, work: Workplace) -> QWidget:
    from ui.session.page import SessionPage

    page = SessionPage(desk)
    page.patient_opened.connect(work.show_chart)
    page.paper_requested.connect(work.show_paper)
    page.closed.connect(work.go_back)
    page.withdrawal_told.connect(work.show_withdrawal_now)
    page.eligibility_opened.connect(work.show_eligibility)
    page.call_screen_wanted.connect(work.open_call_screen)
    page.note_wanted.connect(work.show_session_note)
    page.treatment_started.connect(work.print_chair_sheet)
    page.monitoring_form_opened.connect(work.show_monitoring_form)
    return page


def _monitoring_form(desk: Desk, work: Workplace) -> QWidget:
    from ui.monitoring_form.page import MonitoringFormPage

    page = MonitoringFormPage(desk)
    page.session_opened.connect(work.show_session)
    page.paper_requested.connect(work.show_paper)
    page.closed.connect(work.go_back)
    return page


def _cockpit(desk: Desk, work: Workplace) -> QWidget:
    from ui.cockpit.page import CockpitPage

    page = CockpitPage(desk, work.chairs, work.alarms)
    page.session_opened.connect(work.show_session)
    return page


def _my_chairs(desk: Desk, work: Workplace) -> QWidget:
    from ui.my_chairs.page import MyChairsPage

    page = MyChairsPage(desk)
    page.session_opened.connect(work.show_session)
    return page


def _import(desk: Desk, work: Workplace) -> QWidget:
    from ui.exchange.import_page import ImportPage

    page = ImportPage(desk, work.background)
    page.closed.connect(work.go_back)
    return page


def _text_search(desk: Desk, work: Workplace) -> QWidget:
    from ui.text_search.page import TextSearchPage

    page = TextSearchPage(desk)
    page.note_opened.connect(work.show_note)
    page.session_opened.connect(work.show_session)
    page.document_opened.connect(work.show_document)
    return page


def _outcomes(desk: Desk, work: Workplace) -> QWidget:
    from ui.outcomes.page import OutcomesPage

    return OutcomesPage(desk, work.background)


def _settings(desk: Desk, work: Workplace) -> QWidget:
    from clinicdesk.language import _
    from ui.consent_texts.section import TextsSection
    from ui.protocols.section import ProtocolsSection
    from ui.record_check.card import CheckCard
    from ui.settings.measures_section import MeasuresSection
    from ui.settings.settings_page import SettingsPage

    texts = TextsSection(desk, work.background)
    texts.text_opened.connect(work.show_consent_text)
    texts.patient_opened.connect(work.show_chart)
    texts.paper_requested.connect(work.show_paper)
    treatments = ProtocolsSection(desk)
    treatments.protocol_opened.connect(work.show_protocol)
    more = [(texts, _("Consent texts")), (treatments, _("Protocols")), (MeasuresSection(desk), _("Questionnaires"))]
    check = CheckCard(desk, work.background)
    check.backups_wanted.connect(work.show_backups)
    page = SettingsPage(desk, work.choices, check=check, more=more)
    page.look_changed.connect(work.change_look)
    page.import_opened.connect(work.show_import)
    page.paper_requested.connect(work.show_paper)
    page.new_key_wanted.connect(work.show_keys)
    return page


def _administration(desk: Desk, work: Workplace) -> QWidget:
    from clinicdesk.language import _
    from ui.access.section import AccessSection
    from ui.administration.overview import Overview
    from ui.administration.page import AdministrationPage
    from ui.backups.section import BackupsSection
    from ui.emergency.section import EmergencySection
    from ui.record_check.section import CheckSection
    from ui.rekeying.section import KeysSection
    from ui.rights.section import RightsSection

    overview = Overview(desk)
    overview.wanted.connect(work.show_attention)
    copies = BackupsSection(desk)
    copies.restore_wanted.connect(work.restore_wanted)
    access = AccessSection(desk, work.background)
    access.paper_requested.connect(work.show_paper)
    access.patient_opened.connect(work.show_chart)
    emergencies = EmergencySection(desk)
    emergencies.patient_opened.connect(work.show_chart)
    sections: list[tuple[QWidget, str]] = [(overview, _("Overview")), (access, _("Access"))]
    sections.append((emergencies, _("Emergency access")))
    sections.append((copies, _("Backups")))
    sealing = KeysSection(desk, work.background)
    sealing.key_change_wanted.connect(work.key_change_wanted)
    sealing.warned.connect(overview.show_pc_warning)
    sections.append((sealing, _("Keys")))
    requests = RightsSection(desk, work.background)
    requests.patient_opened.connect(work.show_chart)
    sections.append((requests, _("Requests")))
    checking = CheckSection(desk, work.background)
    checking.backups_wanted.connect(work.show_backups)
    sections.append((checking, _("Check")))
    return AdministrationPage(sections)


def _protocol(desk: Desk, work: Workplace) -> QWidget:
    from ui.protocols.editor_page import ProtocolPage

    page = ProtocolPage(desk)
    page.closed.connect(work.go_back)
    return page


def _consent_text(desk: Desk, work: Workplace) -> QWidget:
    from ui.consent_texts.editor_page import EditorPage

    page = EditorPage(desk, work.background)
    page.closed.connect(work.go_back)
    page.paper_requested.connect(work.show_paper)
    page.patient_opened.connect(work.show_chart)
    return page


def _paper(desk: Desk, work: Workplace) -> QWidget:
    from ui.paper.paper_page import PaperPage

    page = PaperPage(desk, work.background)
    page.closed.connect(work.go_back)
    return page


DOORS: dict[str, Callable[[Desk, Workplace], QWidget]] = {
    "today": _today,
    "patients": _patients,
    "registration": _registration,
    "enquiries": _enquiries,
    "chart": _chart,
    "expired": _expired,
    "emergency": _emergency,
    "merge": _merge,
    "parting": _parting,
    "schedule": _schedule,
    "calls": _calls,
    "messages": _messages,
    "to_sign": _to_sign,
    "consents": _consents,
    "session": _session,
    "cockpit": _cockpit,
    "monitoring_form": _monitoring_form,
    "my_chairs": _my_chairs,
    "text_search": _text_search,
    "outcomes": _outcomes,
    "import": _import,
    "administration": _administration,
    "settings": _settings,
    "consent_text": _consent_text,
    "protocol": _protocol,
    "paper": _paper,
}
"""Key of a place → how it is made and connected."""
