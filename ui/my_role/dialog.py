"""What my role includes: what a person may do and see, what not, and who may. The one answer to "where is it?"."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.permission_words import Line, lines
from clinicdesk.permissions import Role, role_name
from clinicdesk.records import emergency
from ui import theme
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label


class MyRoleDialog(QDialog):
    """A list to read; any way of closing closes it.

    Signals:
        emergency_wanted: The chart that is open cannot wait, though the role does not include it.
    """

    emergency_wanted = Signal()

    def __init__(self, over: QWidget, desk: Desk, *, about_chart: bool = False) -> None:
        """Make one; ``about_chart``: a chart is open, so that emergency access to it can be offered."""
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("What my role includes"))
        self.setAccessibleName(_("What my role includes"))
        self._emergency = button(_("&Emergency access to this chart…"))
        self._close = button(_("&Close"), kind="primary")
        self._build(desk)
        self._emergency.setHidden(not about_chart or bool(emergency.why_not(desk)))
        self._emergency.clicked.connect(self._on_emergency)
        self._close.clicked.connect(self.accept)
        self._close.setDefault(True)

    def _build(self, desk: Desk) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_12"))
        column.addWidget(label(_("What my role includes"), "h2"))
        names = ", ".join(role_name(role) for role in Role if role in desk.person.roles)
        column.addWidget(label(_("You are here as: {roles}.").format(roles=names), "muted", wrap=True))
        inside = QWidget()
        inside.setProperty("role", "page_body")
        parts = QVBoxLayout(inside)
        parts.setContentsMargins(0, 0, theme.px("space_16"), 0)
        parts.setSpacing(theme.px("space_16"))
        told = lines(desk.person.roles)
        parts.addLayout(_part(_("Not included, and so not shown"), [one for one in told if not one.may]))
        parts.addLayout(_part(_("Included"), [one for one in told if one.may]))
        words = _("Psychotherapy notes are read by their author alone, whatever the role.")
        parts.addWidget(label(words, "muted", wrap=True))
        parts.addStretch(1)
        scroll = ScrollArea(inside)
        # There is nothing in it but words: it takes the keys itself, so that they scroll it.
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setMinimumSize(theme.px("base") * 42, theme.px("base") * 22)
        column.addWidget(scroll, 1)
        scroll.setFocus()
        column.addWidget(
            label(_("Ask an administrator if something is missing that you need for your work."), wrap=True)
        )
        row = QHBoxLayout()
        row.addWidget(self._emergency)
        row.addStretch(1)
        row.addWidget(self._close)
        column.addLayout(row)

    def _on_emergency(self) -> None:
        self.accept()
        self.emergency_wanted.emit()


def _part(title: str, found: list[Line]) -> QVBoxLayout:
    """Return a heading with its lines; of what is not included with who may."""
    column = QVBoxLayout()
    column.setSpacing(theme.px("space_8"))
    if not found:
        return column
    column.addWidget(label(title, "h3"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px("space_16"))
    grid.setVerticalSpacing(theme.px("space_8"))
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(1, 1)
    for place, line in enumerate(found):
        grid.addWidget(label(line.title, wrap=True), place, 0, 1, 2 if line.may else 1)
        if not line.may:
            grid.addWidget(label(line.who, "muted", wrap=True), place, 1, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    return column
