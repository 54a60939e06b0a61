"""Which words a display may take as settled, where the server does not say so."""

from hypothesis import given
from hypothesis import strategies as st

from captions.model.live.stability import WordStability
from tests.support.transcripts.simulated_display import WORDS


def after(*partials: tuple[float, str]) -> WordStability:
    stability = WordStability()
    for now, text in partials:
        stability.observe_partial(text, now)
    return stability


def test_a_word_is_settled_after_three_partials_and_a_second_and_a_half() -> None:
    stability = after((0, "it"), (0.5, "it was"), (1.0, "it was the"))
    assert stability.settled_text(1.4) == ""
    assert stability.next_deadline(1.4) == 1.5
    assert stability.settled_text(1.5) == "it"


def test_two_partials_are_not_enough_however_long_they_stand() -> None:
    stability = after((0, "it"), (5, "it was"))
    assert stability.settled_text(60) == ""
    assert stability.next_deadline(60) is None


def test_time_alone_settles_the_words_that_three_partials_agree_on() -> None:
    stability = after((0, "it"), (0.1, "it was"), (0.2, "it was a"), (0.3, "it was a b"))
    assert stability.settled_text(1.6) == "it was"
    assert stability.next_deadline(1.6) is None


def test_a_word_that_changes_is_open_again_and_so_is_all_behind_it() -> None:
    stability = after((0, "a b c d"), (1, "a b c d e"), (2, "a b c d e f"), (3, "a x c d e f g"))
    assert stability.settled_text(3) == "a"
    for number in range(1, 3):
        stability.observe_partial(f"a x c d e f g {'h ' * number}", 3 + number)
    assert stability.settled_text(5) == "a x c d e f g"


def test_a_mark_behind_a_word_is_a_change() -> None:
    stability = after((0, "yes"), (1, "yes and"), (2, "yes, and so"))
    assert stability.settled_text(2) == ""


def test_a_word_that_moves_to_another_place_is_a_change() -> None:
    stability = after((0, "was the"), (1, "was the best"), (2, "it was the best"))
    assert stability.settled_text(9) == ""


def test_in_scripts_without_spaces_characters_are_settled() -> None:
    stability = after((0, "今天天"), (1, "今天天气"), (2, "今天天气好"))
    assert stability.settled_text(2) == "今天天"


@given(st.lists(st.tuples(st.floats(0, 2), WORDS), max_size=12), st.floats(0, 9))
def test_what_is_settled_begins_the_last_partial_and_grows_with_time(
    given_partials: list[tuple[float, str]], more: float
) -> None:
    stability, now, text = WordStability(), 0.0, ""
    for seconds, text in given_partials:  # the last one is looked at below
        now += seconds
        stability.observe_partial(text, now)
    settled = stability.settled_text(now)
    assert text.startswith(settled)
    assert stability.settled_text(now + more).startswith(settled)
    due = stability.next_deadline(now)
    assert due is None or due > now
    assert due is None or len(stability.settled_text(due)) > len(settled)
