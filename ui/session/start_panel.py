"""The start: what will run, the two identifiers typed again, now or a few minutes ago."""

from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.rules.quantities import rate_text
from ui.session.identity import IdentityFields
from ui.session.order_words import amount_words
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class StartPanel(Panel):
    """Opens when nothing is missing but the identifiers."""

    def build(self) -> None:
        """The order in one line, identifiers, minutes ago, and a reason where the baseline is high."""
        order = self.session.order
        if order is not None:
            dose = order.arithmetic
            words = _("{dose} over {minutes} min: set the pump to {rate}.").format(
                dose=amount_words(dose),
                minutes=dose.duration_minutes,
                rate=rate_text(dose.rate_microlitres_per_hour),
            )
            self.add(label(words, "h3", wrap=True))
        self._identity = IdentityFields(self.desk, self)
        self._moment = moment_field(self.desk, self.session)
        self.put("occurred_at", self._moment)
        self._reason = TextField(_("&Reason to start"), required=True, hint=_("Prints with the session."))
        held = sessions.baseline_findings(self.session)
        self.put("baseline_reason", self._reason)
        self._reason.setVisible(bool(held))
        if held:
            self._reason.set_warning(" ".join(finding.words for finding in held))

    def record(self) -> None:
        """Start."""
        sessions.start(
            self.desk,
            self.session.id,
            identity=self._identity.said(),
            occurred_at=typed_moment(self.desk, self.session, self._moment),
            baseline_reason=self._reason.text(),
        )
