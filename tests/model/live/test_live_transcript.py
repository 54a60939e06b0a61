"""Speech and time in, rows out."""

from captions.events import Committed, Partial
from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.live.live_transcript import LiveCaptions
from captions.model.word_rules.word_rules import WordRules
from tests.support.transcripts.simulated_display import committed, guessed, texts


def live(mode: CaptionMode = CaptionMode.ROLL_UP, clear_seconds: float = 8.0) -> LiveCaptions:
    return LiveCaptions(create_display(CaptionStyle(mode), len, 20), clear_seconds)


def test_estimated_words_turn_white_by_time_alone() -> None:
    captions = live()
    captions.apply(Partial("it"), 0)
    captions.apply(Partial("it was"), 0.1)
    assert captions.apply(Partial("it was the"), 0.2) == guessed("it was the")
    assert captions.next_deadline(0.2) == 1.5
    (row,) = captions.poll_rows(1.5)
    assert [(run.text, run.settled) for run in row.runs] == [("it", True), (" was the", False)]


def test_the_screen_is_emptied_after_silence() -> None:
    captions = live()
    captions.apply(Committed("so"), 0)
    assert captions.next_deadline(0) == 8
    assert captions.poll_rows(7.9) == committed("so")
    assert captions.poll_rows(8) == ()
    assert captions.next_deadline(8) is None


def test_grey_words_stay_until_no_commit_can_be_expected_and_leave_white() -> None:
    captions = live()
    captions.apply(Partial("so"), 0)
    assert captions.poll_rows(39) == guessed("so")
    assert captions.next_deadline(39) == 40
    assert captions.poll_rows(40) == committed("so")
    assert captions.poll_rows(captions.next_deadline(40) or 0) == ()


def test_the_screen_is_never_emptied_if_the_user_wants_it_so() -> None:
    captions = live(clear_seconds=0)
    captions.apply(Committed("so"), 0)
    assert captions.next_deadline(0) is None


def test_a_block_that_is_being_read_is_not_taken_away() -> None:
    captions = live(CaptionMode.POP_ON, clear_seconds=0.1)
    captions.apply(Committed("So it was."), 0)
    assert captions.has_unread_words
    assert captions.poll_rows(0.9) == committed("So it was.")
    due = captions.next_deadline(0.9)
    assert due is not None
    assert captions.poll_rows(due) == committed("So it was.")
    assert captions.poll_rows(due + 0.1) == ()


def test_a_revised_word_that_was_white_changes_in_its_place() -> None:
    captions = live()
    said = ["it was the bast of", "it was the bast of times", "it was the bast of times and"]
    for number, text in enumerate(said):
        captions.apply(Partial(text), number)
    rows = captions.apply(Partial("it was the best of times and now"), 3)
    assert texts(rows) == ["it was the best", "of times and now"]
    assert [run.settled for row in rows for run in row.runs] == [True, False, False]
    rows = captions.apply(Committed("It was the best of times."), 4)
    assert rows == committed("It was the best", "of times.")


def test_another_display_goes_on_with_the_next_words() -> None:
    captions = live()
    captions.apply(Committed("One."), 0)
    captions.replace_display(create_display(CaptionStyle(CaptionMode.PAINT_ON), len, 20))
    assert captions.poll_rows(1) == ()
    assert texts(captions.apply(Committed("Two."), 2))[0] == "Two."


def test_clearing_empties_the_screen() -> None:
    captions = live()
    captions.apply(Partial("one"), 0)
    assert captions.clear(1) == ()
    assert texts(captions.apply(Partial("one two"), 2)) == ["two"]


def test_word_rules_apply_once_it_is_known_which_words_are_settled() -> None:
    captions = live()
    captions.replace_rules(WordRules(["open a eye => OpenAI"]))
    for now, text in enumerate(["go", "go open", "go open a", "go open a eye", "go open a eye is"]):
        captions.apply(Partial(text), now / 10)
    (row,) = captions.poll_rows(1.7)
    assert [(run.text, run.settled) for run in row.runs] == [("go", True), (" OpenAI is", False)]
    assert captions.apply(Committed("go open a eye is"), 2) == committed("go OpenAI is")


def test_other_word_rules_apply_at_once_to_words_that_are_being_spoken() -> None:
    captions = live()
    captions.apply(Committed("um"), 0)
    captions.apply(Partial("um so"), 0)
    captions.replace_rules(WordRules(["um =>"]))
    (row,) = captions.poll_rows(0)
    assert row.text == "um so"
