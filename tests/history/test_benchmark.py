"""The benchmark of saved transcripts measures what it says."""

from pathlib import Path

from captions.history.history import History
from tests.benchmarks.history import kills
from tests.benchmarks.history.generated import Speech, fill_store


def test_killed_programs_lose_nothing() -> None:
    figures = {figure.name: figure.value for figure in kills.run(3)}
    assert figures["programs killed"] == 3
    assert figures["... lost"] == 0


def test_a_generated_store_is_like_one_that_was_written(tmp_path: Path) -> None:
    fill_store(tmp_path, sessions=2, segments=10)
    history = History(tmp_path)
    assert history.open() == ()
    newest, oldest = history.list_sessions()
    assert newest.started > oldest.started
    assert [newest.segment_count, newest.is_open] == [10, False]
    texts = [segment.text for segment in history.iter_segments(newest.id)]
    assert [hit.session_id for hit in history.search(texts[0])] == [newest.id]
    history.close()


def test_common_words_are_frequent() -> None:
    speech = Speech()
    words = [speech.draw_word() for _ in range(2000)]
    assert 50 < words.count("the") < 500
    assert len(set(words)) > 500
