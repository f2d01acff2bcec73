"""The two long forms of a session, by keys: the questions in the chair, and the discharge."""

from PySide6.QtWidgets import QComboBox

from clinicdesk.records.sessions import Session
from tests.journeys.keyboard import Keyboard
from tests.ui.session.chairside import QUESTIONS


def answer_in_the_chair(keys: Keyboard, at: str = "") -> None:
    """Say where the line is, and that there is nothing else; ``at`` is the time on the paper."""
    keys.push("In the chair")
    keys.fill("IV line in", "Left forearm")
    keys.choose("Gauge", "22 G")
    for question in QUESTIONS:
        keys.push(f"{question}: No")
    if at:
        keys.fill("Time on the paper", at)
    keys.press("Ctrl+S")
    keys.hands.see("Left forearm, 22 G, medicines unchanged, nothing taken, no thoughts of suicide")


def fill_in_discharge(keys: Keyboard, session: Session, early: str = "") -> None:
    """Answer what the vital signs left open with full points, and every item with yes."""
    if early:
        keys.fill("Why the patient may leave earlier", early)
    score = session.protocol.score
    assert score is not None
    for item in score.items:
        field = keys.hands.find(item.title)
        assert isinstance(field, QComboBox)
        if field.currentIndex() < 0:
            keys.choose(item.title, f"{item.answers[0].points}  {item.answers[0].text}")
    for one in session.protocol.discharge.items:
        keys.push(f"{one.text}: Yes")
