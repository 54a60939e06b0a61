"""The model of segments: it reads little, and turns changes of the store into rows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocumentFragment
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from captions.errors import CaptionsError
from captions.ui.history.segments.page_cache import MAX_PAGES, PAGE_ROWS
from captions.ui.history.segments.segment_model import TAIL_ROWS, SegmentModel
from tests.support.fakes.transcript_store import (
    FakeTranscriptStore,
    make_segment,
    make_session,
)


class RowChanges:
    """Rows that a model inserted and removed, and how often it was reset."""

    def __init__(self, model: SegmentModel) -> None:
        self.seen: list[tuple[str, int, int]] = []
        model.rowsInserted.connect(lambda _, first, last: self.seen.append(("+", first, last)))
        model.rowsRemoved.connect(lambda _, first, last: self.seen.append(("-", first, last)))
        model.modelReset.connect(lambda: self.seen.append(("reset", 0, 0)))


@pytest.fixture
def store() -> FakeTranscriptStore:
    made = FakeTranscriptStore(is_slow=True)
    made.add_session(make_session(1), [make_segment(n, f"Sentence {n}.") for n in range(300)])
    return made


@pytest.fixture
def model(store: FakeTranscriptStore) -> Iterator[SegmentModel]:
    made = SegmentModel(store)
    made.open_session(1)
    yield made
    made.deleteLater()


@pytest.fixture
def changes(model: SegmentModel) -> RowChanges:
    return RowChanges(model)


def texts(model: SegmentModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def stored(store: FakeTranscriptStore) -> list[str]:
    return [segment.text for segment in store.segments[1]]


def test_rows_are_the_segments_of_the_session(
    model: SegmentModel, store: FakeTranscriptStore
) -> None:
    assert texts(model) == stored(store)
    model.open_session(None)
    assert model.rowCount(QModelIndex()) == 0


def test_qt_accepts_the_model(model: SegmentModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # of pytest-qt


def test_new_segments_are_inserted(
    model: SegmentModel, store: FakeTranscriptStore, changes: RowChanges
) -> None:
    store.add_segment(make_segment(300, "New."))
    store.add_segment(make_segment(301, "Newer."))
    model.refresh()
    assert changes.seen == [("+", 300, 301)]
    assert texts(model) == stored(store)


def test_a_segment_that_began_earlier_than_the_last_ones_is_inserted_before_them(
    model: SegmentModel, store: FakeTranscriptStore, changes: RowChanges
) -> None:
    store.add_segment(make_segment(400, "Late.", start=5.0 * 297.5))
    model.refresh()
    assert changes.seen == [("+", 298, 298)]
    assert texts(model) == stored(store)


@pytest.mark.parametrize("count", [TAIL_ROWS, 600, 5000])
def test_any_number_of_new_segments_is_inserted_with_few_reads(
    model: SegmentModel, store: FakeTranscriptStore, changes: RowChanges, count: int
) -> None:
    store.segments[1] += [make_segment(300 + n, f"New {n}.") for n in range(count)]
    store.reads.clear()
    model.refresh()
    assert len(store.reads) <= 3
    assert changes.seen[-1][2] == 299 + count
    assert texts(model) == stored(store)
    store.add_segment(make_segment(99_999, "Last."))
    model.refresh()
    assert texts(model)[-1] == "Last."


@pytest.mark.parametrize(
    "batches",
    [
        pytest.param([[299]], id="the last"),
        pytest.param([[0]], id="the first"),
        pytest.param([[5, 6, 7, 100, 250]], id="several"),
        pytest.param([[50], [60, 10]], id="more before the first are gone"),
        pytest.param([list(range(300))], id="all"),
        pytest.param([[5], [5]], id="the same twice"),
    ],
)
@pytest.mark.parametrize("steps", [0, 1, 3], ids=["none", "one", "three"])
def test_deleted_rows_disappear_when_the_store_has_deleted_them(
    model: SegmentModel,
    store: FakeTranscriptStore,
    changes: RowChanges,
    batches: list[list[int]],
    steps: int,
) -> None:
    for rows in batches:
        model.delete_rows(rows)
    assert changes.seen == []
    for _ in range(min(steps, len(batches))):
        store.flush_one()
        model.refresh()
        assert texts(model) == stored(store)
    store.add_segment(make_segment(300, "Meanwhile."))
    model.refresh()
    store.flush()
    model.refresh()
    assert texts(model) == stored(store)
    assert ("reset", 0, 0) not in changes.seen


def test_many_deletions_are_noticed_with_few_reads(
    model: SegmentModel, store: FakeTranscriptStore
) -> None:
    model.delete_rows(range(10, 290))
    store.flush()
    store.reads.clear()
    model.refresh()
    assert len(store.reads) < 5
    assert texts(model) == stored(store)
    assert len(texts(model)) == 20


def test_a_refused_deletion_is_forgotten(model: SegmentModel, store: FakeTranscriptStore) -> None:
    model.get_segment(5)
    store.problem = CaptionsError("qt_unloadable", reason="x")
    model.delete_rows([5])
    store.problem = None
    model.refresh()
    assert texts(model) == stored(store)
    model.delete_rows([5])
    store.flush()
    model.refresh()
    assert len(texts(model)) == 299


def test_a_correction_is_shown_at_once_and_stays_until_the_store_has_it(
    model: SegmentModel, store: FakeTranscriptStore, qtbot: QtBot
) -> None:
    index = model.index(7)
    with qtbot.waitSignal(model.corrected) as corrected:
        assert model.setData(index, "  Sentence\nseven. ")
    assert corrected.args is not None
    assert corrected.args[1] == "Sentence seven."
    assert index.data() == "Sentence seven."
    model.refresh()
    assert index.data() == "Sentence seven."
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Recognised as: Sentence 7."
    store.flush()
    model.refresh()
    assert index.data() == stored(store)[7] == "Sentence seven."


@pytest.mark.parametrize("text", ["", "  ", "Sentence 7."], ids=["nothing", "spaces", "the same"])
def test_a_correction_without_a_change_is_none(
    model: SegmentModel, qtbot: QtBot, text: str
) -> None:
    with qtbot.assertNotEmitted(model.corrected):
        assert not model.setData(model.index(7), text)


def test_a_session_that_is_kept_continues_under_its_new_identifier(
    model: SegmentModel, store: FakeTranscriptStore, changes: RowChanges
) -> None:
    store.move_session(1, 8)
    store.segments[8].append(make_segment(300, "New.", session_id=8))
    model.follow_session(8)
    assert changes.seen == [("+", 300, 300)]
    assert texts(model)[-2:] == ["Sentence 299.", "New."]


@pytest.mark.parametrize("count", [1, 100, 127, 128, 300])
def test_what_was_said_while_a_session_moved_is_shown(
    store: FakeTranscriptStore, count: int
) -> None:
    store.segments[1] = store.segments[1][:count]
    model = SegmentModel(store)
    model.open_session(1)
    store.move_session(1, 8)
    store.segments[8].append(make_segment(count, "New.", session_id=8))
    model.follow_session(8)
    assert texts(model) == [*(f"Sentence {n}." for n in range(count)), "New."]


def test_a_correction_is_shown_while_the_session_moves(
    model: SegmentModel, store: FakeTranscriptStore
) -> None:
    model.setData(model.index(7), "Sentence seven.")
    store.move_session(1, 8)
    model.follow_session(8)
    assert model.index(7).data() == "Sentence seven."


def test_a_session_whose_order_changed_is_shown_anew(
    model: SegmentModel, store: FakeTranscriptStore, changes: RowChanges
) -> None:
    rows = store.segments[1]
    rows[-1], rows[-2] = rows[-2], rows[-1]
    model.refresh()
    assert changes.seen[-1] == ("reset", 0, 0)
    assert texts(model) == stored(store)


def test_segments_of_which_none_is_left_are_replaced(
    model: SegmentModel, store: FakeTranscriptStore
) -> None:
    store.segments[1] = [make_segment(n, f"Other {n}.", id=1000 + n) for n in range(200)]
    model.refresh()
    assert texts(model) == stored(store)


def test_only_a_few_pages_are_kept(model: SegmentModel, store: FakeTranscriptStore) -> None:
    model.refresh()
    store.reads.clear()
    assert len(texts(model)) == 300
    assert len(store.reads) == -(-300 // PAGE_ROWS) < MAX_PAGES
    assert set(store.reads) == {(first, PAGE_ROWS) for first in range(0, 300, PAGE_ROWS)}
    store.segments[1] += [make_segment(300 + n, "More.") for n in range(20 * PAGE_ROWS)]
    model.refresh()
    texts(model)
    assert len(model._pages._pages) == MAX_PAGES


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda model: model.refresh(), id="reading"),
        pytest.param(lambda model: model.delete_rows([1]), id="deleting"),
        pytest.param(lambda model: model.setData(model.index(1), "Other."), id="correcting"),
        pytest.param(lambda model: model.open_session(1), id="opening"),
    ],
)
def test_a_store_that_fails_is_reported(
    model: SegmentModel, store: FakeTranscriptStore, qtbot: QtBot, act: object
) -> None:
    model.get_segment(1)
    store.problem = CaptionsError("qt_unloadable", reason="x")
    assert callable(act)
    with qtbot.waitSignal(model.failed) as failed:
        act(model)
    assert failed.args == [store.problem.message]


def test_screen_readers_speak_who_said_what_and_when(model: SegmentModel) -> None:
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "John: Sentence 1. (0:05)"


def test_recognised_markup_is_shown_as_it_was_recognised(
    store: FakeTranscriptStore, model: SegmentModel
) -> None:
    spoken = make_segment(7, "Type a tag.", recognised_text="Type <br> & wait.")
    store.segments[1][7] = spoken
    model.refresh()
    index = model.index(7)
    tooltip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    shown = QTextDocumentFragment.fromHtml(tooltip).toPlainText()
    assert shown == "Recognised as: Type <br> & wait."
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == shown
