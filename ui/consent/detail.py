"""One consent: where it stands, what became of it, and what can be done next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import consents, wordings
from clinicdesk.records.consents import Consent, Status
from ui import theme
from ui.widgets.button import button
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label

_ENDED = (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN)


def form_number(consent: Consent) -> str:
    """Return how the form is numbered, ``000007``."""
    return f"{consent.form_number:06d}"


def since(desk: Desk, consent: Consent) -> str:
    """Return when it came to stand where it stands; of signed paper only the day is known."""
    at = desk.local(consent.since)
    event = consent.deciding_event
    if event is not None and event.kind == "signed_on_paper":
        return formats.format_date(at.date())
    return formats.format_date_time(at)


class ConsentDetail(QFrame):
    """Facts above, buttons below.

    Signals:
        paper_requested(object): A ``PaperRequest``.
        sign_asked, paper_signed_asked, scan_asked, decline_asked, withdraw_asked, countersign_asked: A button.
    """

    paper_requested = Signal(object)
    sign_asked = Signal()
    paper_signed_asked = Signal()
    scan_asked = Signal()
    decline_asked = Signal()
    withdraw_asked = Signal()
    countersign_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._consent: Consent | None = None
        self.setProperty("role", "card")
        self.setAccessibleName(_("Chosen consent"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._title = label("", "h2", wrap=True)
        self._chip = Chip()
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.px("space_4"))
        self._sign = button(_("&Sign on screen…"), kind="primary", icon="signature")
        self._print = button(_("Show &form"), icon="printer")
        self._signed = button(_("Show si&gned form"), icon="file-check")
        self._countersign = button(_("&Countersign…"), icon="signature")
        self._paper = button(_("Record signed on pa&per…"), icon="file-pen")
        self._scan = button(_("Add sca&n…"), icon="upload")
        self._decline = button(_("&Declined…"), icon="x")
        self._withdraw = button(_("With&draw…"), icon="circle-x")
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, edge)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        column.addLayout(self._facts)
        column.addSpacing(theme.px("space_8"))
        buttons = QWidget()
        flow = FlowLayout(theme.px("space_8"), theme.px("space_8"), buttons)
        for one in self._all():
            flow.addWidget(one)
        column.addWidget(buttons)
        column.addStretch(1)

    def _all(self) -> tuple[QPushButton, ...]:
        return (
            self._sign, self._print, self._signed, self._countersign,
            self._paper, self._scan, self._decline, self._withdraw,
        )  # fmt: skip

    def _connect(self) -> None:
        self._sign.clicked.connect(self.sign_asked)
        self._paper.clicked.connect(self.paper_signed_asked)
        self._scan.clicked.connect(self.scan_asked)
        self._decline.clicked.connect(self.decline_asked)
        self._withdraw.clicked.connect(self.withdraw_asked)
        self._countersign.clicked.connect(self.countersign_asked)
        self._print.clicked.connect(self._on_print)
        self._signed.clicked.connect(self._on_signed)

    def show_consent(self, consent: Consent) -> None:
        """Show one consent with what can be done about it now, by this person."""
        self._consent = consent
        self._title.setText(consent.title)
        self._chip.show_chip(ChipText(consent.status.words, consent.status.kind))
        while item := self._facts.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for text, role in self._sentences(consent):
            self._facts.addWidget(label(text, role, wrap=True))
        self._offer(consent)

    def _offer(self, consent: Consent) -> None:
        may, status = self._desk.may, consent.status
        is_open = status is Status.PREPARED
        self._sign.setVisible(is_open and may("consent.sign"))
        self._paper.setVisible(is_open and may("consent.sign_on_paper"))
        self._decline.setVisible(is_open and may("consent.decline"))
        self._withdraw.setVisible(consent.was_given and may("consent.withdraw"))
        self._scan.setVisible(consent.is_on_paper and may("consent.scan_received"))
        self._scan.setText(_("Replace sca&n…") if consent.scan else _("Add sca&n…"))
        self._countersign.setVisible(self._wants_clinician(consent) and may("consent.countersign"))
        # What was signed and counts is shown as it was signed; everything else is made from the record.
        self._print.setVisible(status is not Status.SIGNED)
        self._print.setText(_("Show marked &copy") if status in _ENDED else _("Show &form"))
        self._signed.setVisible(consent.signed_paper is not None)

    def _wants_clinician(self, consent: Consent) -> bool:
        asked = "clinician" in consents.text_of(self._desk, consent).signers
        signed_here = consent.status is Status.SIGNED and not consent.is_on_paper
        return asked and signed_here and consent.signature_of("clinician") is None

    def _sentences(self, consent: Consent) -> list[tuple[str, str]]:
        """Return the facts as sentences, with the role of their label."""
        form = _("Form {number} · text version {version}")
        found = [(form.format(number=form_number(consent), version=consent.text_version), "muted")]
        if consent.status is Status.PREPARED:
            return found + self._waiting(consent)
        found += self._signatures(consent)
        if consent.was_given:
            words = _("Counted until {day}.") if consent.status is Status.EXPIRED else _("Counts until {day}.")
            found.append((words.format(day=formats.format_date(consent.valid_until)), ""))
        event = consent.deciding_event
        if event is not None and consent.status in (Status.DECLINED, Status.WITHDRAWN):
            words = _("Declined {when} by {name}.") if event.kind == "declined" else _("Withdrawn {when} by {name}.")
            found.append((words.format(when=since(self._desk, consent), name=event.by_name), "strong"))
            if event.reason:
                found.append((_("Reason: {reason}").format(reason=event.reason), ""))
        if consent.was_given and _is_older(self._desk, consent):
            found.append((_("There is a newer version of this text. Have it signed before a session."), "strong"))
        return found

    def _waiting(self, consent: Consent) -> list[tuple[str, str]]:
        found = [(_("Prepared {moment}. It waits to be signed.").format(moment=since(self._desk, consent)), "")]
        empty = [consents.place_words(place) for place, value in consent.filled.items() if not value]
        if empty:
            found.append((_("Left empty: {places}.").format(places=", ".join(empty)), "muted"))
        if _is_older(self._desk, consent):
            found.append((_("There is a newer version of this text. Prepare a new form instead."), "strong"))
        return found

    def _signatures(self, consent: Consent) -> list[tuple[str, str]]:
        found = []
        for who, words in (("patient", _("Signed {when} by {name}.")), ("clinician", _("Clinician: {name}, {when}."))):
            signature = consent.signature_of(who)
            if signature:
                at = self._desk.local(signature.signed_at)
                when = formats.format_date_time(at) if signature.drawn else formats.format_date(at.date())
                found.append((words.format(when=when, name=signature.signer_name), ""))
        if self._wants_clinician(consent):
            found.append((_("The clinician has not signed yet."), ""))
        return found

    def focus_next_step(self) -> None:
        """Give the focus to the first button that is offered."""
        first = next((one for one in self._all() if not one.isHidden()), None)
        if first:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_print(self) -> None:
        if self._consent:
            self.paper_requested.emit(PaperRequest("consent", self._consent.id))

    def _on_signed(self) -> None:
        if self._consent:
            self.paper_requested.emit(PaperRequest("consent-signed", self._consent.id))


def _is_older(desk: Desk, consent: Consent) -> bool:
    """Tell whether the clinic has a newer version of the text by now."""
    current = wordings.offered(desk).get(consent.key)
    return current is not None and current.version > consent.text_version
