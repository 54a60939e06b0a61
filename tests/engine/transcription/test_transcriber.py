"""The transcriber: no word is lost or doubled, however sound comes in and wherever it is cut."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typing_extensions import override

from captions.engine.ports import (
    ENGINE_RATE,
    FRAME_SECONDS,
    Hypothesis,
    HypothesisWord,
    Prefix,
    Recogniser,
    RecognitionHints,
)
from captions.engine.transcription.transcriber import Transcriber
from captions.events import Committed
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, PartialStability, SessionOptions
from captions.protocol.resume import compute_resume_time
from tests.support.engines.scripted_recogniser import (
    Fickle,
    LevelDetector,
    Reader,
    Shown,
    Silent,
    Talk,
    fed,
    sound,
)

VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL, vad_silence_threshold_secs=0.7)
QUICK = SessionOptions(
    commit_strategy=CommitStrategy.VAD,
    vad_silence_threshold_secs=0.3,
    vad_threshold=0.1,
    min_speech_duration_ms=50,
    min_silence_duration_ms=50,
)
NEVER = math.inf
SETTLED_FOR_SURE_SECONDS = 4.2
"""A word that was spoken so long ago is settled: what is settled at once, its tail, and a guess."""

pauses = st.sampled_from([0.0, 0.0, 0.0, 0.05, 0.2, 0.33, 0.4, 0.5, 0.8, 1.7])
lengths = st.sampled_from([0.4, 0.5, 0.61, 0.9])
talks = st.lists(st.tuples(pauses, lengths), min_size=1, max_size=40).map(Talk)
chunks = st.sampled_from([333, 511, 512, 1600, 5000, 16_000, 160_000])
options = st.builds(
    SessionOptions,
    commit_strategy=st.sampled_from(CommitStrategy),
    vad_silence_threshold_secs=st.sampled_from([0.3, 0.7, 1.5, 3.0]),
    vad_threshold=st.sampled_from([0.1, 0.4]),
    min_speech_duration_ms=st.sampled_from([50, 100]),
    min_silence_duration_ms=st.sampled_from([50, 100, 500, 2000]),
)
bounds = st.sampled_from([3.0, 5.0, 8.0, 36.0, NEVER])


SENTENCES = SessionOptions(
    commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7, commit_sentences=True
)


def transcriber_of(
    recogniser: Recogniser, options: SessionOptions, forced: float = 36.0
) -> Transcriber:
    return Transcriber(recogniser, LevelDetector(), options, forced_commit=forced)


def whole(
    talk: Talk, options: SessionOptions, forced: float = 36.0, every: int = 1600
) -> list[Committed]:
    """Everything that is committed of a talk, with a commit at its end."""
    transcriber = transcriber_of(Reader(talk), options, forced)
    committed = fed(transcriber, talk.samples, every).committed
    return [*committed, transcriber.commit()]


class Asked(Reader):
    """Remembers how much sound it was given to settle, and how many words it was told of it."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk)
        self.calls: list[tuple[int, int]] = []

    @override
    def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
        self.calls.append((len(samples), len(told)))
        return super().settle(samples, hints, told)


def words(committed: Sequence[Committed]) -> list[str]:
    return [word for segment in committed for word in segment.text.split()]


def speech_of(seconds: float) -> Talk:
    """Words without a pause between them."""
    return Talk([(1.0, 0.4), *[(0.0, 0.4)] * round(seconds / 0.4 - 1)])


@given(talks, options, bounds, chunks)
@example(Talk([(0.0, 0.4), (0.8, 0.9), (0.0, 0.4), (0.0, 0.9)]), QUICK, 3.0, 1600)
def test_no_word_is_lost_or_doubled_wherever_commits_fall(
    talk: Talk, options: SessionOptions, forced: float, every: int
) -> None:
    assert words(whole(talk, options, forced, every)) == talk.words


@given(talks, options, bounds)
def test_words_have_the_times_at_which_they_were_spoken(
    talk: Talk, options: SessionOptions, forced: float
) -> None:
    found = [word for segment in whole(talk, options, forced) for word in segment.words]
    for word, span in zip(found, talk.spans, strict=True):
        # A word that a commit cut is dated from the cut.
        assert word.start == pytest.approx(span.start / ENGINE_RATE, abs=0.3)
        assert word.end == pytest.approx(span.end / ENGINE_RATE, abs=0.3)
    for one, other in itertools.pairwise(found):
        assert one.start <= one.end <= other.start + 1e-9
    for segment in whole(talk, options, forced):
        assert segment.text == " ".join(word.text for word in segment.words)


@given(talks, options, bounds, chunks, st.booleans())
def test_the_same_sound_gives_the_same_commits_however_it_is_fed(
    talk: Talk, options: SessionOptions, forced: float, every: int, guess: bool
) -> None:
    transcriber = transcriber_of(Reader(talk), options, forced)
    committed = fed(transcriber, talk.samples, every, guess=guess).committed
    assert [*committed, transcriber.commit()] == whole(talk, options, forced)


def test_sound_that_comes_sample_by_sample_gives_the_same_commits() -> None:
    talk = Talk([(0.1, 0.4), (0.0, 0.5), (0.8, 0.4)], silence=1)
    assert whole(talk, VAD, 1.0, every=1) == whole(talk, VAD, 1.0, every=160_000)


@given(talks, options, st.lists(st.integers(4800, 160_000), max_size=8))
def test_a_commit_at_any_sample_loses_and_doubles_no_word(
    talk: Talk, options: SessionOptions, parts: list[int]
) -> None:
    transcriber = transcriber_of(Reader(talk), options, NEVER)
    committed: list[Committed] = []
    for part in np.split(talk.samples, np.cumsum(parts).clip(0, len(talk.samples))):
        committed += [*fed(transcriber, part).committed, transcriber.commit()]
    assert sorted(words(committed)) == sorted(talk.words)
    starts = [word.start for segment in committed for word in segment.words]
    assert starts == sorted(starts)


@given(talks, options, bounds, st.integers(0, 99))
def test_what_was_settled_never_changes_any_more(
    talk: Talk, options: SessionOptions, forced: float, seed: int
) -> None:
    transcriber = transcriber_of(Fickle(talk, seed=seed), options, forced)
    shown = fed(transcriber, talk.samples)
    shown.committed.append(transcriber.commit())
    for moment, number, text in shown.partials:
        settled = [
            word.text
            for word in shown.committed[number].words
            if word.end < moment - SETTLED_FOR_SURE_SECONDS
        ]
        assert text.split()[: len(settled)] == settled


def test_many_commits_at_odd_samples_do_not_shift_the_times_of_words() -> None:
    talk = Talk([(20.0, 0.5)])
    transcriber = transcriber_of(Reader(talk), MANUAL)
    before, behind = np.split(talk.samples, [50 * 6017])
    for part in np.split(before, 50):
        list(transcriber.feed(part))
        assert transcriber.commit() == Committed("")
    fed(transcriber, behind)
    (word,) = transcriber.commit().words
    assert word.start == pytest.approx(20, abs=FRAME_SECONDS)
    assert word.end == pytest.approx(20.5, abs=FRAME_SECONDS)


@given(talks, options, st.integers(0, 99))
def test_no_partial_is_empty_once_something_was_said(
    talk: Talk, options: SessionOptions, seed: int
) -> None:
    shown = fed(transcriber_of(Fickle(talk, seed=seed), options), talk.samples)
    assert all(text for _, _, text in shown.partials)


@given(talks, options)
def test_a_commit_behind_a_pause_is_its_last_partial(talk: Talk, options: SessionOptions) -> None:
    transcriber = transcriber_of(Fickle(talk, seed=1), options, NEVER)
    shown = fed(transcriber, talk.samples, 512)
    shown.committed.append(transcriber.commit())
    for number, segment in enumerate(shown.committed):
        last = [text for _, behind, text in shown.partials if behind == number][-1:]
        # A pause that ends a segment as soon as it counts as one leaves no time for a partial.
        sooner = max(0.4, options.min_silence_duration_ms / 1000)
        if last and options.vad_silence_threshold_secs > sooner:
            assert last == [segment.text]


def test_guess_is_given_once() -> None:
    shown = fed(transcriber_of(Reader(talk := speech_of(10)), VAD), talk.samples)
    partials = [partial for _, partial in shown.settled]
    assert len(partials) == len(set(partials)) > 10


def test_pause_commits_and_words_keep_stream_time() -> None:
    talk = Talk([(2.0, 0.5), (0.0, 0.5), (1.2, 0.5)])
    shown = fed(transcriber_of(Reader(talk), VAD), talk.samples)
    assert [segment.text for segment in shown.committed] == ["w0 w1", "w2"]
    starts = [segment.words[0].start for segment in shown.committed]
    assert starts == [pytest.approx(2, abs=0.05), pytest.approx(4.2, abs=0.05)]


def test_manual_session_commits_only_when_told() -> None:
    talk = Talk([(0.5, 0.5), (2.0, 0.5)])
    transcriber = transcriber_of(Reader(talk), MANUAL)
    assert fed(transcriber, talk.samples).committed == []
    assert transcriber.commit().text == "w0 w1"


def test_final_words_of_a_manual_segment_are_shown_without_more_speech() -> None:
    talk = Talk([(0.5, 0.5), (0.0, 0.5)])
    transcriber = transcriber_of(
        Fickle(talk, seed=3), SessionOptions(vad_silence_threshold_secs=0.3)
    )
    shown = fed(transcriber, talk.samples)
    assert shown.partials[-1][2] == transcriber.commit().text


@pytest.mark.parametrize("strategy", list(CommitStrategy))
def test_silence_commits_nothing_and_nothing_is_recognised_in_it(strategy: CommitStrategy) -> None:
    options = SessionOptions(commit_strategy=strategy)
    transcriber = transcriber_of(Silent(), options, NEVER)
    assert fed(transcriber, sound(30, 0.3)) == Shown([], [], [])
    assert transcriber.commit() == Committed("")
    assert transcriber.commit() == Committed("")


def test_silence_is_committed_unasked_as_well() -> None:
    shown = fed(transcriber_of(Silent(), MANUAL), sound(80))
    assert shown.committed == [Committed("")] * 2


@pytest.mark.parametrize("every", [100, 1600, 160_000])
@pytest.mark.parametrize("lead", [1.6, 1.9, 2.0, 2.2])
def test_speech_that_begins_while_silence_is_committed_is_whole(lead: float, every: int) -> None:
    talk = Talk([(lead, 0.4), (0.0, 0.4), (0.0, 0.4)])
    assert words(whole(talk, MANUAL, 2.0, every)) == talk.words


@pytest.mark.parametrize("forced", [0.5, 1.0, 2.0, 2.8, 3.0])
def test_the_shortest_automatic_commits_end(forced: float) -> None:
    talk = speech_of(10)
    assert set(words(whole(talk, VAD, forced))) <= set(talk.words)


@pytest.mark.parametrize("forced", [3.0, 8.0, 36.0])
def test_automatic_commits_end_where_no_words_are_heard(forced: float) -> None:
    class Wordless(Reader):
        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            return super().settle(samples, hints, told)._replace(words=())

    recogniser = Wordless(talk := speech_of(80))
    assert words(fed(transcriber_of(recogniser, VAD, forced), talk.samples).committed) == []


def test_automatic_commit_comes_in_time() -> None:
    talk = speech_of(120)
    committed = fed(transcriber_of(Reader(talk), MANUAL), talk.samples).committed
    ends = [0.0, *(segment.words[-1].end for segment in committed)]
    assert len(ends) == 4
    assert all(26 < end - begin < 36 for begin, end in itertools.pairwise(ends))


def test_uncommitted_seconds_count_sound_and_silence() -> None:
    transcriber = transcriber_of(Silent(), MANUAL)
    list(transcriber.feed(sound(1.51)))
    assert transcriber.uncommitted_seconds == pytest.approx(1.51)
    transcriber.commit()
    assert transcriber.uncommitted_seconds < FRAME_SECONDS


@given(talks, st.sampled_from([0.3, 0.7, 1.5]))
def test_one_who_listens_from_behind_a_commit_on_gets_the_same(talk: Talk, silence: float) -> None:
    options = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=silence)
    committed = fed(transcriber_of(Reader(talk), options), talk.samples).committed
    for number, segment in enumerate(committed[:-1]):
        start = compute_resume_time(segment.words[-1].end)
        rest = talk.samples[round(start * ENGINE_RATE) :]
        later = fed(transcriber_of(Reader(talk), options), rest).committed
        assert [item.text for item in later] == [item.text for item in committed[number + 1 :]]
        assert later[0].words[0].start + start == pytest.approx(
            committed[number + 1].words[0].start
        )


@given(talks, st.integers(1, 9))
def test_what_is_said_again_is_recognised_in_the_same_pieces(talk: Talk, times: int) -> None:
    """However late it is said: moments that are rounded otherwise there would move words."""
    reader = Asked(talk)
    transcriber = transcriber_of(reader, MANUAL)
    fed(transcriber, talk.samples)
    transcriber.commit()
    calls = reader.calls
    for _ in range(times):
        reader.calls = []
        fed(transcriber, talk.samples)
        transcriber.commit()
        assert reader.calls == calls


def test_a_word_that_ends_softly_is_not_heard_twice() -> None:
    """A recogniser may say that a word ends sooner than it does; its end is no new segment."""

    class Early(Reader):
        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            found = super().settle(samples, hints, told).words
            if not found and (samples > 0.4).any():
                return Hypothesis(heard_again)
            return Hypothesis(tuple(word._replace(end=(word.end or 0) - 0.3) for word in found))

    talk = Talk([(0.5, 0.5), (0.0, 0.5)])
    heard_again = Reader(talk).settle(talk.samples, RecognitionHints(), ()).words
    assert words(fed(transcriber_of(Early(talk), VAD), talk.samples).committed) == talk.words


def test_clicks_in_a_pause_are_not_recognised() -> None:
    talk = Talk([(0.512, 0.512), (0.0, 0.512)], silence=0.512)
    recogniser = Reader(talk)
    transcriber = transcriber_of(recogniser, MANUAL)
    fed(transcriber, talk.samples)
    done = len(recogniser.settled), len(recogniser.guessed)
    click = np.concatenate([sound(3 * FRAME_SECONDS, 0.9), sound(0.256)])
    fed(transcriber, np.tile(click, 20))
    assert (len(recogniser.settled), len(recogniser.guessed)) == done


def test_a_pause_is_recognised_once_and_speech_behind_it_when_it_is_enough() -> None:
    talk = Talk([(0.5, 0.5), (0.0, 0.5), (0.5, 0.5), (0.0, 0.5)], silence=0.6)
    recogniser = Reader(talk)
    fed(transcriber_of(recogniser, VAD), talk.samples)
    assert len(recogniser.settled) == 2


def test_a_draft_of_a_language_is_the_commits_language() -> None:
    class German(Reader):
        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            found = super().settle(samples, hints, told)
            return found._replace(language="de") if found.words else found

    talk = Talk([(0.5, 0.5), (2.0, 0.5)])
    committed = fed(transcriber_of(German(talk), VAD), talk.samples).committed
    assert [segment.language for segment in committed] == ["de", "de"]
    transcriber = transcriber_of(German(talk), MANUAL)
    # What is loud at the end holds no word, and no language.
    fed(transcriber, np.concatenate([talk.samples, sound(0.3, 0.45), sound(1)]))
    assert transcriber.commit().language == "de"
    assert transcriber.commit().language is None


def test_what_is_known_beforehand_reaches_the_recogniser() -> None:
    class Asked(Reader):
        hints = RecognitionHints()

        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            self.hints = hints
            return super().settle(samples, hints, told)

    recogniser = Asked(talk := Talk([(0.5, 0.5)]))
    options = SessionOptions(keyterms=("Ada",), language_code="deu")
    transcriber = transcriber_of(recogniser, options)
    transcriber.expect("Yesterday we met Grace and Ada.")
    fed(transcriber, talk.samples)
    assert recogniser.hints == RecognitionHints(("Ada", "Grace"), "de")


def test_words_before_the_first_loud_frame_are_heard() -> None:
    """A first phoneme is soft: it is not yet speech for voice detection."""
    soft = np.concatenate([sound(1), sound(0.35, 0.2), sound(1, 0.9), sound(1)])

    class Loudest(Reader):
        softest = 0.0

        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            self.softest = float((np.abs(samples - 0.2) < 1e-3).sum()) / ENGINE_RATE
            return super().settle(samples, hints, told)

    recogniser = Loudest(Talk([]))
    fed(transcriber_of(recogniser, VAD), soft)
    assert recogniser.softest == pytest.approx(0.35)


@pytest.mark.parametrize("least", [50, 100, 500, 2000])
def test_first_phoneme_is_there_however_long_speech_must_last(least: int) -> None:
    talk = Talk([(1.0, 0.4), *[(0.0, 0.4)] * 6])
    options = SessionOptions(commit_strategy=CommitStrategy.VAD, min_speech_duration_ms=least)
    assert words(fed(transcriber_of(Reader(talk), options), talk.samples).committed) == talk.words


def test_segments_of_a_manual_session_share_no_sound() -> None:
    """The pre-roll of speech begins behind the speech before it, even if that was just now."""

    class Hearing(Reader):
        words: tuple[str, ...] = ()

        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            levels = {round((float(level) - 0.5) * 1000) for level in samples if level > 0.4}
            self.words = tuple(f"w{level}" for level in sorted(levels))
            return super().settle(samples, hints, told)

    talk = Talk([(1.0, 0.5), (0.35, 0.5)])
    recogniser = Hearing(talk)
    options = SessionOptions(vad_silence_threshold_secs=0.3)
    fed(transcriber_of(recogniser, options), talk.samples)
    assert recogniser.words == ("w1",)


def test_session_says_how_calm_partials_are_and_else_the_server() -> None:
    def partials(
        asked: PartialStability | None, server: PartialStability
    ) -> list[tuple[float, int, str]]:
        talk = speech_of(20)
        options = SessionOptions(commit_strategy=CommitStrategy.VAD, stability=asked)
        transcriber = Transcriber(Fickle(talk, seed=5), LevelDetector(), options, stability=server)
        return fed(transcriber, talk.samples).partials

    steady = partials(PartialStability.STEADY, PartialStability.FAST)
    assert steady == partials(None, PartialStability.STEADY)
    assert steady != partials(None, PartialStability.FAST)


def test_steadier_partials_show_words_later_and_change_fewer() -> None:
    figures = [shown_and_taken_back(stability) for stability in PartialStability]
    shown, taken_back = zip(*figures, strict=True)
    assert sorted(shown, reverse=True) == list(shown)
    assert sorted(taken_back, reverse=True) == list(taken_back)
    assert len(set(shown)) == len(set(taken_back)) == 3


def shown_and_taken_back(stability: PartialStability) -> tuple[int, int]:
    """Count the words that are on screen, added up over all moments, and those that change."""
    shown = taken_back = 0
    for seed in range(8):
        talk = speech_of(30)
        transcriber = Transcriber(
            Fickle(talk, seed=seed), LevelDetector(), MANUAL, stability=stability
        )
        before: list[str] = []
        for chunk in np.array_split(talk.samples, 300):
            list(transcriber.feed(chunk))
            partial = transcriber.guess()
            now = before if partial is None else partial.text.split()
            pairs = zip(before, now, strict=False)
            same = itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)
            taken_back += len(before) - sum(1 for _ in same)
            shown += len(now)
            before = now
    return shown, taken_back


@dataclass
class Punctuated(Fickle):
    """Ends a sentence with every fifth word and a clause with every third; capitals begin them."""

    sentence: int = 5
    clause: int = 3

    @override
    def _all(self, samples: Samples) -> list[HypothesisWord]:
        return [self._marked(word) for word in super()._all(samples)]

    def _marked(self, word: HypothesisWord) -> HypothesisWord:
        number = word.tokens[0]
        text = word.text.upper() if number % self.sentence == 0 else word.text
        if (number + 1) % self.sentence == 0:
            text += "."
        elif (number + 1) % self.clause == 0:
            text += ","
        return word._replace(text=text)


def sentences_of(recogniser: Recogniser, talk: Talk) -> Shown:
    transcriber = transcriber_of(recogniser, SENTENCES)
    shown = fed(transcriber, talk.samples)
    shown.committed.append(transcriber.commit())
    return shown


@given(talks, st.integers(0, 99))
def test_commits_at_sentences_give_the_words_and_times_of_commits_at_pauses(
    talk: Talk, seed: int
) -> None:
    asked = sentences_of(Punctuated(talk, seed=seed), talk).committed
    transcriber = transcriber_of(Punctuated(talk, seed=seed), VAD)
    unasked = [*fed(transcriber, talk.samples).committed, transcriber.commit()]
    assert words(asked) == words(unasked)
    starts = [
        [word.start for segment in found for word in segment.words] for found in (asked, unasked)
    ]
    assert starts[0] == starts[1]


@given(talks, st.integers(0, 99), st.sampled_from([VAD, MANUAL, SENTENCES]), bounds)
def test_settled_text_never_changes_any_more(
    talk: Talk, seed: int, options: SessionOptions, forced: float
) -> None:
    transcriber = transcriber_of(Punctuated(talk, seed=seed, clause=4), options, forced)
    shown = fed(transcriber, talk.samples)
    shown.committed.append(transcriber.commit())
    for number, partial in shown.settled:
        assert partial.text.startswith(partial.settled_text)
        settled = partial.settled_text.split()
        later = words(shown.committed[number:])
        assert later[: len(settled)] == settled


def test_sentences_are_committed_while_speech_goes_on() -> None:
    talk = Talk([(0.0, 0.4)] * 100, silence=0)
    committed = sentences_of(Punctuated(talk), talk).committed[:-1]
    assert len(committed) > 8
    assert all(segment.text.endswith(".") for segment in committed)
    assert (
        words(committed)
        == [
            word.text
            for word in Punctuated(talk).settle(talk.samples, RecognitionHints(), ()).words
        ][: len(words(committed))]
    )


def test_a_long_sentence_is_committed_by_clauses_and_a_long_clause_up_to_a_pause() -> None:
    talk = Talk([(0.0, 0.4)] * 100, silence=0)
    clauses = sentences_of(Punctuated(talk, sentence=1000), talk).committed[:-1]
    assert len(clauses) > 2
    assert all(segment.text.endswith(",") for segment in clauses)
    paused = Talk([(0.2 if number % 30 == 29 else 0.0, 0.4) for number in range(100)], silence=0)
    parts = sentences_of(Punctuated(paused, sentence=1000, clause=1000), paused).committed[:-1]
    assert [segment.text.split()[-1] for segment in parts] == ["w28", "w58"]


def test_a_sentence_is_committed_once_and_silence_after_it_commits_nothing() -> None:
    talk = Talk([(0.5, 0.5)] * 5 + [(0.0, 0.5)] * 5 + [(0.0, 0.02)])
    committed = sentences_of(Punctuated(talk), talk).committed
    assert [segment.text for segment in committed[:-1] if not segment.text] == []


@pytest.mark.parametrize("options", [MANUAL, VAD], ids=["manual", "at pauses"])
def test_sentences_are_not_committed_unasked(options: SessionOptions) -> None:
    talk = Talk([(0.0, 0.4)] * 60, silence=0)
    assert fed(transcriber_of(Punctuated(talk), options), talk.samples).committed == []


@given(talks, st.sampled_from([3.0, 5.0, 8.0]), st.integers(0, 99))
def test_a_forced_commit_neither_loses_nor_doubles_a_word(
    talk: Talk, forced: float, seed: int
) -> None:
    transcriber = transcriber_of(Punctuated(talk, seed=seed), MANUAL, forced)
    committed = [*fed(transcriber, talk.samples).committed, transcriber.commit()]
    numbers = [int("".join(filter(str.isdigit, word))) for word in words(committed)]
    assert numbers == list(range(len(talk.spans)))


def test_sound_is_uncommitted_from_where_a_sentence_ended() -> None:
    talk = Talk([(0.0, 0.4)] * 40, silence=0)
    transcriber = transcriber_of(Punctuated(talk), SENTENCES)
    committed = fed(transcriber, talk.samples).committed
    rest = len(talk.samples) / ENGINE_RATE - committed[-1].words[-1].end
    assert transcriber.uncommitted_seconds == pytest.approx(rest, abs=0.2)
