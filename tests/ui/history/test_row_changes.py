"""Differences between two lists as rows to insert and to remove."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.ui.history.row_changes import RowChange, find_row_changes


def apply_changes(before: list[int], after: list[int], changes: list[RowChange]) -> list[int]:
    rows = list(before)
    for first, length, inserted in changes:
        if inserted:
            rows[first:first] = after[first : first + length]
        else:
            del rows[first : first + length]
    return rows


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param([1, 2], [1, 2], [], id="nothing"),
        pytest.param([1, 2], [1, 2, 3, 4], [(2, 2, True)], id="rows at the end"),
        pytest.param([1, 3], [1, 2, 3], [(1, 1, True)], id="a row before the last"),
        pytest.param([1, 2, 3, 4], [1, 4], [(1, 2, False)], id="rows that are gone"),
        pytest.param([1, 2, 3], [2, 4], [(2, 1, False), (0, 1, False), (1, 1, True)], id="both"),
    ],
)
def test_each_run_of_rows_is_one_change(
    before: list[int], after: list[int], changes: list[tuple[int, int, bool]]
) -> None:
    assert find_row_changes(before, after) == changes


def test_another_order_has_no_changes() -> None:
    assert find_row_changes([1, 2], [2, 1]) is None


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_the_changes_turn_one_list_into_the_other(before: set[int], after: set[int]) -> None:
    old, new = sorted(before), sorted(after)
    changes = find_row_changes(old, new)
    assert changes is not None
    assert apply_changes(old, new, changes) == new
