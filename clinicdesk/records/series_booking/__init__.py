"""Booking a whole series in one step: what is proposed, what could not be placed and why, and shifting the rest.

A proposal is only read; ``plan`` and ``apply_shift`` record it, each in one entry that is written whole or not at all.
"""

from clinicdesk.records.series_booking.adding import Addition, add, propose_more
from clinicdesk.records.series_booking.planning import plan
from clinicdesk.records.series_booking.proposal import Place, Proposal, Wish
from clinicdesk.records.series_booking.proposing import propose, with_place
from clinicdesk.records.series_booking.shifting import Shift, ShiftedSession, apply_shift, move_with_rest, shift_rest

__all__ = [
    "Addition",
    "Place",
    "Proposal",
    "Shift",
    "ShiftedSession",
    "Wish",
    "add",
    "apply_shift",
    "move_with_rest",
    "plan",
    "propose",
    "propose_more",
    "shift_rest",
    "with_place",
]
