"""One's own second factor: setting it up with the camera of a phone, or taking it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, SecondFactorWanted
from clinicdesk.language import _
from clinicdesk.records import practice, second_factor
from ui import theme
from ui.shell.qr_picture import QrPicture
from ui.widgets.button import button
from ui.widgets.dialog import keep_whole
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class OwnCodes(QDialog):
    """The code to scan and its letters, the password, and a code of the phone. Deletes itself when closed.

    Signals:
        changed(str): It is set up, or taken away; carries the sentence to show.
    """

    changed = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._has_one = second_factor.has_one(desk, desk.person.id)
        self._offer = None if self._has_one else second_factor.offer(desk, practice.get(desk).name)
        title = _("Take the second factor away") if self._has_one else _("Set up a second factor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._password = TextField(_("Pass&word"), secret=True, required=True)
        self._code = TextField(_("&Code the phone shows now"), required=True)
        self._save = button(_("&Take it away") if self._has_one else _("&Set it up"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2", wrap=True))
        column.addWidget(
            label(_("From then on the password alone signs you in.") if self._has_one else _WHY, wrap=True)
        )
        if self._offer is not None:
            column.addLayout(self._scanning(self._offer.secret, self._offer.uri))
        column.addWidget(self._strip)
        typed = QHBoxLayout()
        typed.setSpacing(theme.px("space_12"))
        for field in (self._password, self._code):
            typed.addWidget(field, 1)
        column.addLayout(typed)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px("space_8"))
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 44)
        keep_whole(self)
        self._save.setDefault(True)
        self._password.setFocus()

    def _scanning(self, secret: str, uri: str) -> QHBoxLayout:
        picture = QrPicture()
        picture.setAccessibleName(_("Code for the app on your phone"))
        picture.show_text(uri)
        # A code of which a part is missing says nothing.
        picture.setMinimumSize(picture.sizeHint())
        beside = QVBoxLayout()
        beside.addWidget(label(_("1. Scan this with the app that keeps your codes."), wrap=True))
        beside.addWidget(label(_("Without a camera, type these letters into it:"), "muted", wrap=True))
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        half = len(groups) // 2
        letters = label(f"{' '.join(groups[:half])}\n{' '.join(groups[half:])}", "strong")
        letters.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        beside.addWidget(letters)
        beside.addWidget(label(_("2. Type your password and the code it shows."), wrap=True))
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        return row

    def _on_save(self) -> None:
        self._strip.clear()
        password, code = self._password.line.text(), self._code.text()
        try:
            if self._offer is not None:
                second_factor.set_up(self._desk, self._offer.secret, password=password, code=code)
            else:
                second_factor.remove(self._desk, password=password, code=code)
        except (BadValue, SecondFactorWanted) as problem:
            self._code.set_error(str(problem))
            self._code.setFocus()
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.changed.emit(
            _("No code is asked for any more.")
            if self._has_one
            else _("From your next sign-in, a code is asked for as well.")
        )


_WHY = _(
    "Besides the password, a code is asked for that an app on your phone shows for half a minute. Whoever learns your "
    "password cannot sign in with it alone. If you lose the phone, an administrator can take the codes away."
)
