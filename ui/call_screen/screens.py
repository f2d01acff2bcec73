"""The call screens of this PC. They outlive the lock and whoever signs in next: a patient may need them any moment."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, Sealed
from clinicdesk.records.sessions import patient_call
from ui.call_screen.window import CallWindow


class CallScreens(QObject):
    """One window for each session it was opened for."""

    def __init__(self, work: QWidget) -> None:
        super().__init__(work)
        self._work = work
        self._desk: Desk | None = None
        self._windows: dict[str, CallWindow] = {}

    def use(self, desk: Desk) -> None:
        """Somebody signed in: what patients say is recorded at this desk from now on."""
        if self._desk is not None:
            self._desk.clinic.stop_listening(self._on_changed)
        self._desk = desk
        desk.clinic.listen(self._on_changed)
        for window in self._windows.values():
            window.use(desk)

    def open(self, session_id: str) -> None:
        """Open the call screen of a session, or bring it up again. Raises ``ClinicDeskError``."""
        if self._desk is None:
            return
        window = self._windows.get(session_id)
        if window is None:
            patient_call.refuse_unwatched(self._desk, session_id)
            window = self._windows[session_id] = CallWindow(self._desk, session_id)
            window.closed.connect(self._on_closed)
            window.show_beside(self._work)
        else:
            window.raise_()

    def tick(self) -> None:
        """A second has passed."""
        for window in self._windows.values():
            window.tick()

    def close_all(self) -> None:
        """Close them: the signed-in person says so, or the clinic is left."""
        for window in list(self._windows.values()):
            window.close_now()

    def leave(self) -> None:
        """The clinic is closed."""
        self.close_all()
        if self._desk is not None:
            self._desk.clinic.stop_listening(self._on_changed)
            self._desk = None

    def _on_changed(self, changed: Changed) -> None:
        if changed.tables & {"session_events", "sessions", "signatures"}:
            for window in list(self._windows.values()):
                if self._is_over(window.session_id):
                    # Staff have recorded that the patient left: the next one in that chair must not call for this one.
                    window.close_now()
                else:
                    window.refresh()

    def _is_over(self, session_id: str) -> bool:
        assert self._desk is not None
        try:
            patient_call.refuse_unwatched(self._desk, session_id)
        except (BadValue, Sealed):
            return True
        except ClinicDeskError:
            # A file that cannot be read closes nothing: the screen says itself that a call did not get through.
            return False
        return False

    def _on_closed(self) -> None:
        window = self.sender()
        self._windows = {key: one for key, one in self._windows.items() if one is not window}
        if isinstance(window, CallWindow):
            window.deleteLater()
