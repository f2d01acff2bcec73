"""What can be asked for from anywhere: by its keys, or by its words in the search box. One table for both."""

from dataclasses import dataclass

from clinicdesk.language import _


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do or a place to go. ``words`` are what people type for it besides its title."""

    key: str
    title: str
    shortcut: str = ""
    words: tuple[str, ...] = ()


COMMANDS = (
    Command("today", _("Go to Today"), "Ctrl+1", (_("board"), _("day board"))),
    Command("patients", _("Go to Patients"), "Ctrl+2", (_("patient list"),)),
    Command("schedule", _("Go to Schedule"), "Ctrl+3", (_("calendar"), _("appointments"), _("week"))),
    Command("calls", _("Go to Calls"), "Ctrl+4", (_("reminders"), _("no-shows"), _("recall"), _("waiting list"))),
    Command("messages", _("Go to Messages"), "Ctrl+5", (_("inbox"), _("colleagues"))),
    Command("to-sign", _("Go to To sign"), "Ctrl+9", (_("signature"), _("sign notes"), _("co-sign"), _("unsigned"))),
    Command("consents", _("Go to Consents"), "Ctrl+6", (_("papers"), _("missing consent"), _("expiring"))),
    Command("cockpit", _("Go to Sessions"), "Ctrl+7", (_("cockpit"), _("chairs"), _("infusions running"))),
    Command("outcomes", _("Go to Outcomes"), "", (_("results"), _("response and remission"), _("statistics"))),
    Command("my-chairs", _("My chairs, and handing them over"), "Ctrl+8", (_("hand over"), _("shift"), _("nurse"))),
    Command("to-chair", _("To the chair that calls, and back"), "F4", (_("alarm"), _("overdue"))),
    Command("going", _("I am going"), "F6", (_("answer an alarm"),)),
    Command("mute", _("Mute the chair for a while"), "F11", (_("silence an alarm"),)),
    Command("search", _("Find a patient"), "Ctrl+K"),
    Command(
        "text-search", _("Find in texts"), "Ctrl+Shift+F", (_("search notes"), _("full text"), _("search documents"))
    ),
    Command("registration", _("New patient"), "Ctrl+N", (_("register a patient"), _("add a patient"))),
    Command("enquiries", _("Enquiries"), "", (_("new enquiry"), _("leads"), _("inquiries"))),
    Command("booking", _("Book an appointment"), "Ctrl+B", (_("new appointment"), _("make an appointment"))),
    Command("message", _("New message"), "", (_("write to a colleague"),)),
    Command("withdraw", _("Withdraw consent"), "F7", (_("stop treatment"), _("revoke"), _("take back consent"))),
    Command("right-now", _("Right now, 0 to 10"), "Ctrl+R", (_("mood"), _("distress"), _("pain score"))),
    Command("crisis", _("Crisis card"), "F8", (_("988"), _("suicide"), _("emergency"))),
    Command(
        "emergency-sheet", _("Emergency sheet"), "F12", (_("ambulance"), _("hand over to 911"), _("resuscitation"))
    ),
    Command("print-day-list", _("Print day list"), "", (_("day sheet"), _("schedule on paper"))),
    Command("print-dispensing-log", _("Print dispensing log"), "", (_("drug log"), _("controlled drugs"), _("waste"))),
    Command("print-downtime-pack", _("Print downtime pack"), "", (_("power cut"), _("blank flowsheets"))),
    Command("export-calendar", _("Save a calendar file"), "", (_("iCalendar"), _("ics"), _("export appointments"))),
    Command("import", _("Bring patients in from files"), "", (_("import"), _("csv"))),
    Command(
        "administration",
        _("Go to Administration"),
        "Ctrl+0",
        (_("backup"), _("access log"), _("audit"), _("recovery key"), _("restore")),
    ),
    Command("settings", _("Go to Settings"), "Ctrl+,", (_("chairs"), _("opening hours"), _("password"))),
    Command("call-screen", _("Open the call screen"), "", (_("second monitor"), _("patient screen"), _("help button"))),
    Command("close-call-screens", _("Close the call screens"), "", (_("second monitor"), _("patient screen"))),
    Command("curve", _("Show the curve to the patient"), "Ctrl+G", (_("scores"), _("graph"), _("PHQ-9"), _("outcome"))),
    Command("dim", _("Dim the screen, or light it again"), "Ctrl+D", (_("dark room"), _("dim mode"), _("night"))),
    Command(
        "emergency-access",
        _("Emergency access to the chart that is open"),
        "",
        (_("break the glass"), _("cannot wait"), _("no clinician here")),
    ),
    Command(
        "my-role", _("What my role includes"), "Shift+F1", (_("permissions"), _("why is it not shown"), _("rights"))
    ),
    Command("lock", _("Lock the window"), "Ctrl+L", (_("switch user"), _("sign out"))),
    Command("keys", _("Keys"), "F1", (_("help"), _("shortcuts"))),
)
"""In the order they are offered and listed."""
