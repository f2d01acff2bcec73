"""What a person may do and see, in their words: so that a screen that hides something can say why.

Each group holds actions that the same roles may do, so that a line is true for all of it; tests hold both together with
``permissions``.
"""

from dataclasses import dataclass

from clinicdesk.language import _
from clinicdesk.permissions import ACTIONS, SIGHTS, Role, role_name


@dataclass(frozen=True, slots=True)
class Group:
    """Actions and sights of which one sentence tells. ``sights`` are keys of ``permissions.SIGHTS``."""

    title: str
    actions: tuple[str, ...] = ()
    sights: tuple[str, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Who may: the same for all of it."""
        return ACTIONS[self.actions[0]] if self.actions else SIGHTS[self.sights[0]]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a person may or may not; ``who`` names the roles that may."""

    title: str
    may: bool
    who: str


def _of(prefix: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}.{name}" for name in names)


GROUPS = (
    Group(
        _("See and change who a patient is, how to reach them, how visits are paid; merge two records of one person"),
        _of("patient", "register", "amend", "merge", "unmerge")
        + _of("enquiry", "take", "change")
        + ("coverage.change", "payment.record", "chart.open"),
        ("contact",),
    ),
    Group(
        _("See plan, papers and what left the clinic; print and save what you see; send messages"),
        _of("paper", "print", "save") + _of("message", "send", "handle") + ("disclosure.record",),
        ("papers", "plan", "disclosures"),
    ),
    Group(
        _("Come when a patient calls, and call a clinician"),
        (*_of("session", "call", "go"), "alert.show"),
    ),
    Group(
        _("Sign in and out, change your own password, PIN and second factor"),
        _of("staff", "sign_in", "sign_out", "change_password", "set_pin", "second_factor"),
    ),
    Group(
        _("Check the record, write its state down, make a backup, take a patient's request"),
        (*_of("backup", "make", "prove"), "practice.verify", "anchor.write", *_of("right", "request", "step")),
    ),
    Group(_("Open one chart in an emergency, with a reason that is read afterwards"), ("emergency.begin",)),
    Group(
        _("Book, move and cancel visits; check in; keep the waiting list; call patients"),
        _of("appointment", "book", "change", "cancel", "no_show")
        + _of("visit", "arrive", "undo_arrival", "check_in", "begin", "leave")
        + _of("session", "move", "arrive", "escort")
        + ("waiting.change", "call.record", "duty.set", "schedule.export"),
    ),
    Group(
        _("Prepare consents, have them signed, take scans; file and void documents; say who else treats the patient"),
        _of("consent", "prepare", "sign", "sign_on_paper", "scan_received", "decline", "withdraw", "identify", "ask")
        + _of("consent", "attest", "copy_given", "void", "keep")
        + _of("document", "file", "amend", "void", "refile")
        + ("enrolment.change", "care.change", "note.send"),
    ),
    Group(_("Hand questionnaires to patients, or type them from paper"), _of("measure", "record", "skip")),
    Group(
        _("Read clinical text and values: notes, letters, scans, medicines, sessions, results"),
        (),
        ("clinical",),
    ),
    Group(
        _("Write, sign and void notes; review documents; decide about medicines; record work-up"),
        (
            *_of("note", "write", "sign", "addendum", "void", "cosign"),
            "snippet.change",
            "medicine.decide",
            "document.review",
            "workup.record",
            "call.flag",
        ),
    ),
    Group(
        _("Plan treatment; start, watch, record and end sessions"),
        _of("series", "plan", "end", "change")
        + _of("session", "add", "check", "hold", "second_check", "verbal_order", "start", "rate", "pause", "resume")
        + _of("session", "end", "device", "bolus", "pump", "observe", "correct", "move_row", "note", "nurse", "alarm")
        + _of("session", "drug", "adverse_event", "discharge", "not_treated", "late_event", "monitoring_form", "sign")
        + ("session.addendum", "day.check"),
    ),
    Group(
        _("Explain and countersign consents; take and settle calls for a clinician; void a questionnaire"),
        _of("consent", "countersign", "explain", "answer") + _of("alert", "take", "settle") + ("measure.void",),
    ),
    Group(_("Make a copy of a whole chart"), ("chart.copy",)),
    Group(
        _("Decide on eligibility, order what is given, sign verbal orders, adopt protocols"),
        ("protocol.adopt", "session.order", "session.sign_verbal", *_of("eligibility", "decide", "pass")),
    ),
    Group(
        _("Adopt consent texts and questionnaires, certify the clinic, save outcomes as a file"),
        ("wording.adopt", "site.certify", "measure.install", "outcomes.export"),
    ),
    Group(
        _("Read the history of a chart and the outcomes of the practice; decide on requests; hand a note on"),
        ("note.hand_on", "right.decide"),
        ("history", "outcomes"),
    ),
    Group(
        _("Add and change people, reset a password, hand over the work of who leaves"),
        _of("staff", "add", "change", "reset", "recover", "hand_on"),
    ),
    Group(
        _("See who opened and did what in the whole clinic, and what waits unsigned; read of emergency accesses"),
        (*_of("access", "export", "review"), "emergency.review"),
        ("access", "unsigned"),
    ),
    Group(
        _("Change practice, rooms and hours; bring patients in from files; void a patient's record"),
        ("practice.change", "place.change", *_of("patient", "void", "import")),
    ),
    Group(
        _("Recovery sheet, keys, backup places and restoring; legal holds; erasing"),
        (
            "practice.recovery_sheet",
            "hold.change",
            "record.erase",
            *_of("key", "change", "admit"),
            *_of("backup", "place", "restore"),
        ),
    ),
)
"""In the order they are read."""


def lines(roles: frozenset[Role]) -> list[Line]:
    """Return what somebody with these roles may and may not, in one order for all."""
    return [Line(group.title, bool(group.roles & roles), _names(group.roles)) for group in GROUPS]


def _names(roles: frozenset[Role]) -> str:
    return ", ".join(role_name(role) for role in Role if role in roles)
