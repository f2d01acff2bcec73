"""Who may do what: every action is tried as each role where it is recorded, and the table is the one that is written.

The table stands in docs/decisions/permissions.md for people to read; this test keeps both the same. What each role may
read is tried in ``test_permitted_reads``.
"""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import clinicdesk.clinic
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk, Person
from clinicdesk.errors import NotAllowed
from clinicdesk.permission_words import GROUPS, Group, lines
from clinicdesk.permissions import ACTIONS, SIGHTS, Role, role_name

ROOT = Path(inspect.getfile(clinicdesk.clinic)).parent.parent
LETTERS = {"R": Role.RECEPTIONIST, "N": Role.NURSE, "P": Role.PRESCRIBER, "A": Role.ADMINISTRATOR}


def _desk(clinic: Clinic, *roles: Role) -> Desk:
    return Desk(clinic, Person("01900000-0000-7000-8000-000000000000", "new", "Newly Come", frozenset(roles)), "PC")


@pytest.mark.parametrize("role", list(Role))
def test_every_action_is_refused_where_it_is_recorded_to_who_may_not_do_it(clinic: Clinic, role: Role) -> None:
    desk = _desk(clinic, role)
    for action, roles in ACTIONS.items():
        before = clinic.entry_count
        if role in roles:
            assert desk.record(action).seq == before + 1, action
        else:
            with pytest.raises(NotAllowed):
                desk.record(action)
            assert clinic.entry_count == before, action


@pytest.mark.parametrize("role", list(Role))
def test_every_sight_is_refused_to_whom_it_is_not_for(clinic: Clinic, role: Role) -> None:
    desk = _desk(clinic, role)
    for sight, roles in SIGHTS.items():
        assert desk.sees(sight) is (role in roles), sight
        if role not in roles:
            with pytest.raises(NotAllowed):
                desk.may_see(sight)


def test_several_roles_may_do_what_each_of_them_may(clinic: Clinic) -> None:
    desk = _desk(clinic, Role.RECEPTIONIST, Role.ADMINISTRATOR)
    for action, roles in ACTIONS.items():
        assert desk.may(action) is bool(roles & {Role.RECEPTIONIST, Role.ADMINISTRATOR}), action


def test_somebody_without_a_role_may_nothing(clinic: Clinic) -> None:
    desk = _desk(clinic)
    assert not any(desk.may(action) for action in ACTIONS)
    assert not any(desk.sees(sight) for sight in SIGHTS)


def test_the_written_table_is_the_one_that_is_checked() -> None:
    written = dict(_written())
    assert written == {**ACTIONS, **{f"see {sight}": roles for sight, roles in SIGHTS.items()}}


def _written() -> Iterator[tuple[str, frozenset[Role]]]:
    """Yield action and roles of each line of the tables in the document."""
    text = (ROOT / "docs" / "decisions" / "permissions.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0].startswith("`"):
            yield (
                cells[0].strip("`"),
                frozenset(role for cell, role in zip(cells[1:], LETTERS.values(), strict=True) if cell == "x"),
            )


def test_nothing_is_recorded_or_asked_for_that_is_not_in_the_table() -> None:
    calls = list(_calls("record", "may", "sees", "may_see"))
    for file, name, word in calls:
        if name in ("sees", "may_see") or "." in word:
            assert word in (SIGHTS if name in ("sees", "may_see") else ACTIONS), f"{file}: {word}"
    assert len({word for _file, name, word in calls if name == "record"}) > 80


def _calls(*names: str) -> Iterator[tuple[str, str, str]]:
    """Yield file, method and text of each call of a method by these names whose first argument is a text."""
    for file in [*(ROOT / "clinicdesk").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in names:
                match call.args:
                    case [ast.Constant(value=str(word)), *_]:
                        yield file.name, call.func.attr, word


def test_every_action_and_sight_is_told_to_the_person_it_is_about() -> None:
    """What somebody may do is said in their words: nothing is left out, nothing is said twice."""
    told = [action for group in GROUPS for action in group.actions]
    assert sorted(told) == sorted(action for action, roles in ACTIONS.items() if roles)
    assert sorted(sight for group in GROUPS for sight in group.sights) == sorted(SIGHTS)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.title[:30])
def test_a_sentence_is_true_for_all_it_tells_of(group: Group) -> None:
    assert {ACTIONS[action] for action in group.actions} | {SIGHTS[sight] for sight in group.sights} == {group.roles}


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_is_said_with_who_may(role: Role) -> None:
    told = lines(frozenset({role}))
    assert {line.may for line in told} == {True, False}
    assert all(role_name(role) not in line.who for line in told if not line.may)
    assert all(line.who for line in told)
