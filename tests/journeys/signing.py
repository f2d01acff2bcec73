"""What a patient's hands do with a form, and what staff do before and after."""

from dataclasses import dataclass

from ui.tour.hands import Hands

AGREE = "I agree to sign this form on this screen. I know that I can sign it on paper instead."
PIN = "739146"


def open_consents(hands: Hands, typed: str, name: str) -> None:
    """Open a patient's consents."""
    hands.press("Ctrl+K")
    hands.type("Find a patient", typed, leave=False)
    hands.see(name)
    hands.press("Return")
    hands.click("Consents")


def hand_over(hands: Hands) -> None:
    """Hand the chosen form over."""
    hands.click("Hand over to sign…")
    hands.see("The patient then sees nothing but this form.")
    hands.click("Hand over")


@dataclass(frozen=True, slots=True)
class Words:
    """What the buttons are called in the language of the form."""

    go_on: str = "Continue reading"
    where: str = "Show where"
    missing: str = "Still missing: initials ("
    initials: str = "Initials"
    give_back: str = "Give back to staff"


SPANISH = Words("Seguir leyendo", "Mostrar dónde", "Todavía falta: iniciales (", "Iniciales", "Devolver al personal")


def read_to_end(hands: Hands, words: Words = Words()) -> None:
    """Press what leads on until the text is read, and put initials where they are asked for."""
    done = 0
    for _step in range(80):
        if hands.found(words.go_on):
            hands.click(words.go_on)
        elif words.missing in hands.texts():
            hands.click(words.where)
            done += 1
            hands.draw(f"{words.initials} {done}")
        else:
            return
    raise AssertionError("the text has no end")


def take_back(hands: Hands, words: Words = Words()) -> None:
    """Give the device back to whoever handed it over."""
    hands.click(words.give_back)
    hands.type("PIN or password", PIN, leave=False)
    hands.press("Return")
