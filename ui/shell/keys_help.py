"""F1: the keys that work everywhere, on one card."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSlider, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.shell.commands import COMMANDS
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

KEYS = (
    *((command.shortcut, command.title) for command in COMMANDS if command.shortcut),
    ("Ctrl+S", _("Save what is on the page")),
    ("Ctrl+P", _("Print")),
    ("F2", _("In a session: enter the next vital signs")),
    ("A to Z", _("On Sessions: the chair of that letter; arrows move, Enter opens, digits begin its row")),
    ("B, H, S, R, M", _("In the row of Sessions: the field of that letter; + goes on, Esc goes back to the chairs")),
    ("F3, F10", _("In a session: what the protocol says at a limit was done; stamp the minute of an event")),
    ("Space", _("On Today: take the next step of the visit")),
    ("Ctrl+Z, Ctrl+I, Ctrl+M", _("On Today: take an arrival back; change a check-in; move what a late visit pushes")),
    ("M", _("On Schedule: pick a visit up; arrows move it, Shift+arrows stretch it, Enter puts it down, Esc back")),
    ("D, W, T", _("On Schedule: the day, the week, today; Page Up and Page Down turn them")),
    ("B, Del", _("On Schedule: book a visit at the cursor; cancel the visit under it")),
    ("F9", _("An urgent message is shown: I see to it")),
    ("Ctrl+F9", _("A call for a clinician is shown: I see to the call, or record what was done")),
    (_("Up, Down, Page Up"), _("On To sign, from the PIN field: the next thing, and the pages of what is read")),
    ("1 to 6", _("On Calls: how the call ended; R writes a remark, B books, Ctrl+Z takes back")),
    ("Ctrl+Space", _("In a note: the snippets; typing the name of one and Tab puts it in")),
    ("Ctrl+Down, Ctrl+Up", _("In a note: the next section, the section before")),
    ("N, R, T, D", _("On Messages: new, reply, take, done")),
    ("+, -, 0", _("On a curve: closer, farther, all of it; arrows walk along it, Page Up and Page Down move it")),
    ("Enter", _("Open the row that is marked")),
    ("Esc", _("Close the dialog or the list")),
    ("Tab", _("Next field; Shift+Tab goes back")),
    ("Alt", _("With the underlined letter: press that button or go to that field")),
)


class KeysHelp(QDialog):
    """A list to read; any way of closing closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        self.setAccessibleName(_("Keys"))
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_16"))
        column.addWidget(label(_("Keys"), "h2"))
        content = QWidget()
        content.setProperty("role", "page_body")
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, theme.px("space_16"), 0)
        grid.setHorizontalSpacing(theme.px("space_24"))
        grid.setVerticalSpacing(theme.px("space_8"))
        for row, (keys, meaning) in enumerate(KEYS):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if "+" in keys else keys
            grid.addWidget(label(shown, "strong"), row, 0)
            grid.addWidget(label(meaning), row, 1)
        self._list = ScrollArea(content)
        self._list.setFixedWidth(content.sizeHint().width() + theme.px("space_16"))
        # As high as all of it where the window is, else with the rest to scroll to.
        self._list.setMinimumHeight(min(content.sizeHint().height(), over.window().height() * 2 // 3))
        column.addWidget(self._list)
        close = button(_("&Close"), kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(close)
        column.addLayout(bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll with the keys that scroll."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._list.verticalScrollBar().triggerAction(step)


_STEPS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}
