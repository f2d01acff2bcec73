"""Taking an agreement back: by a spoken word from the moment it was said, or in writing where that is asked for."""

from collections.abc import Sequence
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.rows import event, typed_name, typed_reason
from clinicdesk.records.consents.status import Status
from clinicdesk.records.wordings import TakenBack
from clinicdesk.storage.entry import Change, Entry


def withdraw(
    desk: Desk,
    consent: Consent,
    *,
    by_name: str,
    reason: str = "",
    at: datetime | None = None,
    also: Sequence[Change] = (),
) -> Entry:
    """Record that the patient takes the consent back, for good, from the moment it was spoken (``at``, else now).

    Nobody owes a reason. ``also`` are changes of the same moment: the infusion that ends with it. Raises ``BadValue``
    for a consent that is taken back in writing: have its withdrawal form signed.
    """
    now = get(desk, consent.id)
    _refuse_ended(now)
    if now.taken_back is TakenBack.WRITTEN:
        raise BadValue(_("This is taken back in writing. Prepare the withdrawal form and have it signed."))
    name = typed_name(by_name, _("Type the name of the person who said so."), "by_name")
    spoken_at = at or desk.now()
    if spoken_at > desk.now():
        raise BadValue(_("A consent cannot be withdrawn in the future. Check the time."), "at")
    why = typed_reason(reason)
    return desk.record(
        "consent.withdraw",
        event(desk, now, "withdrawn", spoken_at, by_name=name, reason=why),
        *also,
        patient=now.patient_id,
        reason=why or None,
    )


def withdrawing_rows(desk: Desk, form: Consent, by_name: str, at: datetime) -> Sequence[Change]:
    """Return what a signed withdrawal form does to the consent it is about; nothing for every other form."""
    if form.about_id is None:
        return ()
    about = get(desk, form.about_id)
    if about.status is Status.WITHDRAWN:  # spoken before; the form follows
        return ()
    return (event(desk, about, "withdrawn", at, by_name=by_name, detail={"by_form": form.form_number}),)


def _refuse_ended(consent: Consent) -> None:
    if consent.status is Status.WITHDRAWN:
        raise BadValue(_("This consent is withdrawn already."))
    if not consent.was_given:
        raise BadValue(_("Only a consent that was given can be withdrawn."))
