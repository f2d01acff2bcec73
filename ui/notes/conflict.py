"""Two people wrote the same note: both texts, side by side, and the choice between them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.text_field import TextAreaField


class Conflict(Card):
    """Shows the text that was saved meanwhile; the person's own stays in the editor above, to be amended and saved.

    Signals:
        mine_kept: Save what I wrote, over theirs (which stays in the history).
        theirs_taken: Show theirs in the editor; mine is put aside into the box.
    """

    mine_kept = Signal()
    theirs_taken = Signal()

    def __init__(self) -> None:
        super().__init__(_("Both texts"))
        self._other = TextAreaField(_("Saved meanwhile"), lines=5)
        self._other.set_read_only(True)
        self._keep = button(_("Save &mine"), kind="primary")
        self._take = button(_("Use the &other text"))
        self._build()
        self._keep.clicked.connect(self._on_keep)
        self._take.clicked.connect(self._on_take)
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._other)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(self._keep)
        column.addLayout(row)
        self.add(column)

    def show_other(self, name: str, time: str, body: str) -> None:
        """Show the text somebody else saved at a time."""
        self.set_title(_("{name} saved this at {time}").format(name=name, time=time))
        self.set_note(_("Yours is above. Take over what you need, then choose."))
        self._other.set_text(body)
        self.show()

    def other(self) -> str:
        """Return the text in the box."""
        return self._other.text()

    def put_aside(self, body: str) -> None:
        """Keep a text in the box after the other one was taken, so that nothing is lost."""
        self.set_title(_("What you had written"))
        self.set_note(_("The other text is above now. Take over what you need, then save."))
        self._other.set_text(body)

    def _on_keep(self) -> None:
        self.mine_kept.emit()

    def _on_take(self) -> None:
        self.theirs_taken.emit()
