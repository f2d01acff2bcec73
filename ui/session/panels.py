"""Which form opens for which button of the session page."""

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.alarms import Alarm
from ui.session.adverse_panel import AdversePanel, LatePanel
from ui.session.chair_panel import ChairPanel
from ui.session.check_panels import EscortPanel, FastingPanel, HoldPanel, NotTreatedPanel
from ui.session.closing_panels import AddendumPanel, SignPanel
from ui.session.device_panel import DeviceNotGivenPanel, DevicePanel, PrescriberPanel, StopDevicesPanel
from ui.session.discharge_panel import DischargePanel
from ui.session.drug_panel import DrugPanel
from ui.session.note_panels import EscortStepPanel, LimitPanel, OxygenPanel, RoomPanel, WordsPanel
from ui.session.nurse_panel import NursePanel
from ui.session.order_panel import OrderPanel
from ui.session.panel import Panel
from ui.session.pump_panel import BolusPanel, PumpReadPanel
from ui.session.running_panels import MomentPanel, RatePanel, StopPanel
from ui.session.second_check_panel import SecondCheckPanel
from ui.session.stamp_panel import StampPanel
from ui.session.start_panel import StartPanel
from ui.session.verbal_panel import VerbalPanel

_FORMS: dict[str, tuple[type[Panel], str, str]] = {
    "fasting": (FastingPanel, _("Fasting"), _("&Record fasting")),
    "escort": (EscortPanel, _("Escort"), _("&Record escort")),
    "chair": (ChairPanel, _("In the chair"), _("&Record answers")),
    "hold": (HoldPanel, _("Hold the visit"), _("&Hold")),
    "oxygen": (OxygenPanel, _("Oxygen"), _("&Record oxygen")),
    "words": (WordsPanel, _("Patient's words"), _("&Record words")),
    "room": (RoomPanel, _("Room and music"), _("&Record note")),
    "escort_step": (EscortStepPanel, _("Escort"), _("&Record")),
    "order": (OrderPanel, _("Order"), _("&Sign order")),
    "start": (StartPanel, _("Start the infusion"), _("&Start now")),
    "programme": (PrescriberPanel, _("Prescriber on site"), _("Recor&d prescriber")),
    "device": (DevicePanel, _("Give a device"), _("Gi&ven now")),
    "device_not_given": (DeviceNotGivenPanel, _("Device not given?"), _("Ta&ke it out of the dose")),
    "stop_devices": (StopDevicesPanel, _("No further device?"), _("Recor&d the end")),
    "not_treated": (NotTreatedPanel, _("Not treated today"), _("C&lose session")),
    "second_check": (SecondCheckPanel, _("Second check of the dose"), _("Recor&d second check")),
    "nurse": (NursePanel, _("Hand over the chair"), _("Hand over now")),
    "rate": (RatePanel, _("Change the rate"), _("Recor&d rate")),
    "bolus": (BolusPanel, _("Bolus"), _("Recor&d bolus")),
    "pump": (PumpReadPanel, _("Pump reading"), _("Recor&d reading")),
    "verbal": (VerbalPanel, _("Verbal order"), _("Recor&d order")),
    "discharge": (DischargePanel, _("Discharge"), _("&Record discharge")),
    "sign": (SignPanel, _("Sign the session"), _("&Sign")),
    "addendum": (AddendumPanel, _("Addendum"), _("&Record addendum")),
}


def make(key: str, desk: Desk, session: Session) -> Panel:
    """Return the form a button asks for."""
    if key == "stop":
        return StopPanel(desk, session, desk.now())
    if key in ("arrive", "pause", "resume"):
        return MomentPanel(desk, session, key)
    if key == "drug":
        return DrugPanel(desk, session)
    key, _colon, subject = key.partition(":")
    if key == "correct_drug":
        return DrugPanel(desk, session, next(drug for drug in session.drugs if drug.id == subject))
    if key == "correct_adverse":
        return AdversePanel(desk, session, next(event for event in session.adverse_events if event.id == subject))
    if key in ("stamp", "settle"):
        stamp = next((one for one in sessions.open_stamps(session) if one.id == subject), None)
        if stamp is None:
            raise NotFound(_("Somebody has settled this stamp meanwhile. Look at the list again."))
        return StampPanel(desk, session, stamp) if key == "stamp" else AdversePanel(desk, session, stamp=stamp)
    if key == "limit":
        return LimitPanel(desk, session, _alarm(desk, session, subject))
    if key == "correct_late":
        return LatePanel(desk, session, next(event for event in session.late_events if event.id == subject))
    if key == "late":
        return LatePanel(desk, session)
    if key == "adverse":
        return AdversePanel(desk, session)
    form, title, confirm = _FORMS[key]
    return form(desk, session, title, confirm)


def _alarm(desk: Desk, session: Session, key: str) -> Alarm:
    found = next((one for one in sessions.alarms(session, sessions.now_of(desk)) if one.key == key), None)
    if found is None:
        raise NotFound(_("This limit is dealt with already. Look at the values again."))
    return found
