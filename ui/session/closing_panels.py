"""Signing a session, and adding to it afterwards."""

from clinicdesk.language import _
from clinicdesk.records import sessions
from ui.session.panel import Panel
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class SignPanel(Panel):
    """Lists what is missing; when nothing is, signs."""

    def build(self) -> None:
        """Say what is missing, or what a signature means."""
        missing = sessions.missing_to_sign(self.session)
        if missing:
            self.add(label(_("Still missing before it can be signed:"), wrap=True))
            for sentence in missing:
                self.add(label(f"•  {sentence}", wrap=True))
        else:
            self.add(label(_("Once signed, nobody can change the session. Addenda can be added."), wrap=True))
            self.add(label(_("You sign as {name}.").format(name=self.desk.person.name), "strong", wrap=True))
        self.confirm_button.setEnabled(not missing)

    def record(self) -> None:
        """Sign."""
        sessions.sign(self.desk, self.session.id)


class AddendumPanel(Panel):
    """Words added to a signed session."""

    def build(self) -> None:
        """One field."""
        self._body = TextAreaField(_("&Text of the addendum"), lines=6, required=True)
        self.put("body", self._body)

    def record(self) -> None:
        """Write the addendum."""
        sessions.addendum(self.desk, self.session.id, body=self._body.text())
