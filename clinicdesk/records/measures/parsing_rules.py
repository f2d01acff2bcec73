"""Read how a questionnaire is counted and what it means: scores, bands, findings, alerts, response."""

from collections.abc import Sequence

from clinicdesk.language import _
from clinicdesk.records.preset_files import provenance
from clinicdesk.records.toml_table import Table
from clinicdesk.rules.measure import AlertRule, Band, Finding, Item, Method, Need, ResponseRule, ScoreRule

_HUNDREDTHS = 100
_MOST = 100_000
_SEXES = ("female", "male")


def scores(whole: Table, items: tuple[Item, ...]) -> tuple[ScoreRule, ...]:
    """Return the scores; none where the measure only says a level."""
    found: list[ScoreRule] = []
    if "scores" not in whole:
        return ()
    for table in whole.tables("scores"):
        found.append(_score(table, items, tuple(found)))
        table.done()
        if len({rule.id for rule in found}) < len(found):
            raise table.fault("id", _("Two scores have the same id. Give each its own."))
    # A mean of scores stands after those it is made of, and may be the one that is followed.
    followed = whole.text("main_score", found[0].id)
    if followed not in {rule.id for rule in found}:
        raise whole.fault("main_score", _("There is no score “{id}” here.").format(id=followed))
    return tuple(sorted(found, key=lambda rule: rule.id != followed))


def _score(table: Table, items: tuple[Item, ...], before: tuple[ScoreRule, ...]) -> ScoreRule:
    method = table.choice("method", Method)
    groups: tuple[tuple[str, ...], ...] = ()
    if method is Method.GROUPS:
        groups = _groups(table, items)
        names = tuple(name for group in groups for name in group)
    elif method is Method.MEAN_OF_SCORES:
        names = _known(table, "items", [rule.id for rule in before if rule.method is not Method.MEAN_OF_SCORES])
    elif method is Method.TYPED:
        names = ()
    else:
        names = _known(table, "items", [item.id for item in items if item.scored])
    per = _HUNDREDTHS if method in (Method.MEAN, Method.MEAN_OF_SCORES) else 1
    low, high = _range(table, method, names, groups, items, before)
    allowed = table.optional_integer("missing_allowed", 1, max(len(names) - 1, 1)) or 0
    if allowed and method is not Method.MEAN:
        # A sum with a hole in it would have to be guessed.
        raise table.fault("missing_allowed", _("Only a mean can be counted with missing answers."))
    return ScoreRule(
        id=table.text("id"),
        title=table.text("title"),
        method=method,
        items=names,
        groups=groups,
        low=low,
        high=high,
        per=per,
        missing_allowed=allowed,
        loinc=table.text("loinc", ""),
    )


def _range(
    table: Table,
    method: Method,
    names: tuple[str, ...],
    groups: tuple[tuple[str, ...], ...],
    items: tuple[Item, ...],
    before: tuple[ScoreRule, ...],
) -> tuple[int, int]:
    """Return the lowest and the highest value, worked out from the items: nobody can mistype it."""
    if method is Method.TYPED:
        low = table.integer("low", 0, _MOST)
        return low, table.integer("high", low + 1, _MOST)
    if method is Method.MEAN_OF_SCORES:
        parts = [rule for rule in before if rule.id in names]
        return min(part.low for part in parts), max(part.high for part in parts)
    known = {item.id: item for item in items}
    if method is Method.MEAN:
        return (
            min(known[name].low for name in names) * _HUNDREDTHS,
            max(known[name].high for name in names) * _HUNDREDTHS,
        )
    parted = groups or tuple((name,) for name in names)
    # Not asked counts as 0, so a sum over such items can be lower than their lowest answer.
    lows = (
        0 if any(known[name].asked_if for name in part) else max(known[name].low for name in part) for part in parted
    )
    return sum(lows), sum(max(known[name].high for name in part) for part in parted)


def _groups(table: Table, items: tuple[Item, ...]) -> tuple[tuple[str, ...], ...]:
    known = [item.id for item in items if item.scored]
    found = []
    for inside in table.tables("groups"):
        found.append(_known(inside, "items", known))
        inside.done()
    return tuple(found)


def bands(whole: Table, rules: tuple[ScoreRule, ...]) -> tuple[Band, ...]:
    """Return what scores are called. Two bands of one score and sex never overlap."""
    found: list[Band] = []
    if "bands" not in whole:
        return ()
    for table in whole.tables("bands"):
        score = table.text("score", rules[0].id if rules else None)
        rule = next((one for one in rules if one.id == score), None)
        if rule is None:
            raise table.fault("score", _("There is no score “{id}” here.").format(id=score))
        low = table.integer("low", rule.low, rule.high)
        band = Band(score, low, table.integer("high", low, rule.high), table.text("text"), _sex(table))
        if any(_overlap(band, other) for other in found):
            raise table.fault("low", _("Two bands of one score overlap. Check “low” and “high”."))
        found.append(band)
        table.done()
    return tuple(found)


def _overlap(one: Band, other: Band) -> bool:
    same = one.score == other.score and one.sex == other.sex
    return same and one.low <= other.high and other.low <= one.high


def _sex(table: Table) -> str:
    said = table.text("sex", "")
    if said and said not in _SEXES:
        raise table.fault("sex", _("“{name}” must be one of: {words}.").format(name="sex", words=", ".join(_SEXES)))
    return said


def findings(whole: Table, items: tuple[Item, ...]) -> tuple[Finding, ...]:
    """Return the findings, those of a group from the worst down."""
    found: list[Finding] = []
    if "findings" not in whole:
        return ()
    for table in whole.tables("findings"):
        ways = []
        for way in table.tables("any_of"):
            ways.append(tuple(need(one, items) for one in way.tables("needs")))
            way.done()
        found.append(Finding(table.text("id"), table.text("text"), tuple(ways), table.text("group", "")))
        table.done()
        if len({one.id for one in found}) < len(found):
            raise table.fault("id", _("Two findings have the same id. Give each its own."))
    return tuple(found)


def need(table: Table, items: tuple[Item, ...]) -> Need:
    """Return what must be answered: at least ``count`` (one, if it is not said) of ``items`` with ``value``."""
    names = _known(table, "items", [item.id for item in items])
    found = Need(names, table.integer("value", 0, 1000), table.optional_integer("count", 1, len(names)) or 1)
    table.done()
    return found


def alerts(
    whole: Table, items: tuple[Item, ...], rules: tuple[ScoreRule, ...], said: tuple[Finding, ...]
) -> tuple[AlertRule, ...]:
    """Return what calls for a clinician."""
    known = {
        "item": [item.id for item in items],
        "score": [rule.id for rule in rules],
        "finding": [finding.id for finding in said],
    }
    found: list[AlertRule] = []
    if "alerts" not in whole:
        return ()
    for table in whole.tables("alerts"):
        about = [name for name in known if name in table]
        if len(about) != 1:
            raise table.fault(None, _("An alert needs exactly one of: {words}.").format(words=", ".join(known)))
        wanted = table.text(about[0])
        if wanted not in known[about[0]]:
            raise table.fault(about[0], _("There is no {kind} “{id}” here.").format(kind=about[0], id=wanted))
        found.append(
            AlertRule(
                id=table.text("id"),
                words=table.text("words"),
                item=wanted if about[0] == "item" else "",
                score=wanted if about[0] == "score" else "",
                finding=wanted if about[0] == "finding" else "",
                at_least=_bound(table, about[0], "at_least") or 1,
                at_most=_bound(table, about[0], "at_most"),
            )
        )
        table.done()
        if len({one.id for one in found}) < len(found):
            raise table.fault("id", _("Two alerts have the same id. Give each its own."))
    return tuple(found)


def _bound(table: Table, about: str, name: str) -> int | None:
    # From 0 on everything would call for a clinician, and soon nobody would come.
    value = table.optional_integer(name, 1 if name == "at_least" else 0, _MOST)
    if value is not None and (about == "finding" or ("at_least" in table and "at_most" in table)):
        raise table.fault(name, _("“{name}” means nothing here. Check its spelling.").format(name=name))
    return value


def response(whole: Table, rules: tuple[ScoreRule, ...]) -> ResponseRule:
    """Return when the first score counts as a response and a remission."""
    table = whole.table("response")
    highest = rules[0].high if rules else _MOST
    percent = table.optional_integer("percent", 1, 100)
    points = table.optional_integer("points", 1, highest)
    remission = table.optional_integer("remission", 0, highest)
    if not rules and (percent, points, remission) != (None, None, None):
        raise table.fault(None, _("Without a score there is no response."))
    return ResponseRule(percent, points, remission, provenance(table))


def known_item(table: Table, name: str, items: tuple[Item, ...]) -> str:
    """Return the id of an item that the file has."""
    wanted = table.text(name)
    if wanted not in {item.id for item in items}:
        raise table.fault(name, _("There is no item “{id}” here.").format(id=wanted))
    return wanted


def _known(table: Table, name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return a list of ids, each of them known and named once."""
    said = table.texts(name)
    for one in said:
        if one not in known:
            raise table.fault(name, _("There is no “{id}” here to be counted.").format(id=one))
    if len(set(said)) < len(said):
        raise table.fault(name, _("“{name}” names something twice.").format(name=name))
    return said
