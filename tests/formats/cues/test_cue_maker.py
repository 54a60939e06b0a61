"""Cues: what fits on screen, for as long as it takes to read, as the BBC and Netflix advise."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from captions.events import Word
from captions.formats.cues.cue_maker import CueMaker, CueOptions
from captions.formats.cues.time_grid import TimeGrid
from captions.model.saved_transcript import TranscriptSegment
from tests.support.transcripts.spoken_segments import make_cues, show_cues, speak

LIVE = CueOptions(is_live=True)


def times(*segments: TranscriptSegment, options: CueOptions | None = None) -> list[float]:
    """Return the starts and ends of the cues, in order."""
    cues = make_cues(*segments, options=options)
    return [time for cue in cues for time in (cue.start, cue.end)]


def test_a_short_segment_is_one_cue_of_one_line() -> None:
    (cue,) = make_cues(speak("so it is", 1.0))
    assert (cue.start, cue.end) == (1.0, 2.05)
    assert show_cues([cue]) == ["so it is"]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        pytest.param(
            "We went to the market, and there was nothing left to buy.",
            ["We went to the market,|and there was nothing left to buy."],
            id="a line ends with a comma",
        ),
        pytest.param(
            "Nobody knows what the people of the city think about the plan",
            ["Nobody knows what the people|of the city think about the plan"],
            id="a line begins with a preposition",
        ),
        pytest.param(
            "It was so. Now it is not.", ["It was so.", "Now it is not."], id="a sentence ends"
        ),
        pytest.param(
            "No. Not at all, said Dr. Smith.",
            ["No. Not at all, said Dr. Smith."],
            id="a sentence is too short for its own cue",
        ),
        pytest.param(
            "the first of the two parts of a sentence that is too long for one cue, "
            "the second of them",
            [
                "the first of the two parts of a sentence|that is too long for one cue,",
                "the second of them",
            ],
            id="a cue ends with a clause",
        ),
        pytest.param(
            "これはとても長い文章です。次の文章もあります。",
            ["これはとても長い文章です。", "次の文章もあります。"],
            id="a script without spaces",
        ),
    ],
)
def test_text_is_cut_where_it_reads_well(text: str, cues: list[str]) -> None:
    segment = speak(text, seconds=0.4) if " " in text else timeless(text, 0.0, 8.0)
    assert show_cues(make_cues(segment)) == cues


def timeless(text: str, start: float, end: float) -> TranscriptSegment:
    return TranscriptSegment(text=text, start=start, end=end)


def test_a_pause_ends_a_cue() -> None:
    one, two = speak("well I think"), speak("that it is", 3.0)
    joined = replace(one, text="well I think that it is", words=one.words + two.words, end=two.end)
    assert times(joined) == [0.0, 1.05, 3.0, 4.05]


@pytest.mark.parametrize(
    ("pause", "end"),
    [(0.05, 1.45), (0.9, 2.3), (1.1, 1.4)],
    ids=["less than 2 frames", "less than 1 s", "longer"],
)
def test_short_gaps_between_cues_are_closed(pause: float, end: float) -> None:
    one, two = speak("well I think so."), speak("And that is right.", 1.4 + pause)
    assert times(one, two)[:3] == [0.0, pytest.approx(end), pytest.approx(1.4 + pause)]


def test_a_gap_after_the_longest_cue_has_two_frames() -> None:
    one = TranscriptSegment(text="so", start=0, end=8, words=(Word("so", 0, 8),))
    assert times(one, speak("and that is it", 7.04)) == [0.0, 6.956, 7.04, 8.44]


def test_a_cue_is_extended_into_silence_for_reading() -> None:
    fast = speak("a sentence that is said much too fast", seconds=0.05)
    assert times(fast, speak("and more", 9)) == [0.0, pytest.approx(1.9), 9.0, 9.834]


def test_a_short_cue_stays_until_the_next_one_begins() -> None:
    assert times(speak("No.", 0, 0.2), speak("x" * 60, 0.9, 1.1)) == [0.0, 0.9, 0.9, 3.95]


def test_a_cue_without_time_to_be_read_takes_in_the_next_words() -> None:
    cues = make_cues(speak("No.", 0, 0.2), speak("Not so.", 0.4, 0.5))
    assert show_cues(cues) == ["No. Not so."]
    assert (cues[0].start, cues[0].end) == (0.0, 1.4)


def test_two_speakers_at_once_share_cues_line_by_line() -> None:
    one = speak("I think we should start with the budget", 0.0, lane="a", label="Anna")
    two = speak("Yes, so do I.", 0.2, lane="b", label="Bob")
    assert show_cues(make_cues(one, two)) == [
        "Anna: I think we should start|Bob: Yes, so do I.",
        "Anna: with the budget",
    ]
    assert show_cues(make_cues(one, two, options=CueOptions(show_names=False))) == [
        "-I think we should start with the budget|-Yes, so do I."
    ]


def test_speakers_who_take_turns_have_their_own_cues() -> None:
    one, two = speak("How are you?", 0.0, label="Anna"), speak("I am fine.", 1.2, label="Bob")
    three = speak("Really, I am.", 3.0, label="Bob")
    assert show_cues(make_cues(one, two, three)) == [
        "Anna: How are you?",
        "Bob: I am fine.",
        "Really, I am.",
    ]


def test_words_of_nobody_known_are_set_apart_from_those_of_the_last_speaker() -> None:
    one, two = speak("How are you?", 0.0, label="Anna"), speak("I am fine.", 1.2)
    three, four = speak("Really, I am.", 3.0), speak("Good.", 6.0, label="Anna")
    assert show_cues(make_cues(one, two, three, four)) == [
        "Anna: How are you?",
        "-I am fine.",
        "Really, I am.",
        "Anna: Good.",
    ]
    shown = show_cues(make_cues(one, two, options=CueOptions(show_names=False)))
    assert shown == ["How are you?", "I am fine."]


def test_a_long_name_leaves_room_for_words() -> None:
    (cue,) = make_cues(speak("so it is", label="The most honourable member for somewhere"))
    assert show_cues([cue]) == ["The most honourable…: so it is"]
    assert cue.lines[0].label == "The most honourable member for somewhere"


def test_a_word_longer_than_a_line_is_cut_between_glyphs() -> None:
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    (cue,) = make_cues(timeless("x" * 41 + family + "e\u0301" * 5, 0, 5))
    assert show_cues([cue]) == ["x" * 41 + "|" + family + "e\u0301" * 5]


def test_segments_without_times_follow_each_other_at_the_pace_of_speech() -> None:
    segment = timeless("It is not known when this was said.", math.nan, math.nan)
    seconds = pytest.approx(2.4, abs=0.1)
    one, two = make_cues(segment, segment)
    assert one.end - one.start == seconds
    assert two.end - two.start == seconds
    assert one.end == two.start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param("one two three, four", 10.0, id="a word was corrected"),
        pytest.param("one two three and then also four", 10.0, id="words were added"),
        pytest.param("one two four", 10.0, id="a word was removed"),
        pytest.param("ONE Two: four!", 10.0, id="the spelling was changed"),
    ],
)
def test_corrected_text_keeps_the_times_of_the_recognised_words(text: str, start: float) -> None:
    words = (Word("one", 1, 2), Word("two", 2, 3), Word("free", 3, 4), Word("four", start, 11))
    segment = TranscriptSegment(text=text, start=1, end=11, words=words)
    cues = make_cues(segment)
    assert " ".join(show_cues(cues)) == text
    assert cues[0].start == 1.0
    assert cues[-1].end == 11.0
    pieces = [piece for cue in cues for line in cue.lines for piece in line.pieces]
    assert (pieces[-1].start, pieces[-1].end) == (start, 11)


def test_words_out_of_order_keep_the_text_and_the_time_of_their_segment() -> None:
    words = (Word("so", 4, 6), Word("it", 1, 2.5), Word("is", 3, 4))
    segment = TranscriptSegment(text="so it is", start=1, end=6, words=words)
    (cue,) = make_cues(segment)
    assert (cue.start, cue.end, show_cues([cue])) == (1.0, 6.0, ["so it is"])


def test_a_frame_rate_aligns_cues_with_frames() -> None:
    rate = Fraction(30000, 1001)
    grid = TimeGrid.from_frame_rate(rate)
    found = times(speak("so it is", 1.0), speak("and was", 9), options=CueOptions(grid=grid))
    assert [round(time * rate, 6) for time in found] == [30, 61, 270, 295]


def test_an_offset_cuts_what_was_said_before_the_video() -> None:
    segment = speak("one two three four five", 0.0, 1.0)
    cues = make_cues(segment, options=CueOptions(offset_seconds=-2.5))
    assert show_cues(cues) == ["three four five"]
    assert (cues[0].start, cues[0].end) == (0.0, 2.5)


def test_live_cues_are_not_held_back() -> None:
    maker = CueMaker(LIVE)
    assert show_cues(list(maker.feed(speak("No.", 0, 0.2)))) == ["No."]
    assert show_cues(list(maker.feed(speak("Not at all.", 0.3, 0.2)))) == ["Not at all."]
    assert list(maker.finish()) == []


def test_a_live_segment_that_comes_late_follows_what_was_written() -> None:
    late, early = speak("this was said before", 0.0, lane="a"), speak("yes", 1.0, lane="b")
    assert show_cues(make_cues(early, late, options=LIVE)) == ["yes", "this was said before"]


def test_gaps_and_empty_segments_have_no_cues() -> None:
    gap = TranscriptSegment(text="", start=1, end=9, is_gap=True)
    assert make_cues(gap, timeless("", 3, 4), timeless("\0 \n", 4, 5)) == []


@pytest.mark.parametrize(
    ("text", "seconds", "cues"),
    [
        pytest.param(
            "今日はとても天気がいいですね。明日は東京タワーへ行って、"
            "新しいiPhoneを買いましょう。「はい」と彼が言った。",
            12,
            [
                "今日はとても|天気がいいですね。",
                "明日は東京タワーへ行って、",
                "新しいiPhoneを|買いましょう。",
                "「はい」と彼が言った。",
            ],
            id="Japanese, in lines of 13 characters",
        ),
        pytest.param(
            "我们今天去北京大学图书馆看书，然后回家吃饭，晚上再去看一场电影。",  # noqa: RUF001
            9,
            [
                "我们今天去北京大学图书馆看书，|然后回家吃饭，",  # noqa: RUF001
                "晚上再去看一场电影。",
            ],
            id="Chinese, in lines of 16 characters",
        ),
        pytest.param(
            "สวัสดีครับ วันนี้อากาศดีมาก พรุ่งนี้เราจะไปกรุงเทพมหานครด้วยกัน แล้วซื้อโทรศัพท์ใหม่",
            8,
            [
                "สวัสดีครับ วันนี้อากาศดีมาก|พรุ่งนี้เราจะไปกรุงเทพมหานครด้วยกัน",
                "แล้วซื้อโทรศัพท์ใหม่",
            ],
            id="Thai, between clauses",
        ),
        pytest.param(
            "오늘은 날씨가 아주 좋네요. 내일은 서울타워에 가서 사진을 찍읍시다.",
            8,
            ["오늘은 날씨가 아주 좋네요.", "내일은 서울타워에|가서 사진을 찍읍시다."],
            id="Korean, at spaces",
        ),
        pytest.param(
            "مرحبا بكم جميعا، كيف حالكم اليوم؟ سنذهب غدا إلى القاهرة.",
            5,
            ["مرحبا بكم جميعا، كيف حالكم اليوم؟", "سنذهب غدا إلى القاهرة."],
            id="Arabic sentences",
        ),
    ],
)
def test_cues_follow_the_rules_of_their_script(text: str, seconds: float, cues: list[str]) -> None:
    assert show_cues(make_cues(TranscriptSegment(text=text, start=0.0, end=seconds))) == cues


def test_japanese_is_shown_for_as_long_as_its_characters_need() -> None:
    (cue,) = make_cues(TranscriptSegment(text="今日はいい天気ですね", start=0.0, end=1.0))
    assert cue.end == pytest.approx(10 / 7, abs=0.002)
