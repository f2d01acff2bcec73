"""The start PIN: asked before anything else where this account keeps the key behind one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.language import _
from ui.shell.frame import Frame
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class StartPinPage(Frame):
    """One field. A wrong PIN takes half a second to find out, which is all the waiting there is.

    Signals:
        pin_given(str): What was typed.
        recovery_wanted: Nobody here knows the PIN; the recovery key is typed instead.
    """

    pin_given = Signal(str)
    recovery_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Start PIN"), width=36)
        self._file = label("", "muted", wrap=True)
        self._pin = TextField(_("&Start PIN of this PC"), secret=True)
        self._open = button(_("&Open the clinic"), kind="primary")
        self._recovery = button(_("Type the &recovery key…"), kind="quiet", icon="key-round")
        self.add(label(_("The start PIN of this PC"), "h2", wrap=True))
        self.add(self._file)
        self.add(self._pin)
        row = QHBoxLayout()
        row.addWidget(self._recovery)
        row.addStretch(1)
        row.addWidget(self._open)
        self.add(row)
        self.setFocusProxy(self._pin)
        self._pin.line.returnPressed.connect(self._on_open)
        self._open.clicked.connect(self._on_open)
        self._recovery.clicked.connect(self.recovery_wanted)

    def ask(self, file_name: str, refusal: str = "") -> None:
        """Ask for the PIN of a file; ``refusal`` says that the last one was wrong."""
        self._file.setText(_("File: {file}").format(file=file_name))
        self._open.setEnabled(True)
        self._pin.set_text("")
        if refusal:
            self._pin.set_error(refusal)
        else:
            self._pin.clear_message()
        self._pin.setFocus()

    def forget(self) -> None:
        """Wipe what was typed."""
        self._pin.set_text("")

    def _on_open(self) -> None:
        if not self._open.isEnabled():
            return
        if not self._pin.line.text():
            self._pin.set_error(_("Type the start PIN."))
            return
        self._open.setEnabled(False)
        self.pin_given.emit(self._pin.line.text())
