"""How well this PC guards the key, said plainly, and the start PIN that helps where it does not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.language import _
from ui import theme
from ui.rekeying.looking import Seen
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class PcCard(Card):
    """Filled by ``show_seen``.

    Signals:
        start_pin_wanted: A start PIN is to be set, or changed.
        no_start_pin_wanted: The start PIN is to be taken away.
    """

    start_pin_wanted = Signal()
    no_start_pin_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("This PC"), _("As this account of it says"))
        self.strip = MessageStrip()
        self._lines = label(_("Looking…"), wrap=True)
        self._pin = button(_("Set a start &PIN…"), icon="lock")
        self._no_pin = button(_("&Take the start PIN away…"), kind="quiet")
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._pin)
        row.addWidget(self._no_pin)
        row.addStretch(1)
        for item in (self.strip, self._lines, row):
            self.add(item)
        self._pin.setEnabled(False)
        self._no_pin.hide()
        self._pin.clicked.connect(self.start_pin_wanted)
        self._no_pin.clicked.connect(self.no_start_pin_wanted)

    def show_seen(self, seen: Seen) -> None:
        """Say what was found, worst first; "cannot be told" is said as that."""
        self._lines.setText("\n".join(f"• {line}" for line in _lines(seen)))
        self._pin.setEnabled(seen.keyring_works)
        self._pin.setText(_("Change the start &PIN…") if seen.has_start_pin else _("Set a start &PIN…"))
        self._no_pin.setVisible(seen.has_start_pin)
        warning = seen.warning()
        if warning:
            self.strip.show_message("warn", warning)
        else:
            self.strip.clear()


def _lines(seen: Seen) -> list[str]:
    alone = {
        True: _("Signs in by itself when it is switched on."),
        False: _("Asks for a password when it is switched on."),
        None: _("Whether it signs in by itself cannot be told from here. Switch it off and on once, and see."),
    }[seen.guard.signs_in_alone]
    disk = {
        True: _("Its disk is encrypted."),
        False: _("Its disk is not encrypted by the operating system."),
        None: _("Whether its disk is encrypted cannot be told from here. Ask whoever set it up."),
    }[seen.guard.disk_encrypted]
    if not seen.keyring_works:
        kept = _("It has no keyring, so the recovery key is typed at each start.")
    elif not seen.key_kept:
        kept = _("Its keyring does not have the key, so the recovery key is typed at each start.")
    elif seen.has_start_pin:
        kept = _("Its keyring has the key behind a start PIN, which is asked at each start.")
    else:
        kept = _("Its keyring has the key. No start PIN is set.")
    return [alone, disk, kept]
