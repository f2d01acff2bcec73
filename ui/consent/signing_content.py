"""A consent form in the hands of the patient: read, filled in, asked about, signed or refused, in its own language."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, CannotPrint, ClinicDeskError
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.printing import signing
from clinicdesk.printing.form_words import FormWords
from clinicdesk.records import consents, patients, wordings
from clinicdesk.records.consents import Consent, Given, Penned
from clinicdesk.records.wordings import Signer
from ui.consent import signing_draft
from ui.consent.answers import own_name
from ui.consent.patient_pages import CopyPage, StuckPage, WritePage
from ui.consent.reading_page import ReadingPage
from ui.consent.signing_bar import SigningBar
from ui.consent.signing_draft import SigningDraft
from ui.consent.signing_outcome import SigningOutcome
from ui.hand_over import large_type
from ui.hand_over.content import HandOverContent
from ui.widgets.signature_pad import ASPECT
from ui.widgets.words import announce

KEPT_AFTER_MS = 1000
"""What was changed is kept so soon: a crash costs a second."""


class SigningContent(HandOverContent):
    """The form, the bar below it, and the small pages beside it. ``done`` carries a ``SigningOutcome``.

    ``role`` is the patient or who stands for the patient; ``read_aloud_by`` the member of the staff who reads it aloud.
    Attributes:
        outcome: What became of it so far; None while nothing did. It stands before ``done`` is sent.
    """

    def __init__(
        self, desk: Desk, consent: Consent, role: Signer, read_aloud_by: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(consent.language, parent)
        self._desk = desk
        self._consent = consent
        self._role = role
        self._read_aloud_by = read_aloud_by
        self._words = _words_for(consent)
        self._began_at = desk.now()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEPT_AFTER_MS)
        self.outcome: SigningOutcome | None = None
        self._build()
        self._show_draft(signing_draft.kept(desk, consent, str(role)))
        self._connect()

    def title(self) -> str:
        """Return the title of the form."""
        return self._consent.title

    def _build(self) -> None:
        self._patient_name = own_name(self._desk, self._consent.patient_id)
        wording = consents.text_of(self._desk, self._consent)
        self._page = ReadingPage(wording, self._consent.filled, self._role, self._patient_name, self._words)
        self._page.set_head(list(self._head()))
        if self._read_aloud_by:
            self._page.set_read_aloud()
        self._bar = SigningBar(self._words)
        reading = QWidget()
        column = QVBoxLayout(reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._page, 1)
        column.addWidget(self._bar)
        self._reading = reading
        self._ask, self._refuse = WritePage("ask", self._words), WritePage("refuse", self._words)
        self._copy, self._stuck = CopyPage(self._words), StuckPage(self._words)
        self._stack = QStackedWidget()
        for page in (reading, self._ask, self._refuse, self._copy, self._stuck):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _head(self) -> Iterator[tuple[str, str]]:
        """Yield what stands above the text: whose form it is, who reads it aloud, and what was asked before."""
        patient, words = patients.get(self._desk, self._consent.patient_id), self._words
        yield format_name(patient.family_name, patient.given_name, patient.title), "h2"
        if patient.birth_date:
            born = FormWords(self._consent.language).day(patient.birth_date)
            yield words["sign_born"].format(date=born), "muted"
        if self._read_aloud_by:
            yield words["sign_read_aloud"].format(name=self._read_aloud_by), ""
        asked = {event.id: event for event in self._consent.events if event.kind == "asked"}
        for event in self._consent.events:
            if event.kind == "answered" and event.detail["question_id"] in asked:
                yield words["sign_asked"].format(words=asked[event.detail["question_id"]].detail["words"]), "strong"
                yield words["sign_answered"].format(name=event.by_name, words=event.detail["words"]), ""

    def _connect(self) -> None:
        self._keep.timeout.connect(self.keep_draft)
        self._page.changed.connect(self._on_changed)
        self._page.closing.paper_wanted.connect(self._on_paper)
        self._bar.next_wanted.connect(self._on_next)
        self._bar.agree_wanted.connect(self._on_agree)
        self._bar.ask_wanted.connect(self._on_ask)
        self._bar.refuse_wanted.connect(self._on_refuse)
        for page in (self._ask, self._refuse):
            page.left.connect(self._on_back)
            page.changed.connect(self._on_changed)
        self._ask.sent.connect(self._on_question)
        self._refuse.sent.connect(self._on_refused)
        self._copy.chosen.connect(self._on_copy)
        self._stuck.gone_on.connect(self._finish)

    # The page around it -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the focus on the text: space bar and arrows move it."""
        self._began_at = self._desk.now()
        self._page.setFocus()
        self._on_changed()

    def set_percent(self, percent: int) -> None:
        """Show everything in another size."""
        self.setStyleSheet(large_type.sheet(percent))
        self._page.set_percent(percent)

    def keep_draft(self) -> None:
        """Keep what was filled in, but never the signature: that is one act."""
        self._keep.stop()
        if self.outcome is not None:
            return
        try:
            signing_draft.keep(self._desk, self._consent, self._filled_in())
        except ClinicDeskError:
            # Nothing the patient could do; the next change tries again.
            self._keep.start()

    def _filled_in(self) -> SigningDraft:
        filled = self._page.filled_in(str(self._role))
        return replace(filled, question=self._ask.written.text(), reason=self._refuse.written.text())

    def _show_draft(self, draft: SigningDraft) -> None:
        self._page.show_filled_in(draft, "" if self._role is Signer.GUARDIAN else self._patient_name)
        self._ask.written.set_text(draft.question)
        self._refuse.written.set_text(draft.reason)

    def _on_changed(self) -> None:
        self._bar.show_missing(self._page.missing())
        if not self._keep.isActive() and self.outcome is None:
            self._keep.start()

    # Signing ------------------------------------------------------------------------------------------------------

    def _on_next(self) -> None:
        """Lead on. Nobody who asks where is told off: what is wrong stands there in red only after "I agree"."""
        kind, part, _sentence = next(iter(self._page.missing()), ("", self._page, ""))
        if kind == "text":
            self._page.go_on()
        elif kind:
            self._page.show_place(part)

    def _on_agree(self) -> None:
        missing = self._page.missing()
        if missing:
            for kind, part, sentence in missing:
                if kind != "text":
                    self._page.set_error(part, sentence)
            self._on_next()
            return
        try:
            signed_at = self._sign()
        except CannotPrint:
            self._show_problem(self._page.closing.signer_name, "sign_bad_name")
        except BadValue as problem:
            if problem.field == "signer_name":
                self._show_problem(self._page.closing.signer_name, "sign_too_long")
            else:
                self._stop(problem)
        except ClinicDeskError as problem:
            self._stop(problem)
        else:
            told = () if signed_at >= max(self._began_at, self._consent.prepared_at) else (_clock_went_back(),)
            self._conclude(SigningOutcome("signed", self._consent.id, told=told))
            self._show(self._copy)

    def _sign(self) -> datetime:
        page, closing = self._page, self._page.closing
        signed_at = self._desk.now()
        penned = Penned(
            role=self._role,
            name=closing.signer_name.text(),
            strokes=closing.signature.strokes(),
            aspect=ASPECT,
            began_at=self._began_at,
            signed_at=signed_at,
            device=closing.signature.pad.device(),
            mark=closing.mark.is_chosen(),
            relation=closing.relation.text(),
            authority=closing.authority.text(),
        )
        given = Given(
            initials={section: pad.strokes() for section, pad in page.initials.items()},
            answers={name: part.answer() for name, part in page.answers.items()},
            read_to_end=page.is_read(),
            read_aloud_by=self._read_aloud_by,
            electronic=closing.electronic.words,
        )
        # The very bytes that are kept are made first: a form that cannot be printed cannot be signed.
        signing.sign(self._desk, self._consent, penned, given)
        return signed_at

    def _show_problem(self, part: QWidget, word: str) -> None:
        self._page.set_error(part, self._words[word])
        self._page.show_place(part)

    # The other answers --------------------------------------------------------------------------------------------

    def _on_ask(self) -> None:
        self._offer(self._ask)

    def _on_refuse(self) -> None:
        self._offer(self._refuse)

    def _offer(self, page: WritePage) -> None:
        page.by_name.set_text(self._page.closing.signer_name.text())
        self._show(page)

    def _on_back(self) -> None:
        self._show(self._reading)
        self._page.setFocus()

    def _on_question(self) -> None:
        if self._may_send(self._ask, "sign_please_ask"):
            question, name = self._ask.written.text(), self._ask.by_name.text()
            try:
                consents.ask(self._desk, self._consent, question=question, by_name=name)
            except ClinicDeskError as problem:
                self._stop(problem)
                return
            self._ask.written.set_text("")
            self.keep_draft()  # what was filled in waits for the answer
            self._conclude(SigningOutcome("asked", self._consent.id), forget=False)
            self._finish()

    def _on_refused(self) -> None:
        if self._may_send(self._refuse, ""):
            reason, name = self._refuse.written.text(), self._refuse.by_name.text()
            try:
                consents.decline(self._desk, self._consent, by_name=name, reason=reason)
            except ClinicDeskError as problem:
                self._stop(problem)
                return
            self._conclude(SigningOutcome("declined", self._consent.id))
            self._finish()

    def _may_send(self, page: WritePage, if_empty: str) -> bool:
        """Tell whether words and name can be sent; say what is missing where it is."""
        text = page.written.text()
        word = if_empty if if_empty and not text else "sign_too_long" if len(text) > _LONGEST else ""
        if word:
            page.show_problem(page.written, self._words[word])
        elif not page.by_name.text():
            page.show_problem(page.by_name, self._words["sign_please_name"])
        else:
            return True
        return False

    def _on_paper(self) -> None:
        self.keep_draft()
        self._conclude(SigningOutcome("paper", self._consent.id), forget=False)
        self._finish()

    # The end ------------------------------------------------------------------------------------------------------

    def _stop(self, problem: ClinicDeskError) -> None:
        """Something staff must see to: the patient gives the device back, and staff read what it is."""
        self.keep_draft()
        self._conclude(SigningOutcome("stuck", self._consent.id, told=(str(problem),)), forget=False)
        self._show(self._stuck)

    def _conclude(self, outcome: SigningOutcome, *, forget: bool = True) -> None:
        self._keep.stop()
        self.outcome = outcome
        if forget:
            signing_draft.forget(self._desk, self._consent)

    def _on_copy(self, wish: str) -> None:
        if self.outcome is not None:
            told = (*self.outcome.told, *(self._note_no_copy() if wish == "not_wanted" else ()))
            self.outcome = SigningOutcome("signed", self._consent.id, wish, told)
        self._finish()

    def _note_no_copy(self) -> tuple[str, ...]:
        """Record what the patient said, so that nobody has to type it again; return what staff must see to instead."""
        try:
            consents.copy_given(self._desk, self._consent, how="not_wanted")
        except ClinicDeskError as problem:
            return (str(problem),)
        return ()

    def _finish(self) -> None:
        self.done.emit(self.outcome)

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, page.accessibleName())


_LONGEST = 2000


def _words_for(consent: Consent) -> Mapping[str, str]:
    """Return the words in the language of the form: who confirms to have got a notice agrees to nothing."""
    words, kind = wordings.form_words(consent.language, "screen"), f"__{consent.kind}"
    return {**words, **{key.removesuffix(kind): said for key, said in words.items() if key.endswith(kind)}}


def _clock_went_back() -> str:
    return _(
        "The clock of this PC went back while the form was handed over. The signature is recorded with the time the "
        "clock showed. Check the clock."
    )
