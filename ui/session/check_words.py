"""What was answered in the chair, in a few words for the list of steps."""

from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import CheckItem, Session
from clinicdesk.rules.start_checks import at_the_chair, undecided

_YES = {
    CheckItem.MEDICINES: _("Medicines changed: {words}"),
    CheckItem.SUBSTANCES: _("Taken in 24 hours: {words}"),
    CheckItem.SUICIDALITY: _("Thoughts of suicide: {words}"),
}
_NO = {
    CheckItem.MEDICINES: _("medicines unchanged"),
    CheckItem.SUBSTANCES: _("nothing taken"),
    CheckItem.SUICIDALITY: _("no thoughts of suicide"),
}


def chair_words(session: Session) -> tuple[str, bool]:
    """Return the answers, each yes on a line of its own, and whether one of them waits for a decision."""
    lines: list[str] = []
    quiet: list[str] = []
    waits = False
    for item in at_the_chair(session.protocol.kind):
        event = session.check_of(item)
        if event is None:
            continue
        if item is CheckItem.SITE:
            words = _("{site}, {gauge} G").format(site=event.detail["site"], gauge=event.detail["gauge"])
            quiet.append(words)
            continue
        said = sessions.said_of(session, item)
        if said is None or not said.yes:
            quiet.append(_NO[item])
            continue
        waits = waits or bool(undecided(item, said))
        words = _YES[item].format(words=said.words)
        lines.append(words + (_(". Goes on: {reason}").format(reason=said.go_on) if said.go_on else ""))
    return "\n".join([", ".join(quiet), *lines] if quiet else lines), waits
