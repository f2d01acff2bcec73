"""What a patient is handed: a form to sign, a questionnaire. The page around it is the same for all of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class HandOverContent(QWidget):
    """The one thing the patient sees. A place makes it; the page around it knows nothing of what is inside.

    Everything in it is in the patient's ``language``. It asks its questions inside itself where it can: a dialog of
    its own is allowed (it is hidden when the page is covered), native file dialogs are not. It must not use Ctrl keys
    or function keys: they are dead while the PC is handed over.

    Signals:
        done(object): The patient has finished, one way or the other; the page thanks and asks for the device back.
        taken_back: A member of staff has the device again; sent just before this widget is deleted.
    """

    done = Signal(object)
    taken_back = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        """``language`` is the code of the language the patient reads, for example ``es``."""
        super().__init__(parent)
        self._language = language

    @property
    def language(self) -> str:
        """The code of the language the patient reads."""
        return self._language

    def title(self) -> str:
        """Return what it is, in the patient's language; it stands above the content while that is shown."""
        raise NotImplementedError

    def begin(self) -> None:
        """The content is on the screen for the first time: put the focus where the patient begins."""
        self.setFocus()

    def set_percent(self, percent: int) -> None:
        """Show the text larger or smaller, 100 being the usual size; called before ``begin`` and for each step.

        Style sheet and font of the content follow by themselves. Only what has a size of its own (painted text, a
        document) must do something.
        """

    def keep_draft(self) -> None:
        """Keep what was entered, so that the patient can go on later."""

    def left_alone(self) -> None:
        """Nobody has touched the device for a while, and it is covered: record what must not wait for the end."""
