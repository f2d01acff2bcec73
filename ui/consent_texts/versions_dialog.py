"""Two versions of a text laid side by side in one: adopted ones, the sample, and what is being written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import wordings
from clinicdesk.records.wordings import Wording
from clinicdesk.rules.text_differences import differences
from ui import theme
from ui.consent_texts.frame import Frame
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.differences_view import DifferencesView
from ui.widgets.words import label


class VersionsDialog(Frame):
    """Shows what differs between any two versions of a text.

    ``mine`` is what is being written. With ``decide`` somebody else published meanwhile, and the person chooses.

    Signals:
        paper_requested(object): A ``PaperRequest``; the dialog closes.
        theirs_taken: The person drops the own draft.
        mine_kept: The person goes on writing, knowing what was published.
    """

    paper_requested = Signal(object)
    theirs_taken = Signal()
    mine_kept = Signal()

    def __init__(
        self,
        desk: Desk,
        over: QWidget,
        key: str,
        mine: Wording | None = None,
        *,
        decide: bool = False,
        prints: bool = True,
    ) -> None:
        super().__init__(over, _("Compare versions"))
        self._desk = desk
        self._key = key
        self._prints = prints
        self._texts = _texts(desk, key, mine)
        choices = [(at, words) for at, (words, _wording) in enumerate(self._texts)]
        self._from = ChoiceField(_("&From"), choices)
        self._to = ChoiceField(_("&To"), choices)
        self._everything = QCheckBox(_("Show &what stayed, too"))
        self._count = label("", "muted")
        self._view = DifferencesView()
        self._close = button(_("Close"))
        self._build(decide)
        self._connect()
        self._from.set_value(max(len(self._texts) - 2, 0))
        self._to.set_value(len(self._texts) - 1)
        self._show()

    def _build(self, decide: bool) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(theme.px("space_12"))
        choice.addWidget(self._from, 1)
        choice.addWidget(self._to, 1)
        row = QHBoxLayout()
        row.addWidget(self._everything)
        row.addStretch(1)
        row.addWidget(self._count)
        self.body.addLayout(choice)
        self.body.addLayout(row)
        self.body.addWidget(self._view, 1)
        self._theirs = button(_("Take t&heirs…"), kind="danger")
        self._mine = button(_("&Go on with mine"), kind="primary")
        self._theirs.setVisible(decide)
        self._mine.setVisible(decide)
        self._print = button(_("&Print…"), icon="printer")
        self._print.setVisible(self._prints)
        self.add_buttons(self._theirs, self._close, self._mine, left=self._print)

    def _connect(self) -> None:
        self._from.edited.connect(self._show)
        self._to.edited.connect(self._show)
        self._everything.toggled.connect(self._on_toggled)
        self._close.clicked.connect(self.reject)
        self._print.clicked.connect(self._on_print)
        self._theirs.clicked.connect(self._on_theirs)
        self._mine.clicked.connect(self._on_mine)

    def _show(self) -> None:
        old, new = (self._texts[int(str(field.value()))][1] for field in (self._from, self._to))
        self._print.setEnabled(bool(self._which(old) and self._which(new)))
        passages = differences(wordings.unwrapped(old.body), wordings.unwrapped(new.body))
        settings = wordings.changed_settings(old, new)
        changed = sum(passage.is_changed for passage in passages)
        self._count.setText(
            " · ".join(
                (
                    ngettext("{count} passage differs", "{count} passages differ", changed).format(count=changed),
                    ngettext("{count} setting differs", "{count} settings differ", len(settings)).format(
                        count=len(settings)
                    ),
                )
            )
        )
        self._view.show_differences(settings, passages, everything=self._everything.isChecked())

    def _on_toggled(self, _on: bool) -> None:
        self._show()

    def _which(self, wording: Wording) -> str:
        """Return how a paper names a version; what is being written has no name yet."""
        if wording is wordings.shipped().get(self._key):
            return "sample"
        return str(wording.version) if not wording.is_sample else ""

    def _on_print(self) -> None:
        names = [self._which(self._texts[int(str(field.value()))][1]) for field in (self._from, self._to)]
        self.accept()
        self.paper_requested.emit(PaperRequest("text-differences", " ".join((self._key, *names))))

    def _on_theirs(self) -> None:
        self.accept()
        self.theirs_taken.emit()

    def _on_mine(self) -> None:
        self.accept()
        self.mine_kept.emit()


def _texts(desk: Desk, key: str, mine: Wording | None) -> list[tuple[str, Wording]]:
    """Return everything that can be compared, the newest last: sample and versions, then what is being written."""
    found: list[tuple[str, Wording]] = []
    history = wordings.versions(desk, key)
    newer = wordings.newer_sample(history) if history else None
    sample = wordings.shipped().get(key)
    if sample is not None and newer is None:
        found.append((_("Sample that came with the program, version {version}").format(version=sample.version), sample))
    for one in history:
        day = formats.format_date(desk.local(one.adopted_at).date())
        words = _("Version {version}, {name}, {day}").format(version=one.wording.version, name=one.adopted_by, day=day)
        found.append((f"{words}: {one.remark}" if one.remark else words, one.wording))
    if newer is not None:
        found.append((_("Newer sample of the program, version {version}").format(version=newer.version), newer))
    if mine is not None:
        found.append((_("What you are writing"), mine))
    return found
