"""One start of the program, telling when things happen. Run as a file: it imports nothing the program would not.

Arguments: clinic file, login, password. Writes lines of a name and a moment.
"""

import os
import sys
import time

A_PASSWORD_TAKES = 1000
"""Milliseconds, at least, from a sign-in on the screen to a password typed."""

sys.path.insert(0, os.getcwd())  # noqa: PTH109 - pathlib is not loaded yet


def tell(name: str) -> None:
    """Write a moment on the clock all processes share."""
    print(name, time.perf_counter(), flush=True)


def main() -> int:
    """Start as a person does, then type a letter, sign in and leave."""
    file, login, password = sys.argv[1:]
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    from clinicdesk.__main__ import main as clinicdesk
    from ui.main_window import MainWindow
    from ui.sign_in.opening import Opening
    from ui.sign_in.sign_in_page import SignInPage

    class Steps(QObject):
        """Goes from the first picture to Today."""

        def __init__(self, window: MainWindow) -> None:
            super().__init__(window)
            self.window = window
            self.then = None
            page, opening = window.findChild(SignInPage), window.findChild(Opening)
            self.page = page
            self.when_painted(page, self.on_painted)
            opening.opened.connect(self.on_opened)
            opening.refused.connect(lambda problem: sys.exit(f"refused: {type(problem).__name__}"))
            window.signed_in.connect(lambda: self.when_painted(self.window, self.on_today))

        def when_painted(self, widget: QObject, then) -> None:
            self.watched, self.then = widget, then
            widget.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            wanted = QEvent.Type.UpdateRequest if watched is self.window else QEvent.Type.Paint
            if self.then and watched is self.watched and event.type() == wanted:
                QTimer.singleShot(0, self.then)
                self.then = None
            return False

        def on_painted(self) -> None:
            tell("painted")
            line = QApplication.focusWidget()
            if not isinstance(line, QLineEdit):
                # Without a window system no window becomes the active one.
                self.window.activateWindow()
                line = self.page.focusProxy()
                line = line if isinstance(line, QLineEdit) else line.findChild(QLineEdit)
            self.line = line
            self.when_painted(line, self.on_usable)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(line, QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
            line.update()

        def on_usable(self) -> None:
            if self.line.text() != "a":
                sys.exit("the sign-in takes no keys")
            tell("usable")

        def on_opened(self, clinic) -> None:
            tell("opened")
            self.clinic = clinic
            QTimer.singleShot(A_PASSWORD_TAKES, self.on_typed)

        def on_typed(self) -> None:
            from clinicdesk.records import staff

            self.desk = staff.sign_in(self.clinic, login=login, password=password, workstation="BENCH")
            QTimer.singleShot(0, self.on_checked)

        def on_checked(self) -> None:
            tell("checked")
            self.page.signed_in.emit(self.desk)

        def on_today(self) -> None:
            tell("today")
            # How a person leaves does not matter here.
            os._exit(0)

    shown = MainWindow.show

    def show(self: MainWindow) -> None:
        Steps(self)
        shown(self)

    MainWindow.show = show
    return clinicdesk(["--clinic", file])


if __name__ == "__main__":
    sys.exit(main())
