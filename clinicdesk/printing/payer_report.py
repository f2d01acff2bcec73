"""The report for whoever pays: what is treated, what was tried before, scores at their dates, sessions. Nothing else.

What a payer may know is the least that it needs to decide (the "minimum necessary" of 45 CFR 164.502(b)). So there are
no doses, no vital signs, no medicines, no events, no remarks and no words of any note; a test builds one and looks. Of
the scores only those by which a response is judged: what was asked about alcohol or other illnesses, how somebody felt
at one moment, and how awake they were, is not for a payer.
"""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import from_desk, page
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.records import chart_facts, coverage, patients, series, sessions
from clinicdesk.records.chart_facts import ChartFacts, TreatmentTried
from clinicdesk.records.measures import courses
from clinicdesk.records.series import Series
from clinicdesk.records.sessions import Session
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.scoring import score_text
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase


def build(desk: Desk, series_id: str) -> bytes:
    """Return the report about a series as a PDF. Raises ``NotFound``, ``NotAllowed`` and ``CannotPrint``."""
    desk.may_see("clinical")
    planned = series.get(desk, series_id)
    chart = chart_facts.of(desk, planned.patient_id)
    begun = [sessions.get(desk, line.id) for line in planned.sessions if line.phase is not Phase.PLANNED]
    treated = [session for session in begun if session.started is not None]
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(_("Report for the payer"), "title")]
    story.append(facts(_about(planned, chart, len(treated)), width))
    story += _tried(chart, width)
    story += _scores(desk, planned, width)
    story += _sessions(desk, treated, width)
    imprint = from_desk.imprint(
        desk, _("Report for the payer"), payer(desk, planned.patient_id), mark=_("Confidential")
    )
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, planned.patient_id)))


def payer(desk: Desk, patient_id: str) -> str:
    """Return for whom the report is: the insurer by which visits are paid today, if there is one."""
    name = insurer(desk, patient_id)
    return _("the payer, {name}").format(name=name) if name else _("the payer")


def insurer(desk: Desk, patient_id: str) -> str:
    """Return the name of the insurer by which visits are paid today; empty where patients pay themselves."""
    today = desk.local(desk.now()).date()
    found = coverage.of_patient(desk, patient_id)
    return next((one.insurer for one in found if one.kind == coverage.INSURANCE and one.holds_on(today)), "")


def _about(planned: Series, chart: ChartFacts, treated: int) -> list[tuple[str, str]]:
    listed = "; ".join(item.name for item in chart.indications.items)
    given = _("{treated} of {planned} planned").format(treated=treated, planned=planned.planned_count)
    return [
        (_("Diagnosis"), planned.indication or listed or _("Not recorded")),
        (_("Treatment"), planned.protocol.treatment),
        (_("Sessions given"), given),
    ]


def _tried(chart: ChartFacts, width: float) -> list[Flowable]:
    found = chart.treatments_tried
    if not found.items:
        none = {Answer.NONE: _("None before."), Answer.UNKNOWN: _("Not known.")}
        return headed(_("Treatments tried before"), paragraph(none.get(found.answer, _("Not recorded."))))
    head = (_("Treatment"), _("Dose"), _("How long"), _("Long and strong enough"), _("Result"))
    rows = [_tried_row(item) for item in found.items]
    return headed(_("Treatments tried before"), table(head, rows, (3, 2, 2, 2.2, 3), width))


def _tried_row(item: TreatmentTried) -> Sequence[str]:
    adequate = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}.get(item.adequate, _("not asked"))
    return (item.treatment, item.dose, item.duration, adequate, item.result)


def _scores(desk: Desk, planned: Series, width: float) -> list[Flowable]:
    """Return every score from the baseline of the series on, by questionnaire and day."""
    rows: list[Sequence[str]] = []
    for one in courses.in_series(desk, planned):
        main = one.measure.main
        assert main is not None, "only measures with a score are followed"
        if not _judges_a_response(one.measure):
            continue
        span = _("{low} to {high}").format(low=score_text(main, main.low), high=score_text(main, main.high))
        rows += [
            (one.measure.title, formats.format_date(result.answered_at), score_text(main, result.total), span)
            for result in one.results
            if result.total is not None
        ]
    if not rows:
        return headed(_("Scores"), paragraph(_("No score is recorded for this series.")))
    head = (_("Questionnaire"), _("Day"), _("Score"), _("Possible"))
    return headed(_("Scores"), table(head, rows, (4, 2, 1.5, 2), width))


def _judges_a_response(measure: Measure) -> bool:
    rule = measure.response
    return measure.recall_hours > 0 and (rule.response_percent is not None or rule.response_points is not None)


def _sessions(desk: Desk, treated: Sequence[Session], width: float) -> list[Flowable]:
    if not treated:
        return headed(_("Sessions"), paragraph(_("No session has been given yet.")))
    rows = [
        (position_text(one.number, one.count), formats.format_date(desk.local(one.started.at).date()))
        for one in treated
        if one.started is not None
    ]
    return headed(_("Sessions"), table((_("Session"), _("Day")), rows, (1, 3), width))
