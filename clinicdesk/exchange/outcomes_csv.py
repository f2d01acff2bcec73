"""The outcomes of the practice as a CSV file: the numbers that are shown, and below them what was counted how."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.exchange.csv_table import guarded
from clinicdesk.exchange.outside import write_whole
from clinicdesk.language import _
from clinicdesk.records.outcome_words import definitions
from clinicdesk.records.outcomes import Outcomes, Row
from clinicdesk.rules.outcome_counts import Share


def export(desk: Desk, outcomes: Outcomes, out: Path) -> None:
    """Write what is shown. Raises ``NotAllowed``, ``CannotWrite`` or ``DiskFull``.

    Recorded first: rather an entry for a file that could not be written than a file nobody knows of.
    """
    desk.record("outcomes.export", reason=outcomes.measure.id)
    write_whole(out, table(outcomes).encode("utf-8-sig"))


def table(outcomes: Outcomes) -> str:
    """Return rows and definitions as CSV, the header first. An empty cell: no such rule, or nobody to count."""
    into = StringIO()
    writer = csv.writer(into)
    writer.writerow([guarded(cell) for cell in _heads()])
    for row in outcomes.rows:
        writer.writerow([guarded(cell) for cell in _cells(row)])
    writer.writerow([])
    for sentence in (_period(outcomes), *definitions(outcomes.measure)):
        writer.writerow([guarded(sentence)])
    return into.getvalue()


def _heads() -> Iterator[str]:
    yield from (_("Indication"), _("Protocol"), _("Started"), _("Later series"), _("Under treatment"))
    yield from (_("No score before"), _("No score after"))
    for name in (
        _("Completed"),
        _("Response"),
        _("Remission"),
        _("Response lost"),
        _("Unwanted event"),
        _("Severe event"),
    ):
        yield from (name, _("{name}: of").format(name=name), _("{name}: low").format(name=name))
        yield _("{name}: high").format(name=name)


def _cells(row: Row) -> Iterator[str]:
    counts = row.counts
    yield from (row.indication, row.title)
    plain = (counts.started, row.further_series, counts.under_way, counts.no_baseline, counts.no_later)
    yield from map(str, plain)
    shares = (counts.completed, counts.response, counts.remission, counts.lost, counts.adverse, counts.severe)
    for share in shares:
        yield from _share(share)


def _share(share: Share | None) -> tuple[str, str, str, str]:
    """Return count, denominator and both ends of the interval; the ends as fractions, for whoever goes on counting."""
    if share is None:
        return "", "", "", ""
    interval = share.interval
    if interval is None:
        return str(share.count), str(share.of), "", ""
    return str(share.count), str(share.of), f"{interval.low:.4f}", f"{interval.high:.4f}"


def _period(outcomes: Outcomes) -> str:
    since = outcomes.since.isoformat() if outcomes.since else _("the first")
    until = outcomes.until.isoformat() if outcomes.until else _("today")
    words = _("{patients} patients whose series began from {since} to {until}.")
    return words.format(patients=outcomes.patients, since=since, until=until)
