"""The page of a PC that was handed to a patient: the content alone, the thanks, the cover, the way back to staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.records.wordings import form_words
from ui import theme
from ui.hand_over.bar import HandOverBar
from ui.hand_over.content import HandOverContent
from ui.hand_over.guard import Guard
from ui.hand_over.keypad import has_touch_screen
from ui.hand_over.quiet_page import CoverPage, ThanksPage
from ui.hand_over.staff_page import StaffPage
from ui.widgets.strip import MessageStrip
from ui.widgets.words import announce

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.records.pins import Admitted

COVERED_AFTER_MS = 90_000
"""Untouched for so long, the page is covered. A slow reader needs a minute for a screenful of large type."""
WARNED_BEFORE_MS = 20_000
"""The warning comes so long before, as WCAG 2.2 (2.2.1) asks: time enough to answer it with one touch."""
STAFF_AFTER_MS = 300_000
"""Covered for so long, a touch leads to staff instead of back to the content."""
FIRST_PERCENT = 130
"""Large type from the beginning."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Who took the device back, and the longest time it lay there untouched, in milliseconds."""

    admitted: Admitted
    left_alone_ms: int


class HandOverPage(QFrame):
    """Shows one content. ``idle_ms`` tells for how long nobody touched the PC, on the clinic's clock.

    Signals:
        taken_back(object): A member of staff has the device again; carries a ``TakenBack``.
    """

    taken_back = Signal(object)

    def __init__(self, desk: Desk, content: HandOverContent, idle_ms: Callable[[], int]) -> None:
        super().__init__()
        self._desk = desk
        self._content = content
        self._idle_ms = idle_ms
        self._words = form_words(content.language, "screen")
        self._percent = FIRST_PERCENT
        self._scheme = theme.current().scheme
        self._finished = False
        self._covered_at_ms = 0
        self._left_alone_ms = 0
        self._needs_staff = False
        self._focus: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._guard = Guard(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        words = self._words
        self.setProperty("role", "page")
        self.setAccessibleName(self._content.title())
        self._bar = HandOverBar(self._content.title(), words, self._percent, self._scheme)
        self._strip = MessageStrip()
        self._thanks = ThanksPage(
            words["hand_over_thanks"], words["hand_over_please_return"], words["hand_over_give_back"]
        )
        self._cover = CoverPage(words["hand_over_covered"], words["hand_over_covered_hint"])
        self._staff = StaffPage(self._desk, words, touch=has_touch_screen())
        self._stack = QStackedWidget()
        for page in (self._content, self._thanks, self._cover, self._staff):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._strip)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._bar.percent_chosen.connect(self._on_percent)
        self._bar.scheme_chosen.connect(self._on_scheme)
        self._bar.give_back_wanted.connect(self._on_give_back)
        self._thanks.give_back_wanted.connect(self._on_give_back)
        self._cover.touched.connect(self._on_touched)
        self._staff.went_back.connect(self._on_went_back)
        self._staff.admitted.connect(self._on_admitted)
        self._content.done.connect(self._on_done)

    # From the hand-over to the giving back ------------------------------------------------------------------------

    def begin(self) -> None:
        """The page is in the window: shut off everything else and let the patient begin."""
        self._guard.begin()
        self._wear()
        self._content.set_percent(self._percent)
        self._content.begin()
        announce(self, self._content.title())

    def end(self) -> list[QWidget]:
        """Open the program again. Return the windows that wanted to come up meanwhile, for the owner to show."""
        self.keep_draft()
        theme.take_off(self)
        return self._guard.end()

    def tick(self) -> None:
        """A second has passed: warn, then cover what nobody touches; count on where staff must wait."""
        here = self._stack.currentWidget()
        # Whatever is shown, the thanks too: a finished form may lie in the waiting room for an hour.
        self._left_alone_ms = max(self._left_alone_ms, self._idle_ms())
        if here is self._staff:
            self._staff.tick()
        if here is self._cover or here is self._thanks:
            return
        left = COVERED_AFTER_MS - self._idle_ms()
        if left <= 0:
            self._put_cover()
        elif left <= WARNED_BEFORE_MS and here is self._content:
            sentence = self._words["hand_over_soon_covered"]
            self._strip.show_message("info", sentence.format(seconds=WARNED_BEFORE_MS // 1000), icon="clock")
        elif here is self._content:
            self._strip.clear()

    def keep_draft(self) -> None:
        """Keep what the patient has entered so far."""
        if not self._finished:
            self._content.keep_draft()

    def refuse_to_close(self) -> None:
        """Say that only staff can end this, because somebody tried to close the window."""
        self.keep_draft()
        if self._stack.currentWidget() is not self._cover:
            self._strip.show_message("info", self._words["hand_over_only_staff"], icon="lock")

    # What is shown ------------------------------------------------------------------------------------------------

    def _show(self, page: QWidget) -> None:
        self._strip.clear()
        self._bar.setVisible(page is self._content)
        self._stack.setCurrentWidget(page)
        self.setAccessibleName(self._content.title() if page is self._content else page.accessibleName())
        announce(self, self.accessibleName())

    def _show_own(self) -> None:
        """Show the content as it was left, or the thanks once it is finished."""
        if self._finished:
            self._show(self._thanks)
            self._thanks.setFocus()
            return
        self._show(self._content)
        for window in self._hidden:
            window.show()
        self._hidden.clear()
        if self._focus is not None and self._content.isAncestorOf(self._focus):
            self._focus.setFocus()
        else:
            self._content.setFocus()

    def _leave_content(self) -> None:
        """Keep and hide all of the content, to come back to the same place in it."""
        if self._stack.currentWidget() is self._content:
            self._focus = self._content.focusWidget()
            self.keep_draft()
            self._hidden += self._guard.hide_windows_of_page()

    def _put_cover(self) -> None:
        self._staff.clear()
        if self._finished and not self._needs_staff:
            self._show_own()
            return
        self._leave_content()
        if not self._finished:
            self._content.left_alone()
        if not self._needs_staff:
            self._covered_at_ms = self._uptime_ms() - self._idle_ms()
        self._show(self._cover)
        self._cover.setFocus()

    def _on_touched(self) -> None:
        alone = self._uptime_ms() - self._covered_at_ms
        self._left_alone_ms = max(self._left_alone_ms, alone)
        self._needs_staff = self._needs_staff or alone >= COVERED_AFTER_MS + STAFF_AFTER_MS
        if self._needs_staff:
            self._show_staff()
        else:
            self._show_own()

    def _on_done(self) -> None:
        self._finished = True
        if self._stack.currentWidget() is self._content:
            self._show_own()

    # Staff --------------------------------------------------------------------------------------------------------

    def _on_give_back(self) -> None:
        self._leave_content()
        self._show_staff()

    def _show_staff(self) -> None:
        self._show(self._staff)
        self._staff.start(may_go_back=not self._needs_staff)

    def _on_went_back(self) -> None:
        self._staff.clear()
        self._show_own()

    def _on_admitted(self, admitted: Admitted) -> None:
        self.keep_draft()
        self._content.taken_back.emit()
        self.taken_back.emit(TakenBack(admitted, self._left_alone_ms))

    # The look -----------------------------------------------------------------------------------------------------

    def _on_percent(self, percent: int) -> None:
        self._percent = percent
        self._wear()
        self._content.set_percent(percent)

    def _on_scheme(self, scheme: theme.Scheme) -> None:
        self._scheme = scheme
        self._wear()

    def _wear(self) -> None:
        theme.put_on(self, self._scheme, self._percent)

    def _uptime_ms(self) -> int:
        return self._desk.clinic.clock.uptime_ms()
