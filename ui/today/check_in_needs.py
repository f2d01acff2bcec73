"""What this visit still needs, and who takes the patient home."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinicdesk.language import _, ngettext
from clinicdesk.records.check_in import Escort, Need
from clinicdesk.records.consents.needs import Needs
from clinicdesk.records.eligibility import Running, VisitNeed
from clinicdesk.records.measures.due import MeasureDueItem
from ui import theme
from ui.shell.visit_papers import eligibility_lines, lines_of, paper_line
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.text_field import TextField


class EscortCard(Card):
    """Name and phone of the escort; the checks before the start find them there.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Who takes the patient home?"), " ")
        self._name = TextField(_("&Name of the escort"))
        self._phone = TextField(_("&Phone of the escort"))
        self._fields = {"escort_name": self._name, "escort_phone": self._phone}
        self._stacked: bool | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space_16"))
        self._grid.setVerticalSpacing(0)
        self._lay_out(stacked=False)
        for field in self._fields.values():
            field.edited.connect(self.changed)
        self.add(self._grid)
        self.body.addStretch(1)
        self.setFocusProxy(self._name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields one below the other where there is no room beside."""
        super().resizeEvent(event)
        self._lay_out(stacked=self.width() < theme.px("base") * 36)

    def _lay_out(self, *, stacked: bool) -> None:
        if stacked != self._stacked:
            self._stacked = stacked
            for place, field in enumerate(self._fields.values()):
                self._grid.addWidget(field, place if stacked else 0, 0 if stacked else place)
            self._grid.setColumnStretch(0, 1)
            self._grid.setColumnStretch(1, 0 if stacked else 1)

    def show_escort(self, escort: Escort | None, *, needed: bool) -> None:
        """Show who is known already."""
        self._name.set_text(escort.name if escort else "")
        self._phone.set_text(escort.phone if escort else "")
        self.set_note(_("Required before the start") if needed else _("Not required"))

    def escort(self) -> Escort | None:
        """Return who was typed; None where nothing was. What is missing is for the records to say."""
        typed = Escort(self._name.text(), self._phone.text())
        return typed if typed.name or typed.phone else None

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {name: field.text() for name, field in self._fields.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what was typed before."""
        for name, field in self._fields.items():
            field.set_text(texts.get(name, ""))

    def field(self, name: str | None) -> QWidget | None:
        """Return the editor of a field, or None if it is not here."""
        return self._fields[name].editor if name in self._fields else None

    def show_error(self, name: str | None, sentence: str) -> None:
        """Say what is wrong with a field."""
        if name in self._fields:
            self._fields[name].set_error(sentence)


class NeedsCard(Card):
    """What is missing for today, in words.

    Signals:
        expired_opened: The page of what has expired is wanted.
    """

    expired_opened = Signal()

    def __init__(self) -> None:
        super().__init__(_("Missing for today"))
        self._expired = button(_("What has e&xpired"), kind="quiet", icon="clock")
        self._expired.clicked.connect(self.expired_opened)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_8"))
        self.add(self._lines)
        self.add(self._expired)
        self.body.addStretch(1)

    def show_needs(
        self,
        papers: Needs,
        needs: Sequence[Need],
        prepared: int,
        suits: VisitNeed | None = None,
        running: Running | None = None,
        measures: Sequence[MeasureDueItem] = (),
    ) -> None:
        """Show which papers are missing, what else the visit needs, and how many forms wait for the patient.

        ``suits`` is where the eligibility stands, ``running`` what counts for a time only, ``measures`` which
        questionnaires are due.
        """
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for made in (*eligibility_lines(suits), *lines_of(papers)):
            self._lines.addWidget(made)
        count = len(running.run_out) if running else 0
        if count:
            words = ngettext("{count} thing is missing or expired", "{count} things are missing or expired", count)
            self._lines.addWidget(paper_line(words.format(count=count), "warn"))
        self._expired.setVisible(count > 0)
        for need in needs:
            self._lines.addWidget(paper_line(need.words, "ok" if need.done else "warn"))
        if prepared:
            words = ngettext(
                "{count} form is prepared for the patient to read and sign.",
                "{count} forms are prepared for the patient to read and sign.",
                prepared,
            ).format(count=prepared)
            self._lines.addWidget(paper_line(words, "info"))
        if measures:
            words = _("To fill in: {measures}").format(measures=", ".join(item.title for item in measures))
            self._lines.addWidget(paper_line(words, "warn" if any(item.overdue for item in measures) else "info"))
        self.setVisible(bool(papers) or bool(needs) or bool(prepared) or bool(measures) or suits is not None)
