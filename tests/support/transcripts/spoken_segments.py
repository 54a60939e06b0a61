"""Segments of transcripts for tests: plain ones, and any that Hypothesis can think of."""

import math
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import strategies as st

from captions.events import Word
from captions.formats.cues.cue import Cue
from captions.formats.cues.cue_maker import CueMaker, CueOptions
from captions.model.saved_transcript import TranscriptSegment


def speak(
    text: str, start: float = 0.0, seconds: float = 0.35, *, lane: str = "", label: str = ""
) -> TranscriptSegment:
    """Return a segment whose words each last some seconds."""
    words = tuple(
        Word(word, round(start + n * seconds, 3), round(start + (n + 1) * seconds, 3))
        for n, word in enumerate(text.split())
    )
    end = words[-1].end if words else start
    return TranscriptSegment(text=text, start=start, end=end, words=words, lane=lane, label=label)


def make_cues(*segments: TranscriptSegment, options: CueOptions | None = None) -> list[Cue]:
    """Return the cues of segments."""
    maker = CueMaker(options)
    cues = [cue for segment in segments for cue in maker.feed(segment)]
    return [*cues, *maker.finish()]


def show_cues(cues: list[Cue]) -> list[str]:
    """Return the text of cues, each with its lines separated by a bar."""
    return ["|".join(line.text for line in cue.lines) for cue in cues]


_LETTERS = "ab.,? -<>&{}\\\n\t\0\ud800\u202eé\u0301\u05d0\u0639漢字。、「」\uff57\u200d😀\U0001f3fd"
_TEXTS = st.text(_LETTERS, max_size=60) | st.text("ab ,.", max_size=400)
_SPEECH = st.floats(0, 90, allow_nan=False)
_TIMES = _SPEECH | st.sampled_from([math.nan, math.inf, -math.inf, -3.5, 1e300])


@st.composite
def any_segment(draw: st.DrawFn) -> TranscriptSegment:
    """Return a segment with any text, words and times, as no server should send them."""
    text = draw(_TEXTS)
    words = st.builds(Word, st.sampled_from(text.split() or ["so"]), _TIMES, _TIMES)
    return TranscriptSegment(
        text=text,
        start=draw(_TIMES),
        end=draw(_TIMES),
        words=tuple(draw(st.lists(words, max_size=12))),
        lane=draw(st.sampled_from(["", "mic", "system"])),
        label=draw(st.sampled_from(["", "Me", "Them", "x" * 60, "漢" * 30])),
        is_gap=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def any_conversation(draw: st.DrawFn) -> list[TranscriptSegment]:
    """Return segments of two lanes in the order of their start, as a store returns them."""
    segments: list[TranscriptSegment] = []
    for lane in ("mic", "system"):
        time = draw(st.floats(0, 3))
        for _ in range(draw(st.integers(0, 5))):
            count = draw(st.integers(1, 40))
            text = " ".join(draw(st.sampled_from(_WORDS)) for _ in range(count))
            segment = speak(text, round(time, 3), draw(st.floats(0.05, 0.6)), lane=lane, label=lane)
            segments.append(segment)
            time = segment.end + draw(st.floats(0, 4))
    return sorted(segments, key=lambda segment: segment.start)


_WORDS = ["I", "so", "and", "of", "the", "said.", "Well,", "nothing", "transcription", "x" * 50]


def iter_gaps(cues: list[Cue]) -> Iterator[float]:
    """Yield the time between each cue and the next one in seconds."""
    for cue, following in pairwise(cues):
        yield following.start - cue.end
