"""A consent reduced to what the rules look at, and where the consent to a treatment stands whoever's visit it is."""

from collections.abc import Iterable, Sequence
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records import wordings
from clinicdesk.records.consents.consent import Consent, ConsentStanding
from clinicdesk.records.consents.reading import of_patient
from clinicdesk.records.consents.status import Status
from clinicdesk.records.wordings import Signer
from clinicdesk.rules.consent_needs import Need, Paper, Visit, Word, standing_of

_NOT_SAID = frozenset({Status.PREPARED, Status.VOIDED})
_REFUSALS = {Status.DECLINED: Word.NO, Status.WITHDRAWN: Word.TAKEN_BACK}


def for_treatment(desk: Desk, patient_id: str, wanted: str | Sequence[str]) -> ConsentStanding:
    """Return where a patient's agreement to some texts stands today, any of which is enough.

    What a visit needs, with the patient's language, age and series, is asked of ``needs``.
    """
    names = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    found = of_patient(desk, patient_id)
    visit = Visit("", names, desk.local(desk.now()).date())
    standing = standing_of(Need(names), papers(desk, found), visit, wordings.must_sign_again(desk))
    consent = next((one for one in found if one.id == standing.paper_id), None)
    return ConsentStanding(standing.state, consent)


def papers(desk: Desk, consents: Iterable[Consent]) -> list[Paper]:
    """Return the answered ones among some consents, as the rules look at them."""
    return [_paper(desk, one) for one in consents if one.status not in _NOT_SAID]


def _paper(desk: Desk, consent: Consent) -> Paper:
    event = consent.deciding_event
    assert event is not None, "what is answered was decided"
    return Paper(
        id=consent.id,
        text=consent.text_name,
        version=consent.text_version,
        language=consent.language,
        word=_REFUSALS.get(consent.status, Word.YES),
        seq=event.seq,
        spoken_at=event.occurred_at,
        spoken_on=_day(desk, consent),
        valid_until=consent.valid_until,
        complete=not consent.missing_signers,
        by_guardian=consent.signature_of(Signer.GUARDIAN) is not None,
        interpreted=tuple(
            str(one.detail.get("language", "")) for one in consent.signatures if one.role is Signer.INTERPRETER
        ),
        scan_follows=consent.is_on_paper and consent.scan is None,
        replaced=consent.status is Status.SUPERSEDED,
    )


def _day(desk: Desk, consent: Consent) -> date:
    return desk.local(consent.since).date()
