"""The editor of a consent text: what is typed is kept as a draft, and published by a named person."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_time
from clinicdesk.language import _, ngettext
from clinicdesk.records import wordings
from clinicdesk.records.consents import signing_again
from clinicdesk.records.wordings import Checked, Wording
from clinicdesk.rules.languages import language_name
from ui.consent_texts.adopt_dialog import AdoptDialog
from ui.consent_texts.again_dialog import AgainDialog
from ui.consent_texts.editor_form import EditorForm
from ui.consent_texts.kept_text import KeptText
from ui.consent_texts.versions_dialog import VersionsDialog
from ui.widgets.background import Background
from ui.widgets.dialog import Question


class EditorPage(EditorForm):
    """One text at a time. What is typed is a draft until somebody publishes it.

    Signals:
        closed: The person goes back to the list; the draft is kept.
        patient_opened(str): A patient's chart, from the list of who would be asked again.
        paper_requested(object): A ``PaperRequest``.
    """

    closed = Signal()
    patient_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__(desk, background)
        self._kept: KeptText | None = None
        self._checked: Checked | None = None
        self._unkept = False
        self._publishing = False
        self._connect()

    def _connect(self) -> None:
        self._body.edited.connect(self._on_edited)
        self._header.edited.connect(self._on_edited)
        self._preview.checked.connect(self._on_checked)
        self._timer.timeout.connect(self.leave)
        self._strip.action_taken.connect(self._on_strip)
        self._close.clicked.connect(self._on_close)
        self._discard.clicked.connect(self._on_discard)
        self._compare.clicked.connect(self._on_compare)
        self._publish.clicked.connect(self._on_publish)

    # In -----------------------------------------------------------------------------------------------------------

    def open_text(self, key: str, begun: Wording | None = None) -> None:
        """Show a text as it was left here, else the version in use; ``begun`` is a new one to start with."""
        self.leave()
        self._kept = KeptText.open(self._desk, key, begun)
        self._strip.clear()
        self._show_words()
        self._preview.start_anew()
        self._show_text()
        # Of a new text its title and name were typed already.
        self._unkept = begun is not None
        if self._kept.came_back:
            self._strip.show_message("info", _("This is what you were writing. It is not published yet."))
        self._look_for_theirs()

    def refresh(self, changed: Changed) -> None:
        """Notice what somebody else published meanwhile."""
        if self._kept is not None and "adopted_texts" in changed.tables:
            self._look_for_theirs()

    def leave(self) -> None:
        """Keep what is being typed."""
        self._timer.stop()
        if self._kept is None or not self._unkept:
            return
        try:
            at = self._kept.keep(self._desk, self._text())
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._unkept = False
        self._show_note(_("Draft kept at {time}").format(time=format_time(self._desk.local(at))))

    def is_up_to_date(self) -> bool:
        """Tell whether the page on the right shows what stands on the left."""
        return self._preview.is_up_to_date()

    def _show_text(self) -> None:
        assert self._kept is not None
        text = self._kept.text
        self._header.show_text(text)
        self._body.set_text(text.body)
        self._unkept = self._publishing = False
        self._show_note("")
        self._show_checked(None)
        self._preview.show_now(text, self._kept.base)

    def _show_note(self, draft: str) -> None:
        assert self._kept is not None
        before = self._kept.before
        facts = [
            language_name(self._kept.base.language),
            _("version {version} is in use").format(version=before.wording.version)
            if before
            else _("not published yet"),
            draft,
        ]
        self.set_title(self._kept.base.title, " · ".join(fact for fact in facts if fact))

    def _is_changed(self) -> bool:
        return self._kept is not None and self._kept.is_changed(self._text())

    # While one types ----------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        assert self._kept is not None
        self._unkept = True
        self._timer.start()
        self._checked = None
        self._publishing = False
        self._preview.show_soon(self._text(), self._kept.base)

    def _on_checked(self, checked: Checked) -> None:
        self._show_checked(checked)
        if self._publishing:
            self._publishing = False
            self._publish_checked(checked)

    def _show_checked(self, checked: Checked | None) -> None:
        self._checked = checked
        self._show_problems(checked.problems if checked else ())
        self._discard.setVisible(self._is_changed() or bool(self._kept and self._kept.came_back))

    # What somebody else published ---------------------------------------------------------------------------------

    def _look_for_theirs(self) -> None:
        assert self._kept is not None
        theirs = self._kept.theirs(self._desk)
        if theirs is None:
            return
        if not self._is_changed():
            self._kept.drop(self._desk)
            self._kept = KeptText.open(self._desk, theirs.wording.key)
            self._show_text()
            return
        self._strip.show_message(
            "warn",
            _("{name} published version {version} while you were writing. Your text is still here.").format(
                name=theirs.adopted_by, version=theirs.wording.version
            ),
            _("&Look at both…"),
        )

    def _on_strip(self) -> None:
        assert self._kept is not None
        if self._kept.theirs(self._desk) is None:
            dialog = AgainDialog(self._desk, self, self._kept.base.key, self._kept.base.title)
            dialog.patient_opened.connect(self.patient_opened)
            dialog.come_up(66, 40)
            return
        mine = self._as_wording()
        both = VersionsDialog(self._desk, self, self._kept.base.key, mine, decide=True)
        both.theirs_taken.connect(self._on_theirs_taken)
        both.paper_requested.connect(self.paper_requested)
        both.mine_kept.connect(self._on_mine_kept)
        both.come_up(72, 60)

    def _on_theirs_taken(self) -> None:
        self._ask_to_discard(_("Take their version? What you wrote here is dropped."))

    def _on_mine_kept(self) -> None:
        assert self._kept is not None
        self._kept.go_on_from_theirs(self._desk)
        self._unkept = True
        self.leave()
        self._strip.clear()

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_close(self) -> None:
        self.leave()
        self.closed.emit()

    def _on_discard(self) -> None:
        self._ask_to_discard(_("Drop what you wrote here, and show the version in use again?"))

    def _ask_to_discard(self, sentence: str) -> None:
        question = Question(self, _("Discard my changes"), sentence, _("&Discard"), danger=True)
        question.confirmed.connect(self._on_discarded)
        question.open()

    def _on_discarded(self, _reason: str) -> None:
        assert self._kept is not None
        self._unkept = False
        self._timer.stop()
        self._kept.drop(self._desk)
        if not self._kept.is_known(self._desk):
            self._kept = None
            self.closed.emit()
            return
        self._kept = KeptText.open(self._desk, self._kept.base.key)
        self._strip.clear()
        self._show_text()

    def _on_compare(self) -> None:
        assert self._kept is not None
        mine = self._as_wording() if self._is_changed() else None
        dialog = VersionsDialog(self._desk, self, self._kept.base.key, mine)
        dialog.paper_requested.connect(self.paper_requested)
        dialog.come_up(72, 60)

    def _as_wording(self) -> Wording:
        """Return what stands here to be compared, also while there are mistakes in it."""
        assert self._kept is not None
        return self._kept.as_wording(self._text())

    def _on_publish(self) -> None:
        assert self._kept is not None
        self.leave()
        if self._checked is None:
            # What was typed last is not checked yet; the answer comes in a moment.
            self._publishing = True
            self._preview.show_now(self._text(), self._kept.base)
        else:
            self._publish_checked(self._checked)

    def _publish_checked(self, checked: Checked) -> None:
        assert self._kept is not None
        if checked.wording is None:
            self._strip.show_message("danger", _("This cannot be published yet. Mend what is told below the text."))
            self._problems.go_on()
            return
        if self._kept.theirs(self._desk) is not None:
            self._look_for_theirs()
            return
        if not self._kept.is_changed(self._text()) and self._kept.before is not None:
            self._strip.show_message("info", _("This is the text in use already. Change it before you publish it."))
            return
        dialog = AdoptDialog(self._desk, self._background, self, checked.wording)
        dialog.adopted.connect(self._on_adopted)
        dialog.patient_opened.connect(self.patient_opened)
        dialog.come_up(82, 60)

    def _on_adopted(self, key: str) -> None:
        assert self._kept is not None
        self._unkept = False
        self._timer.stop()
        self._kept.drop(self._desk)
        self._kept = KeptText.open(self._desk, key)
        self._show_text()
        assert self._kept.before is not None
        version = self._kept.before.wording.version
        told = _("Version {version} is the clinic's text now.").format(version=version)
        count = len(signing_again.to_sign_again(self._desk, key))
        if count:
            asked = ngettext("{count} patient is to sign again.", "{count} patients are to sign again.", count)
            told = f"{told} {asked.format(count=count)}"
        if left := self._other_languages():
            told = f"{told} " + _("The text in {languages} is as it was.").format(languages=left)
        self._strip.show_message("ok", told, _("&Who…") if count else "")

    def _other_languages(self) -> str:
        """Return in which other languages the clinic has this text: they do not change by themselves."""
        assert self._kept is not None
        base = self._kept.base
        return ", ".join(
            language_name(one.wording.language)
            for one in wordings.newest(self._desk).values()
            if one.wording.id == base.id and one.wording.language != base.language
        )
