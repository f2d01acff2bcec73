"""Sheets put together by their codes: whole stacks, in any order, with backs, gaps and doubles."""

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.form_sheets import (
    ScannedSheet,
    SheetMark,
    SortedStack,
    enumeration,
    in_order,
    put_together,
    read_code,
    sort_stack,
)

OURS, OTHER = "1df38310", "aaaaaaaa"


def mark(form: int, page: int, pages: int = 3, clinic: str = OURS) -> SheetMark:
    return SheetMark(clinic, form, page, pages, "4330a536")


def stack(*marks: SheetMark | None, file: int = 0) -> list[ScannedSheet]:
    return [ScannedSheet(at + 1, one, file=file, place=at) for at, one in enumerate(marks)]


def numbers(found: SortedStack) -> list[list[int]]:
    return [[sheet.number for sheet in form.sheets] for form in found.forms]


def test_a_code_is_read_and_nothing_else_is_one() -> None:
    text = "CLINICDESK:FORM:1DF38310:000123:2/3:4330A536"
    assert read_code(text) == read_code(f" {text.lower()}\n") == SheetMark(OURS, 123, 2, 3, "4330a536")
    for wrong in (
        "",
        text + "x",
        text.replace("2/3", "4/3"),
        text.replace("000123", "000000"),
        text.replace("F3", "G3"),
    ):
        assert read_code(wrong) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_a_code(text: str) -> None:
    assert read_code(text) is None or text.strip().upper().startswith("CLINICDESK:FORM:")


def test_forms_of_a_stack_are_parted_and_put_in_page_order() -> None:
    found = sort_stack(stack(mark(2, 3), mark(2, 1), mark(7, 1, 1), mark(2, 2)), OURS)
    assert [form.form_number for form in found.forms] == [2, 7]
    assert numbers(found) == [[2, 4, 1], [3]]
    assert [form.remarks for form in found.forms] == [[], []]


def test_a_sheet_without_a_code_stays_behind_the_one_it_lay_behind() -> None:
    sheets = stack(None, mark(2, 2, 2), None, mark(2, 1, 2), mark(3, 1, 1), None)
    found = sort_stack(sheets, OURS)
    assert numbers(found) == [[4, 2, 3], [5, 6]]
    assert [sheet.number for sheet in found.unknown] == [1]
    assert found.forms[0].remarks == ["The code on sheet 3 cannot be read. Look whether it belongs to this form."]


def test_blank_backs_are_no_remark_and_no_riddle() -> None:
    back = ScannedSheet(3, None, blank=True)
    first = ScannedSheet(1, None, blank=True)
    found = sort_stack([first, ScannedSheet(2, mark(2, 1, 1)), back], OURS)
    assert (numbers(found), found.unknown, found.forms[0].remarks) == ([[2, 3]], (), [])


def test_a_picture_without_a_code_in_a_file_of_its_own_belongs_to_nobody() -> None:
    cat = ScannedSheet(2, None, file=1)
    found = sort_stack([ScannedSheet(1, mark(2, 1, 1)), cat], OURS)
    assert (numbers(found), found.unknown) == ([[1]], (cat,))


def test_photos_of_one_form_in_many_files_are_one_form() -> None:
    found = sort_stack([ScannedSheet(1, mark(2, 2, 2)), ScannedSheet(2, mark(2, 1, 2), file=1)], OURS)
    assert numbers(found) == [[2, 1]]


def test_missing_pages_are_told() -> None:
    (one,) = sort_stack(stack(mark(2, 1), mark(2, 3)), OURS).forms
    assert (one.missing, one.remarks) == ((2,), ["Page 2 of 3 is missing."])
    (one,) = sort_stack(stack(mark(2, 2, 6)), OURS).forms
    assert one.remarks == ["Pages 1 and 3–6 of 6 are missing."]


def test_doubled_pages_are_told_with_their_sheets() -> None:
    (one,) = sort_stack(stack(mark(2, 1, 2), mark(2, 2, 2), mark(2, 2, 2)), OURS).forms
    assert one.remarks == ["Page 2 is there more than once: sheets 2 and 3."]


def test_sheets_of_prints_of_different_length_are_told() -> None:
    (one,) = sort_stack(stack(mark(2, 1, 2), mark(2, 2, 3), mark(2, 3, 3)), OURS).forms
    assert (one.pages, one.remarks) == (
        3,
        ["These sheets come from prints of different length. Compare them with each other."],
    )


def test_sheets_of_another_clinic_are_set_aside_with_what_lies_behind_them() -> None:
    found = sort_stack(stack(mark(2, 1, 1, OTHER), None, mark(2, 1, 1)), OURS)
    assert (numbers(found), [sheet.number for sheet in found.foreign]) == ([[3]], [1, 2])


def test_sheets_put_together_by_hand_have_no_missing_pages() -> None:
    one = put_together(12, stack(None, None))
    assert (one.form_number, one.pages, one.missing, one.remarks) == (12, 2, (), [])


def test_numbers_are_listed_as_people_do() -> None:
    listed = [enumeration(numbers) for numbers in ([], [4], [2, 1], [1, 3, 4, 5], [1, 2, 4])]
    assert listed == ["", "4", "1 and 2", "1 and 3–5", "1, 2 and 4"]


@given(st.permutations([(form, page) for form in (1, 2, 3) for page in range(1, 5)]))
def test_no_order_of_a_stack_loses_or_mixes_a_sheet(order: list[tuple[int, int]]) -> None:
    sheets = stack(*(mark(form, page, 4) for form, page in order))
    found = sort_stack(sheets, OURS)
    assert sorted(sheet.number for form in found.forms for sheet in form.sheets) == list(range(1, 13))
    for form in found.forms:
        assert [(sheet.mark.form_number, sheet.mark.page) for sheet in form.sheets if sheet.mark] == [
            (form.form_number, page) for page in range(1, 5)
        ]
        assert form.remarks == []


def test_upright_and_one_after_another_is_in_order() -> None:
    sheets = stack(mark(1, 1), mark(1, 2), mark(1, 3))
    assert in_order(sheets)
    assert not in_order([sheets[0], sheets[2]])
    assert not in_order([*sheets[:2], ScannedSheet(3, mark(1, 3), rotation=180)])
