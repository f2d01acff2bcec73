"""The end of a form: agreeing to sign on a screen, who signs, and the signature."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinicdesk.records.wordings import Signer
from ui import theme
from ui.consent.pad_field import SIGNATURE_WIDTH, PadField, PadWords
from ui.widgets.big_choice import BigChoice
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class Closing(QWidget):
    """What makes a signature out of a form that was read.

    Attributes:
        electronic: The act of agreeing to sign on a screen, beside what the choice is.
        signer_name: The name of the person who signs.
        relation, authority: Of a parent or legal representative; hidden for a patient.
        mark: A mark in place of a name.
        signature: The pad.

    Signals:
        changed: Something here changed.
        paper_wanted: The person would rather sign on paper.
    """

    changed = Signal()
    paper_wanted = Signal()

    def __init__(self, role: Signer, patient_name: str, words: Mapping[str, str]) -> None:
        super().__init__()
        self._words = words
        self._role = role
        self.electronic = BigChoice(words["sign_electronic"])
        self.paper = button(words["sign_on_paper"], icon="printer")
        self.relation = TextField(words["sign_relation"], hint=words["sign_relation_hint"])
        self.authority = TextField(words["sign_authority"], hint=words["sign_authority_hint"])
        self.signer_name = TextField(words["sign_name"])
        self.mark = BigChoice(words["sign_mark"])
        pad = PadWords(
            words["sign_signature"], words["sign_signature_name"], words["sign_signature_hint"], words["sign_pad"],
            words["sign_undo"], words["sign_clear"],
        )  # fmt: skip
        self.signature = PadField(pad, SIGNATURE_WIDTH)
        self._message = label("", "message", wrap=True)
        self._build(patient_name)
        self._connect()

    def _build(self, patient_name: str) -> None:
        rule = QFrame()
        rule.setProperty("role", "rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_16"), 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(rule)
        column.addSpacing(theme.px("space_8"))
        column.addWidget(label(self._words["sign_agreement"], "h2", wrap=True))
        column.addWidget(self.electronic)
        column.addWidget(self._message)
        column.addWidget(label(self._words["sign_electronic_about"], "muted", wrap=True))
        column.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.px("space_16"))
        self._for_whom = label(self._words["sign_for_patient"].format(name=patient_name), "strong", wrap=True)
        for line in (self._for_whom, self.relation, self.authority):
            line.setVisible(self._role is Signer.GUARDIAN)
            column.addWidget(line)
        for part in (self.signer_name, self.mark, self.signature):
            column.addWidget(part)

    def _connect(self) -> None:
        self.electronic.changed.connect(self._on_electronic)
        self.paper.clicked.connect(self.paper_wanted)
        self.mark.changed.connect(self._on_mark)
        self.signature.changed.connect(self.changed)
        for field in (self.relation, self.authority, self.signer_name):
            field.edited.connect(self.changed)

    def missing(self) -> list[tuple[str, QWidget, str]]:
        """Return what is missing: its name among the words, the field, and the sentence to be said there."""
        words, found = self._words, list[tuple[str, QWidget, str]]()
        if not self.electronic.is_chosen():
            found.append(("electronic", self.electronic, words["sign_please_electronic"]))
        lines = [("name", self.signer_name)]
        if self._role is Signer.GUARDIAN:
            lines = [("relation", self.relation), ("authority", self.authority), *lines]
        found += [(name, field, words[f"sign_please_{name}"]) for name, field in lines if not field.text()]
        if self.signature.is_empty():
            found.append(("signature", self.signature, words["sign_please_signature"]))
        elif not self.signature.is_enough():
            found.append(("signature", self.signature, words["sign_too_little"]))
        return found

    def set_error(self, field: QWidget, sentence: str) -> None:
        """Say at a field what is missing."""
        if field is self.electronic:
            self._message.setText(sentence)
            theme.set_state(self._message, "state", "error" if sentence else "")
        elif isinstance(field, (TextField, PadField)):
            field.set_error(sentence)

    def show_mark(self, is_mark: bool) -> None:
        """Show whether a mark stands in place of the name; no signal is sent."""
        self.mark.choose(is_mark)
        self.signature.set_mark(is_mark)
        self.signature.set_hint(self._words["sign_mark_hint" if is_mark else "sign_signature_hint"])

    def _on_electronic(self) -> None:
        self.set_error(self.electronic, "")
        self.changed.emit()

    def _on_mark(self) -> None:
        self.show_mark(self.mark.is_chosen())
        self.signature.set_error("")
        self.changed.emit()
