"""Below the form: what is still missing and the way there, and the three answers a form can have."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui import theme
from ui.consent.reading_page import Missing
from ui.widgets.button import button
from ui.widgets.words import label

_NAMED = 2
"""Things that are named at once, so that the line stays one line."""


class SigningBar(QFrame):
    """One button leads from step to step, for who cannot or does not want to scroll.

    Signals:
        agree_wanted, ask_wanted, refuse_wanted: A button.
        next_wanted: To the next thing to be done, which may be reading on.
    """

    agree_wanted = Signal()
    ask_wanted = Signal()
    refuse_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "action_bar")
        self._missing = label("", "beside", wrap=True)
        self._next = button(words["sign_go_on"], kind="primary")
        self._ask = button(words["sign_ask"], icon="circle-help")
        self._refuse = button(words["sign_refuse"], icon="x")
        self._agree = button(words["sign_agree"])
        self._build()
        self._next.clicked.connect(self.next_wanted)
        self._ask.clicked.connect(self.ask_wanted)
        self._refuse.clicked.connect(self.refuse_wanted)
        self._agree.clicked.connect(self.agree_wanted)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_16"), theme.px("space_8"))
        column.setSpacing(theme.px("space_8"))
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(theme.px("space_12"))
            column.addLayout(row)
        above.addWidget(self._missing, 1)
        above.addWidget(self._next)
        below.addWidget(self._ask)
        below.addWidget(self._refuse)
        below.addStretch(1)
        below.addWidget(self._agree)

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Say what is missing, in the order it will be met."""
        words = self._words
        kinds = [kind for kind, _part, _sentence in missing]
        if not kinds:
            self._missing.setText(words["sign_complete"].format(button=words["sign_agree"]))
        else:
            things = [words[f"sign_missing_{kind}"].format(count=kinds.count(kind)) for kind in dict.fromkeys(kinds)]
            self._missing.setAccessibleName(words["sign_missing"].format(things=", ".join(things)))
            if len(things) > _NAMED:
                # The text needs the room; what comes later is named when it is its turn.
                things[_NAMED:] = [words["sign_missing_more"].format(count=len(things) - _NAMED)]
            self._missing.setText(words["sign_missing"].format(things=", ".join(things)))
        self._next.setVisible(bool(kinds))
        self._next.setText(words["sign_go_on" if kinds[:1] == ["text"] else "sign_show_where"])
        theme.set_state(self._next, "kind", "primary" if kinds else "")
        theme.set_state(self._agree, "kind", "" if kinds else "primary")
