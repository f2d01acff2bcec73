"""Deciding: a prescriber says whether a treatment suits a patient, and signs it together with the answers."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.eligibility import asking, decision, files
from clinicdesk.records.eligibility.asking import Answers, Chart
from clinicdesk.records.identities import surviving
from clinicdesk.records.patient_details import clean_line
from clinicdesk.rules import validity
from clinicdesk.rules.eligibility import Assessment, Finding, Questionnaire, Reply, Result, evaluate
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert

_MOST_TO_LEAST = (Result.ELIGIBLE, Result.CONDITIONS, Result.NOT_ELIGIBLE)


def decide(
    desk: Desk,
    patient_id: str,
    *,
    treatment: str,
    answers: Answers,
    result: Result | str,
    after: str | None = None,
) -> str:
    """Sign a decision, with the answers and what the chart says now, and return its id.

    ``after`` is the decision that was read before, None where there was none. Raises ``BadValue`` where somebody
    decided meanwhile (``ChangedElsewhere`` at the same moment), where an answer is missing that the result needs, where
    the drug's own label forbids the treatment, and where a result more generous than the suggested one comes without a
    reason.
    """
    asked, said = files.get(treatment), Result(result)
    before = decision.latest(desk, patient_id, treatment)
    if (before.id if before else None) != after:
        raise BadValue(_("Somebody decided on this meanwhile. Look at that decision first."))
    unknown = set(answers.replies) - {item.id for item in asked.contraindications}
    if unknown:
        raise BadValue(_("The questions have changed meanwhile. Open them again and answer what is new."))
    chart = asking.chart_of(desk, patient_id)
    found = evaluate(asked, asking.given(desk, chart, answers))
    _refuse(said, found, answers)
    kept = surviving(desk, patient_id)
    file_id, pinned = files.pin(desk, asked)
    today = desk.local(desk.now()).date()
    row_id = desk.new_id()
    row = insert(
        "eligibility",
        row_id,
        patient_id=kept,
        treatment=treatment,
        file_id=file_id,
        indication=answers.indication or None,
        answers=_text({item: Reply(reply).value for item, reply in answers.replies.items()}),
        found=_text(_found(chart, found)),
        result=said.value,
        conditions=_several_lines(answers.conditions) if said is Result.CONDITIONS else None,
        remark=_several_lines(answers.remark),
        decided_on=today.isoformat(),
        valid_until=validity.last_day(today, asked.validity.decision_days).isoformat(),
    )
    signature = insert(
        "signatures",
        desk.new_id(),
        subject_table="eligibility",
        subject_id=row_id,
        patient_id=kept,
        meaning="prescriber",
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )
    # Of two who decide at the same moment one gets through; the other reads that decision first.
    once = insert("claims", f"eligibility of {kept} for {treatment} after {after or today.isoformat()}", holder=row_id)
    desk.record("eligibility.decide", *pinned, once, row, signature, patient=kept)
    asking.forget(desk, kept, treatment)
    return row_id


def assess(desk: Desk, asked: Questionnaire, chart: Chart, answers: Answers) -> Assessment:
    """Return what follows from the answers so far and from the chart."""
    return evaluate(asked, asking.given(desk, chart, answers))


def _refuse(said: Result, found: Assessment, answers: Answers) -> None:
    """Raise ``BadValue`` where this result cannot be signed."""
    if said is Result.NOT_ELIGIBLE:
        if not clean_line(answers.remark):
            raise BadValue(_("Write why the treatment does not suit this patient."), "remark")
        return
    forbidden = next((stop for stop in found.stops if stop.of_label), None)
    if forbidden:
        sentence = _("The drug's own label forbids it: {item}. Nobody can decide for it.")
        raise BadValue(sentence.format(item=forbidden.words), "result")
    missing = next((one for one in found.open if one.must), None)
    if missing:
        raise BadValue(_("{question} Answer it before you sign.").format(question=_sentence(missing)), missing.item)
    if said is Result.CONDITIONS:
        if not clean_line(answers.conditions):
            raise BadValue(_("Write the conditions, or choose another result."), "conditions")
    elif found.stops or found.open:
        first = (*found.stops, *found.open)[0]
        sentence = _("{finding} Sign with conditions, or settle it first.")
        raise BadValue(sentence.format(finding=_sentence(first)), "result")
    more_generous = found.suggested is not None and _MOST_TO_LEAST.index(said) < _MOST_TO_LEAST.index(found.suggested)
    if more_generous and not clean_line(answers.remark):
        raise BadValue(_("The answers suggest less than this. Write why you decide so."), "remark")


def _sentence(finding: Finding) -> str:
    return finding.words if finding.words.endswith((".", "?")) else f"{finding.words}."


def _found(chart: Chart, found: Assessment) -> Mapping[str, Any]:
    """Return what is kept of what was read when it was decided."""
    facts, reading = chart.facts, chart.reading
    return {
        "medicines": {
            "answer": facts.medicines.answer.value,
            "lines": list(chart.medicines),
            "classes": {name: list(lines) for name, lines in reading.classes().items()},
            "unread": [one.line for one in reading.unread],
        },
        "tried": [
            {"treatment": one.treatment, "dose": one.dose, "duration": one.duration, "adequate": one.adequate,
             "result": one.result}
            for one in facts.treatments_tried.items
        ],
        "workup": {
            kind: {"done_on": one.done_on.isoformat(), "result": one.result.value, "id": one.id}
            for kind, one in chart.workup.items()
        },
        "stops": _kept(found.stops),
        "cautions": _kept(found.cautions),
        "open": _kept(found.open),
    }  # fmt: skip


def _kept(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"item": one.item, "words": one.words, "of_label": one.of_label} for one in findings]


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _several_lines(text: str) -> str | None:
    return text.strip() or None
