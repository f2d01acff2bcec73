"""The limits of a standing order: how much at once, how often in a visit, how long in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.rules.names import fold
from clinicdesk.rules.protocol import StandingOrder
from clinicdesk.rules.quantities import dose_text, volume_text

_ASK = _("Ask a prescriber.")


def is_of(order: StandingOrder, product: str) -> bool:
    """Return whether a product is the drug of a standing order: by its first word, whatever stands behind it."""
    return fold(product).split()[:1] == fold(order.drug).split()[:1]


def left_of(order: StandingOrder, used: Sequence[datetime]) -> int:
    """Return how many times it may still be given in this visit."""
    return max(order.most_times - len(used), 0)


def refuse_beyond(
    order: StandingOrder,
    *,
    product: str,
    dose_micrograms: int | None,
    volume_microlitres: int | None,
    at: datetime,
    used: Sequence[datetime],
) -> None:
    """Raise ``BadValue`` (field ``order``) for what a standing order does not cover.

    ``used`` are the times it was given before (aware), in any order; what is recorded late is held against those after
    it too. A dose that is not written down yet is held against nothing.
    """
    if not is_of(order, product):
        raise BadValue(
            _("The standing order “{title}” is for another drug. Choose another order.").format(title=order.title),
            "order",
        )
    _refuse_amount(order, dose_micrograms, volume_microlitres)
    if len(used) >= order.most_times:
        sentence = ngettext(
            "“{title}” may be given {count} time in a visit, and was. {ask}",
            "“{title}” may be given {count} times in a visit, and was. {ask}",
            order.most_times,
        )
        raise BadValue(sentence.format(title=order.title, count=order.most_times, ask=_ASK), "order")
    apart = timedelta(minutes=order.minutes_between)
    if any(abs(at - before) < apart for before in used):
        raise BadValue(
            _("“{title}” may be given again after {minutes} minutes. {ask}").format(
                title=order.title, minutes=order.minutes_between, ask=_ASK
            ),
            "order",
        )


def _refuse_amount(order: StandingOrder, dose_micrograms: int | None, volume_microlitres: int | None) -> None:
    for amount, most, text in (
        (dose_micrograms, order.dose_micrograms, dose_text),
        (volume_microlitres, order.volume_microlitres, volume_text),
    ):
        if amount is not None and most is not None and amount > most:
            raise BadValue(
                _("{amount} is more than the {most} of the standing order “{title}”. {ask}").format(
                    amount=text(amount), most=text(most), title=order.title, ask=_ASK
                ),
                "order",
            )
