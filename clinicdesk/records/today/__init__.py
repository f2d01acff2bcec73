"""The day board: who is expected, who is here, what is running, what is unsigned, and the next step of each.

``visits.py`` says which visits of the day there are, ``facts.py`` reads what is known of all of them at once,
``badges.py``, ``steps.py`` and ``watch.py`` say what is missing, what is next and when; ``board.py`` puts it together;
``doing.py`` takes the steps of the front desk.
"""

from clinicdesk.records.to_sign import ToSign, session_title
from clinicdesk.records.to_sign import waiting as to_sign
from clinicdesk.records.today.board import board
from clinicdesk.records.today.doing import arrive, begin, come_after_all, did_not_come, leave, undo_arrival
from clinicdesk.records.today.pack import DowntimePack, last_pack
from clinicdesk.records.today.row import (
    Action,
    Badge,
    BoardRow,
    Due,
    Group,
    NextStep,
    group_name,
    phase_words,
    stage_words,
)

__all__ = [
    "Action",
    "Badge",
    "BoardRow",
    "DowntimePack",
    "Due",
    "Group",
    "NextStep",
    "ToSign",
    "arrive",
    "begin",
    "board",
    "come_after_all",
    "did_not_come",
    "group_name",
    "last_pack",
    "leave",
    "phase_words",
    "session_title",
    "stage_words",
    "to_sign",
    "undo_arrival",
]
