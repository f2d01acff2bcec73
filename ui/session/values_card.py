"""The last value of each kind, large, and what it means against the clinic's limits."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.alarms import Alarm
from clinicdesk.rules.monitoring import LEVEL_WORDS
from clinicdesk.rules.protocol import Level
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import MEASURES, Kind
from ui import theme
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.strip import MessageStrip, Tone
from ui.widgets.words import label

_PRESSURE = (Kind.SYSTOLIC, Kind.DIASTOLIC)
_MORE = (Kind.RASS, Kind.DISSOCIATION, Kind.DISTRESS, Kind.PAIN)
"""Shown once there is such a value."""
_LEFT = frozenset({Phase.DISCHARGED, Phase.NOT_TREATED})


class _Value(QWidget):
    """A quiet name, a large figure, its unit."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__()
        self._unit = unit
        self._figure = label("–", "vitals")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(f"{name}  {unit}".strip(), "caption"))
        column.addWidget(self._figure)

    def show_value(self, figure: str, tone: str) -> None:
        """Show the figure; ``tone`` colours it, the words stand in the strip below."""
        self._figure.setText(figure or "–")
        theme.set_state(self._figure, "tone", tone)


class ValuesCard(Card):
    """Blood pressure, heart rate, saturation, breathing, sedation; what a broken limit asks for.

    Signals:
        acted: What the protocol says was done.
    """

    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Latest vital signs"))
        self._pressure = _Value(_("BP"), "mmHg")
        self._values = {
            Kind.HEART_RATE: _Value(_("HR"), _("per min")),
            Kind.SPO2: _Value("SpO₂", "%"),
            Kind.RESPIRATORY_RATE: _Value(_("RR"), _("per min")),
            Kind.SEDATION: _Value("MOAA/S", ""),
            **{kind: _Value(MEASURES[kind].short, "") for kind in _MORE},
        }
        self._strip = MessageStrip()
        flow = FlowLayout(theme.px("space_24"), theme.px("space_8"))
        for value in (self._pressure, *self._values.values()):
            flow.addWidget(value)
        self.add(flow)
        self.add(self._strip)
        self._strip.action_taken.connect(self.acted)

    def show_session(self, session: Session, broken: Sequence[Alarm] = ()) -> None:
        """Show the last values, and the limits they reach, until other values are recorded.

        ``broken`` are the limits nobody has said yet what was done about.
        """
        values = {**sessions.latest_values(session), **_pointed_to(session)}
        found = sessions.limits_reached(session)
        tones: dict[Kind, str] = {}
        for finding in reversed(found):
            tones[finding.rule.kind] = "danger" if finding.level >= Level.HOLD else "warn"
        high, low = (values.get(kind) for kind in _PRESSURE)
        pressure_tone = tones.get(Kind.SYSTOLIC, "") or tones.get(Kind.DIASTOLIC, "")
        if "danger" in (tones.get(Kind.SYSTOLIC), tones.get(Kind.DIASTOLIC)):
            pressure_tone = "danger"
        self._pressure.show_value(f"{high}/{low}" if high is not None and low is not None else "", pressure_tone)
        for kind, value in self._values.items():
            known = values.get(kind)
            value.show_value("" if known is None else str(known).replace("-", "−"), tones.get(kind, ""))
            value.setVisible(
                kind not in (Kind.SEDATION, *_MORE) or known is not None or kind is session.protocol.sedation
            )
        if found and not session.is_signed and session.phase not in _LEFT:
            # One sentence for each kind is enough to act on; the most serious comes first.
            words = " ".join({finding.rule.kind: finding.words for finding in reversed(found)}.values())
            tone: Tone = "danger" if found[0].level >= Level.HOLD else "warn"
            says, action = _protocol(broken[0].do if broken else found[0].rule.do)
            words = f"{LEVEL_WORDS[found[0].level]}. {words}{says}"
            self._strip.show_message(tone, words, action if broken else "")
        elif broken:
            # The values are better, and still nobody said what was done.
            says, action = _protocol(broken[0].do)
            self._strip.show_message("warn", broken[0].words + says, action)
        else:
            self._strip.clear()


def _pointed_to(session: Session) -> dict[Kind, int]:
    """Return the distress the patient pointed to last on the call screen, if nobody has typed a later one."""
    event = session.last_event(EventKind.FEELING)
    typed = session.latest(Kind.DISTRESS)
    points = event.detail.get("distress") if event is not None else None
    if event is None or points is None or (typed is not None and typed.seq > event.seq):
        return {}
    return {Kind.DISTRESS: int(points)}


def _protocol(do: str) -> tuple[str, str]:
    """Return what the protocol says to do, as a further sentence, and the words of the button that records it."""
    if not do:
        return "", _("What was done") + "  F3"
    return " " + _("Protocol: {do}").format(do=do), _("Done so") + "  F3"
