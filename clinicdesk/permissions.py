"""Who may do and see what: one table, checked where things are recorded, not in the screens."""

from enum import StrEnum

from clinicdesk.language import _


class Role(StrEnum):
    """What a person does in the clinic. Somebody may have several roles."""

    RECEPTIONIST = "receptionist"
    NURSE = "nurse"
    PRESCRIBER = "prescriber"
    ADMINISTRATOR = "administrator"


def role_name(role: Role) -> str:
    """Return the role as people say it."""
    return {
        Role.RECEPTIONIST: _("Receptionist"),
        Role.NURSE: _("Nurse"),
        Role.PRESCRIBER: _("Prescriber"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


R, N, P, A = Role.RECEPTIONIST, Role.NURSE, Role.PRESCRIBER, Role.ADMINISTRATOR
EVERYBODY = frozenset({R, N, P, A})
CLINICAL = frozenset({N, P})
DESK_AND_CLINICAL = frozenset({R, N, P})

ACTIONS: dict[str, frozenset[Role]] = {
    "staff.sign_in": EVERYBODY,
    "staff.sign_out": EVERYBODY,
    "staff.change_password": EVERYBODY,
    "staff.set_pin": EVERYBODY,
    "staff.add": frozenset({A}),
    "staff.change": frozenset({A}),
    "staff.second_factor": EVERYBODY,
    # A forgotten password or PIN, a lost phone: an administrator sets it anew, or the recovery key does.
    "staff.reset": frozenset({A}),
    # With the recovery key, by the administrator nobody else can help.
    "staff.recover": frozenset({A}),
    # The program notes it: who it was is not known.
    "staff.sign_in_refused": frozenset(),
    "staff.hand_on": frozenset({A}),
    "emergency.begin": EVERYBODY,
    "emergency.review": frozenset({A}),
    "practice.found": frozenset(),
    "practice.change": frozenset({A}),
    "practice.recovery_sheet": frozenset({A}),
    "practice.verify": EVERYBODY,
    "patient.register": EVERYBODY,
    "patient.amend": EVERYBODY,
    "patient.void": frozenset({A}),
    "patient.import": frozenset({A}),
    "patient.merge": EVERYBODY,
    "patient.unmerge": EVERYBODY,
    "place.change": frozenset({A}),
    "enquiry.take": EVERYBODY,
    "enquiry.change": EVERYBODY,
    "coverage.change": EVERYBODY,
    "payment.record": EVERYBODY,
    "appointment.book": DESK_AND_CLINICAL,
    "appointment.change": DESK_AND_CLINICAL,
    "appointment.cancel": DESK_AND_CLINICAL,
    "appointment.no_show": DESK_AND_CLINICAL,
    "visit.arrive": DESK_AND_CLINICAL,
    "visit.undo_arrival": DESK_AND_CLINICAL,
    "visit.check_in": DESK_AND_CLINICAL,
    "visit.begin": DESK_AND_CLINICAL,
    "visit.leave": DESK_AND_CLINICAL,
    "waiting.change": DESK_AND_CLINICAL,
    "call.record": DESK_AND_CLINICAL,
    "call.flag": CLINICAL,
    "message.send": EVERYBODY,
    "message.handle": EVERYBODY,
    "duty.set": DESK_AND_CLINICAL,
    "document.file": DESK_AND_CLINICAL,
    "document.amend": DESK_AND_CLINICAL,
    "document.review": CLINICAL,
    # Reception only what it filed itself (records/documents).
    "document.void": DESK_AND_CLINICAL,
    "document.refile": DESK_AND_CLINICAL,
    "schedule.export": DESK_AND_CLINICAL,
    "chart.open": EVERYBODY,
    "paper.print": EVERYBODY,
    "paper.save": EVERYBODY,
    "consent.prepare": DESK_AND_CLINICAL,
    "consent.sign": DESK_AND_CLINICAL,
    "consent.sign_on_paper": DESK_AND_CLINICAL,
    "consent.scan_received": DESK_AND_CLINICAL,
    "consent.decline": DESK_AND_CLINICAL,
    "consent.withdraw": DESK_AND_CLINICAL,
    "consent.countersign": CLINICAL,
    "consent.explain": CLINICAL,
    "consent.identify": DESK_AND_CLINICAL,
    "consent.ask": DESK_AND_CLINICAL,
    "consent.answer": CLINICAL,
    "consent.attest": DESK_AND_CLINICAL,
    "consent.copy_given": DESK_AND_CLINICAL,
    "consent.void": DESK_AND_CLINICAL,
    "consent.keep": DESK_AND_CLINICAL,
    # The day it no longer counts is noted by the program.
    "consent.expire": frozenset(),
    "wording.adopt": frozenset({P, A}),
    "protocol.adopt": frozenset({P}),
    "eligibility.decide": frozenset({P}),
    "eligibility.pass": frozenset({P}),
    "workup.record": CLINICAL,
    "enrolment.change": DESK_AND_CLINICAL,
    "site.certify": frozenset({P, A}),
    "day.check": CLINICAL,
    "series.plan": CLINICAL,
    "series.end": CLINICAL,
    "series.change": CLINICAL,
    "session.move": DESK_AND_CLINICAL,
    "session.add": CLINICAL,
    "session.arrive": DESK_AND_CLINICAL,
    "session.check": CLINICAL,
    "session.hold": CLINICAL,
    "session.order": frozenset({P}),
    "session.second_check": CLINICAL,
    "session.verbal_order": CLINICAL,
    "session.sign_verbal": frozenset({P}),
    "session.start": CLINICAL,
    "session.rate": CLINICAL,
    "session.pause": CLINICAL,
    "session.resume": CLINICAL,
    "session.end": CLINICAL,
    "session.device": CLINICAL,
    "session.bolus": CLINICAL,
    "session.pump": CLINICAL,
    "session.observe": CLINICAL,
    "session.correct": CLINICAL,
    "session.move_row": CLINICAL,
    "session.note": CLINICAL,
    "session.nurse": CLINICAL,
    "session.escort": DESK_AND_CLINICAL,
    # The patient presses, on a screen where somebody of the staff is signed in.
    "session.call": EVERYBODY,
    # Anybody may go and look; that it is dealt with only a clinician says.
    "session.go": EVERYBODY,
    "session.alarm": CLINICAL,
    "session.drug": CLINICAL,
    "session.adverse_event": CLINICAL,
    "session.discharge": CLINICAL,
    "session.not_treated": CLINICAL,
    "session.late_event": CLINICAL,
    "session.monitoring_form": CLINICAL,
    "session.sign": CLINICAL,
    "session.addendum": CLINICAL,
    "note.write": CLINICAL,
    "note.sign": CLINICAL,
    "note.addendum": CLINICAL,
    "note.void": CLINICAL,
    "note.cosign": CLINICAL,
    "note.send": DESK_AND_CLINICAL,
    "note.hand_on": frozenset({N, P, A}),
    "snippet.change": CLINICAL,
    "care.change": DESK_AND_CLINICAL,
    "medicine.decide": CLINICAL,
    "measure.install": frozenset({P, A}),
    # Reception hands the form to the patient, or types what stands on paper.
    "measure.record": DESK_AND_CLINICAL,
    "measure.void": CLINICAL,
    "measure.skip": DESK_AND_CLINICAL,
    # Anybody may be the one who gets the form back and calls a clinician; only a clinician takes and settles it.
    "alert.show": EVERYBODY,
    "alert.take": CLINICAL,
    "alert.settle": CLINICAL,
    "outcomes.export": frozenset({P, A}),
    "access.export": frozenset({A}),
    "access.review": frozenset({A}),
    "anchor.write": EVERYBODY,
    "disclosure.record": EVERYBODY,
    "right.request": EVERYBODY,
    "right.step": EVERYBODY,
    "right.decide": frozenset({N, P, A}),
    "chart.copy": CLINICAL,
    "hold.change": frozenset({A}),
    "record.erase": frozenset({A}),
    "key.change": frozenset({A}),
    "key.admit": frozenset({A}),
    "backup.place": frozenset({A}),
    # The program makes them by itself; whoever closes the window or asks for one more may as well.
    "backup.make": EVERYBODY,
    "backup.prove": EVERYBODY,
    "backup.restore": frozenset({A}),
}
"""Action → the roles that may do it."""

OF_THE_PROGRAM = frozenset({"backup.make", "backup.prove", "staff.sign_out"})
"""What a window does by itself: it goes on in that of somebody who has left meanwhile, until it is closed."""

SIGHTS: dict[str, frozenset[Role]] = {
    "contact": EVERYBODY,
    "papers": EVERYBODY,
    "plan": EVERYBODY,
    "clinical": CLINICAL,
    "history": frozenset({N, P, A}),
    "outcomes": frozenset({N, P, A}),
    "unsigned": frozenset({A}),
    "access": frozenset({A}),
    "disclosures": EVERYBODY,
}
"""What may be seen → by which roles. ``clinical`` is everything with clinical text or values; ``outcomes`` is counts
over all patients, of nobody by name; ``unsigned`` is what waits for others too long, without its content; ``access`` is
who saw and did what in the whole clinic; ``disclosures`` is what left the clinic, to whom and why."""
