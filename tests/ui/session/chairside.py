"""The two long forms of a session, filled in by hand as usual: the questions in the chair, and the discharge."""

from PySide6.QtWidgets import QComboBox

from clinicdesk.records.sessions import Session
from ui.tour.hands import Hands

QUESTIONS = (
    "Any medicine changed since last time?",
    "Anything taken in the last 24 hours?",
    "Thoughts of suicide?",
)


def answer_in_the_chair(hands: Hands) -> None:
    """Say where the line is, and that there is nothing else."""
    hands.click("In the chair")
    hands.type("IV line in", "Left forearm")
    hands.choose("Gauge", "22 G")
    for question in QUESTIONS:
        hands.click(f"{question}: No")
    hands.click("Record answers")
    hands.see("Left forearm, 22 G, medicines unchanged, nothing taken, no thoughts of suicide")


def fill_in_discharge(hands: Hands, session: Session, early: str = "") -> None:
    """Answer what the vital signs left open with full points, and every item with yes."""
    if early:
        hands.type("Why the patient may leave earlier", early)
    score = session.protocol.score
    assert score is not None
    for item in score.items:
        field = hands.find(item.title)
        assert isinstance(field, QComboBox)
        if field.currentIndex() < 0:
            best = item.answers[0]
            hands.choose(item.title, f"{best.points}  {best.text}")
    for one in session.protocol.discharge.items:
        hands.click(f"{one.text}: Yes")
