"""All the questionnaires that are due, one after the other in the hands of the patient, who is handed the PC once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.hand_over.content import HandOverContent
from ui.measures.form import QuestionnaireContent
from ui.measures.outcome import FilledIn

Maker = Callable[[], QuestionnaireContent]


class SeveralForms(HandOverContent):
    """``done`` carries a list of ``FilledIn``.

    The next form is made when the one before was handed in. An answer that calls for a clinician ends it there: staff
    are to have the device back, and what is left stays due.
    """

    def __init__(self, makers: Sequence[Maker], language: str, title: str, parent: QWidget | None = None) -> None:
        """``makers``: at least one, each makes a form; ``title`` names all of them, shortly."""
        super().__init__(language, parent)
        self._title = title
        self._makers = list(makers)
        self._made: list[QuestionnaireContent] = []
        self._percent = 100
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._add()

    def title(self) -> str:
        """Return the short names of the forms."""
        return self._title

    def begin(self) -> None:
        """Show the first question of the form on the screen."""
        self._now.begin()

    def set_percent(self, percent: int) -> None:
        """Show all forms in another size."""
        self._percent = percent
        for form in self._made:
            form.set_percent(percent)

    def keep_draft(self) -> None:
        """Keep what was answered in the form on the screen."""
        self._now.keep_draft()

    def left_alone(self) -> None:
        """Record what must not wait for the end of the form on the screen."""
        self._now.left_alone()

    def conclude(self) -> list[FilledIn]:
        """Staff have the device again: return what became of each form that was begun."""
        return [form.conclude() for form in self._made]

    @property
    def _now(self) -> QuestionnaireContent:
        return self._made[-1]

    def _add(self) -> None:
        form = self._makers.pop(0)()
        form.done.connect(self._on_done)
        self._made.append(form)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self.setFocusProxy(form)

    def _on_done(self, outcome: FilledIn) -> None:
        if outcome.kind != "recorded" or outcome.calls or not self._makers:
            self.done.emit([form.outcome for form in self._made])
            return
        self._add()
        self._now.set_percent(self._percent)
        self._now.begin()
