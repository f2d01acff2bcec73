"""The steps before the start, each with what is known of it and the button that does it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import eligibility, sessions
from clinicdesk.records.consents import needs
from clinicdesk.records.sessions import Checked, CheckItem, Session
from clinicdesk.rules.consent_needs import Needed
from clinicdesk.rules.dose_rules import TreatmentKind
from clinicdesk.rules.gate import Verdict
from clinicdesk.rules.monitoring import missing_baseline
from clinicdesk.rules.start_checks import at_the_chair
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.storage.clock import from_text
from ui import icons, theme
from ui.session.check_words import chair_words
from ui.session.order_words import amount_words
from ui.session.panel import big
from ui.session.programme_step import programme_words
from ui.session.second_check_panel import check_words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

DONE, OPEN, STOPPED, TOLD = "done", "open", "stopped", "told"
_MARKS = {
    DONE: ("circle-check", "ok_fg", _("Done")),
    OPEN: ("circle-alert", "warn_fg", _("To do")),
    STOPPED: ("circle-x", "danger_fg", _("Not possible")),
    TOLD: ("circle-alert", "warn_fg", _("To know; it stops nothing")),
}


class _Step(QWidget):
    """One line: mark, name, what is known, button."""

    def __init__(self, name: str, action: str) -> None:
        super().__init__()
        self.is_open = True
        self._state = OPEN
        self._mark = QLabel()
        self._known = label("", "muted", wrap=True)
        self.button = button(action)
        self._name = label(name, "strong", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._known)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_name(self, name: str) -> None:
        """Call the step what this kind of treatment makes of it."""
        self._name.setText(name)

    def show_state(self, state: str, known: str, *, can: bool = True) -> None:
        """Show how far it is; the mark is said in words as well."""
        self.is_open = state in (OPEN, STOPPED)
        self._state = state
        self._show_mark()
        self._known.setText(known)
        self.button.setVisible(can)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the mark in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_state"):
            self._show_mark()

    def _show_mark(self) -> None:
        icon, colour, words = _MARKS[self._state]
        self._mark.setPixmap(icons.pixmap(icon, colour, theme.px("icon"), self.devicePixelRatioF()))
        self._mark.setToolTip(words)


class BeforeStart(Card):
    """Everything that must be there before the infusion starts.

    Signals:
        step_chosen(str): ``arrive``, ``eligibility``, ``fasting``, ``escort``, ``vitals``, ``order``,
            ``second_check``, ``start``, ``hold``, ``not_treated``, or ``withdraw`` for a patient who takes consent
            back.
    """

    step_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Before the start"))
        self._desk = desk
        self._steps = {
            "arrive": _Step(_("Patient is here"), _("Mark &here")),
            "withdraw": _Step(_("Consent"), _("&Withdrawn…")),
            "eligibility": _Step(_("Eligibility"), _("El&igibility")),
            "fasting": _Step(_("Fasting"), _("&Fasting")),
            "escort": _Step(_("Escort"), _("&Escort")),
            "programme": _Step(_("Programme"), _("&Prescriber")),
            "chair": _Step(_("IV line, medicines, substances, safety"), _("In the ch&air")),
            "vitals": _Step(_("Weight and baseline vital signs"), _("Enter &vitals")),
            "order": _Step(_("Order"), _("Or&der")),
            "second_check": _Step(_("Second check of the dose"), _("Second chec&k")),
        }
        self._start = big(button(_("&Start infusion"), kind="primary", icon="play"))
        self._missing = label("", "muted", wrap=True)
        self._not_treated = button(_("Not &treated today"))
        self._hold = button(_("Ho&ld the visit"))
        self._held = MessageStrip()
        self._build()
        self._names: dict[QPushButton, str] = {step.button: name for name, step in self._steps.items()}
        self._names |= {self._start: "start", self._not_treated: "not_treated", self._hold: "hold"}
        for pressed in self._names:
            pressed.clicked.connect(self._on_pressed)
        self._held.action_taken.connect(self._on_hold_over)

    def _build(self) -> None:
        self.add(self._held)
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px("space_12"))
        for place, step in enumerate(self._steps.values()):
            grid.addWidget(step, place, 0)
        self.add(grid)
        self.add(self._missing)
        self.add(self._start)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._hold, 1)
        row.addWidget(self._not_treated, 1)
        self.add(row)

    def focus_next(self) -> None:
        """Put the focus on the first step that is to do, or on the start."""
        for step in self._steps.values():
            if step.is_open and step.button.isVisibleTo(self):
                step.button.setFocus()
                return
        (self._start if self._start.isEnabled() else self._not_treated).setFocus()

    def show_session(self, session: Session) -> None:
        """Show how far each step is."""
        arrived = session.phase is not Phase.PLANNED
        self._steps["arrive"].show_state(
            DONE if arrived else OPEN,
            self._arrived_words(session),
            can=not arrived and self._desk.may("session.arrive"),
        )
        self._show_consent(session)
        self._show_eligibility(session)
        self._steps["fasting"].setVisible(sessions.must_fast(session))
        self._show_check("fasting", session, CheckItem.FASTING)
        self._show_check("escort", session, CheckItem.ESCORT)
        self._show_programme(session)
        self._show_chair(session)
        self._show_vitals(session)
        self._show_order(session)
        self._show_second_check(session)
        self._show_held(session)
        missing = sessions.missing_to_start(self._desk, session)
        devices = session.protocol.kind is TreatmentKind.DEVICES
        self._names[self._start] = "device" if devices else "start"
        self._start.setText(_("&Give the first device") if devices else _("&Start infusion"))
        self._start.setEnabled(not missing and self._desk.may("session.start"))
        self._missing.setText(self._missing_words(missing) or self._findings_words(session))

    def _show_eligibility(self, session: Session) -> None:
        """Show what stops the visit, and what was not asked or came since. Where all is well the line is left out."""
        stops = eligibility.at_start(self._desk, session)
        told = eligibility.to_know(self._desk, session) if self._desk.sees("clinical") else ()
        self._steps["eligibility"].setVisible(bool(stops or told))
        self._steps["eligibility"].show_state(STOPPED if stops else TOLD if told else DONE, "\n".join((*stops, *told)))

    def _missing_words(self, missing: tuple[str, ...]) -> str:
        """Return how many lines above are to do; a line may ask several things, but it is the lines that are seen."""
        lines = sum(step.is_open for step in self._steps.values() if not step.isHidden())
        if missing and lines:
            return ngettext("{count} to do before it can start.", "{count} to do before it can start.", lines).format(
                count=lines
            )
        return missing[0] if missing else ""

    def _findings_words(self, session: Session) -> str:
        return " ".join(finding.words for finding in sessions.baseline_findings(session))

    def _arrived_words(self, session: Session) -> str:
        arrived, undone = (session.last_event(kind) for kind in (EventKind.ARRIVED, EventKind.ARRIVAL_UNDONE))
        event = None if arrived and undone and undone.seq > arrived.seq else arrived
        return formats.format_time(self._desk.local(event.at)) if event else _("Not here yet")

    def _show_consent(self, session: Session) -> None:
        """Show a line for each paper that is not there, and whether the start waits for it."""
        order = session.order
        reason = order.consent_reason if order is not None else None
        papers = sessions.paper_needs(self._desk, session)
        state, lines = DONE, []
        for paper in needs.at_start(papers):
            answer = paper.answer
            if answer.verdict is Verdict.REFUSED:
                state = STOPPED
            elif answer.verdict is Verdict.NEEDS_REASON and not reason:
                state = OPEN if state == DONE else state
            if answer.verdict is Verdict.NEEDS_REASON and order is not None and reason:
                accepted = _("{paper}. Accepted by {name}: {reason}")
                lines.append(accepted.format(paper=paper.words, name=order.prescriber_name, reason=reason))
            else:
                lines.append(answer.sentence)
        # What only the check-in asks for is said, and holds nobody up.
        lines += [paper.words for paper in papers if paper.needed is not Needed.START and not paper.done]
        # Who hears "no" at the chair has it at hand; a consent that is not there is not taken back.
        can = state == DONE and bool(papers) and self._desk.may("consent.withdraw")
        self._steps["withdraw"].show_state(state, "\n".join(lines), can=can)

    def _show_check(self, step: str, session: Session, item: CheckItem) -> None:
        event = session.check_of(item)
        if event is None:
            needed = item is not CheckItem.ESCORT or session.protocol.escort_required
            words = _("Not asked yet") if needed else _("Not needed by the protocol")
            self._steps[step].show_state(OPEN if needed else DONE, words)
            return
        if item is CheckItem.ESCORT:
            words = f"{event.detail['name']}, {event.detail['phone']}"
        else:
            ate, drank = (
                formats.format_time(self._desk.local(from_text(event.detail[key])))
                for key in ("solids_at", "liquids_at")
            )
            words = _("Last food {ate}, last drink {drank}").format(ate=ate, drank=drank)
            if "nasal_at" in event.detail:
                used = event.detail["nasal_at"]
                time = formats.format_time(self._desk.local(from_text(used))) if used else _("none")
                words += ", " + _("last nasal spray {time}").format(time=time)
            if event.detail.get("reason"):
                words += "\n" + _("Too short. {reason}").format(reason=event.detail["reason"])
        self._steps[step].show_state(DONE, words)

    def _show_programme(self, session: Session) -> None:
        """Show what a programme asks for; a protocol without one has no such step."""
        step = self._steps["programme"]
        step.setVisible(bool(session.protocol.programme))
        if session.protocol.programme:
            met, words = programme_words(self._desk, session)
            step.show_state(DONE if met else OPEN, words, can=self._desk.may("session.check"))
        else:
            step.show_state(DONE, "", can=False)

    def _show_chair(self, session: Session) -> None:
        """Show what was answered in the chair, and what of it waits for a decision."""
        words, waits = chair_words(session)
        needed = at_the_chair(session.protocol.kind)
        self._steps["chair"].set_name(
            _("IV line, medicines, substances, safety")
            if CheckItem.SITE in needed and CheckItem.SUICIDALITY in needed
            else _("IV line and medicines")
            if CheckItem.SITE in needed
            else _("Medicines, substances, safety")
        )
        missing = sessions.missing_at_chair(session)
        asked = any(session.check_of(item) for item in needed)
        if missing:
            words = "\n".join((*words.splitlines(), *missing)) if asked else _("Not asked yet")
        self._steps["chair"].show_state(STOPPED if waits else OPEN if missing else DONE, words)

    def _show_held(self, session: Session) -> None:
        held = sessions.held(session)
        self._hold.setText(_("Ho&ld longer") if held else _("Ho&ld the visit"))
        self._hold.setVisible(self._desk.may("session.hold"))
        if held is None:
            self._held.clear()
            return
        words = _("Held since {since}: {reason}. Look again at {again}.").format(
            since=formats.format_time(self._desk.local(held.since.at)),
            reason=held.reason.rstrip("."),
            again=formats.format_time(self._desk.local(held.again_at.at)),
        )
        self._held.show_message("warn", words, _("The hold is over"), icon="clock")

    def _on_hold_over(self) -> None:
        self.step_chosen.emit("hold_over")

    def _show_vitals(self, session: Session) -> None:
        missing = list(missing_baseline(session.protocol.vitals, session.baseline()))
        weight = session.latest_weight_grams
        needed = session.protocol.kind is TreatmentKind.INFUSION
        self._steps["vitals"].set_name(_("Weight and baseline vital signs") if needed else _("Baseline vital signs"))
        words = formats.format_weight(weight) if weight else _("No weight yet")
        if missing:
            words += ". " + _("{count} values missing").format(count=len(missing))
        if not weight and not needed:
            words = _("{count} values missing").format(count=len(missing)) if missing else _("Taken")
        self._steps["vitals"].show_state(OPEN if missing or (needed and not weight) else DONE, words)

    def _show_order(self, session: Session) -> None:
        order = session.order
        may = self._desk.may("session.order")
        if order is None:
            words = _("Not signed yet") if may else _("A prescriber signs it")
            self._steps["order"].show_state(OPEN, words, can=may)
            return
        # Who is to work the dose out anew must not read it here.
        hidden = sessions.is_blind(self._desk, session)
        sentence = _("Signed by {name}") if hidden else _("{dose}, signed by {name}")
        words = sentence.format(dose=amount_words(order.arithmetic), name=order.prescriber_name)
        stale = order.arithmetic.actual_weight_grams not in (None, session.latest_weight_grams)
        if stale:
            words = _("The weight changed: a new order is needed")
        self._steps["order"].show_state(OPEN if stale else DONE, words, can=may)

    def _show_second_check(self, session: Session) -> None:
        state = sessions.checked(session)
        mark = {Checked.OPEN: OPEN, Checked.DIFFERS: STOPPED}.get(state, DONE)
        can = mark != DONE and session.order is not None and self._desk.may("session.second_check")
        self._steps["second_check"].show_state(mark, check_words(session), can=can)

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.step_chosen.emit(self._names[pressed])
