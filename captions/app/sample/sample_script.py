"""The words of the sample, and when they appear: like those of calm speech."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from captions.audio.lanes import lane_labels
from captions.engine.library.translation import find_translation
from captions.events import CaptionEvent, Committed, Partial, Translated
from captions.messages.message import Message
from captions.model.word_rules.replacements import parse_replacement
from captions.model.word_rules.word_rules import WordRules
from captions.settings.schema import Settings
from captions.settings.source import CapturedSource, parse_source
from captions.wording import sample
from captions.words.compiled_rules import compile_rules

WORD_SECONDS = 0.45
"""Time between two words in seconds: 133 words a minute, a slow talk."""
PAUSE_SECONDS = 2.0
"""Pause between two sentences in seconds, in which a whole row can be read."""
_GREY_WORDS = 3
"""Number of words at the end that may still change, as in real speech."""
_SEGMENT_ID = "sample"
"""Identifies a sentence to its translation, which follows at once."""


class SampleSentence(NamedTuple):
    """A sentence of the sample, and who says it."""

    text: str
    lane: str
    speaker: str = ""
    """Identifier of the speaker in the lane; empty if speakers are not told apart."""
    translation: str = ""
    """English text that follows in rows of its own; empty for none."""
    is_translation: bool = False
    """True if the text is a translation, which appears at once."""


class SampleStep(NamedTuple):
    """A segment or its translation to show, and the seconds until the next one."""

    event: CaptionEvent
    seconds: float


class SampleScript(NamedTuple):
    """The sentences of the sample, which are repeated in this order."""

    conversation: tuple[SampleSentence, ...]
    rule_sentences: tuple[SampleSentence, ...]
    """Sentences that show what the word rules of the user do."""


def write_script(settings: Settings) -> SampleScript:
    """Return the sentences for some settings, in the language of the interface."""
    is_call = parse_source(settings.sound.source) is CapturedSource.BOTH
    lanes = list(lane_labels(settings.sound)) if is_call else [""]
    speakers = _list_speakers(settings, lanes)
    spoken = itertools.cycle(zip(lanes * 2, speakers, strict=False))
    conversation = tuple(
        _translate_sentence(
            SampleSentence(text, lane, speaker), english, find_translation(settings)
        )
        for text, english, (lane, speaker) in zip(
            sample.list_sentences(), sample.list_translations(), spoken, strict=False
        )
    )
    rules = (SampleSentence(text, lanes[0], speakers[0]) for text in _list_rule_texts(settings))
    return SampleScript(conversation, tuple(rules))


def iter_steps(sentence: SampleSentence) -> Iterator[SampleStep]:
    """Yield a sentence word by word: grey at first, then white, and finally committed."""
    words = [] if sentence.is_translation else sentence.text.split()
    for count in range(1, len(words) + 1):
        settled = words[: max(0, count - _GREY_WORDS)]
        partial = Partial(
            " ".join(words[:count]), sentence.lane, settled_text=" ".join(settled), marked=True
        )
        yield SampleStep(partial, WORD_SECONDS)
    *first, last = commit_sentence(sentence)
    for event in first:
        yield SampleStep(event, WORD_SECONDS)
    yield SampleStep(last, PAUSE_SECONDS)


def commit_sentence(sentence: SampleSentence) -> list[CaptionEvent]:
    """Return a whole sentence as a committed segment, and its translation if it has one."""
    whole = Committed(sentence.text, lane=sentence.lane, speaker=sentence.speaker)
    if not sentence.translation:
        return [whole]
    translated = Translated(sentence.translation, segment_id=_SEGMENT_ID, lane=sentence.lane)
    return [replace(whole, segment_id=_SEGMENT_ID), translated]


def _list_speakers(settings: Settings, lanes: list[str]) -> list[str]:
    """Return the speakers who take turns; on a call, only the computer's audio has several."""
    if not settings.recognition.speakers:
        return [""] * len(lanes)
    if len(lanes) == 1:
        return ["speaker_1", "speaker_2"]
    return ["speaker_1" if lane == CapturedSource.COMPUTER else "" for lane in lanes]


def _translate_sentence(sentence: SampleSentence, english: str, place: str) -> SampleSentence:
    """Add a translation to a sentence, or replace its text, as the settings ask for it."""
    if place == "instead":
        return sentence._replace(text=english, is_translation=True)
    return sentence._replace(translation=english if place == "below" else "")


def _list_rule_texts(settings: Settings) -> list[str]:
    """Return a sentence for each kind of rule that changes the captions; the newest is shown."""
    rules = compile_rules(settings.words.overlay, settings)
    texts = [*_list_replaced(settings, rules), sample.describe_annoyance()]
    changed = [text for text in texts if rules.apply_text(text) != text]
    if rules.alerts.is_empty:
        return changed
    return [*changed, sample.describe_alert(settings.words.alerts[-1])]


def _list_replaced(settings: Settings, rules: WordRules) -> list[str]:
    """Return a sentence with the newest replacement that leaves words to show."""
    lines = map(parse_replacement, reversed(settings.words.replacements))
    phrases = (line.phrase for line in lines if not isinstance(line, Message))
    shown = (phrase for phrase in phrases if rules.apply_text(phrase))
    return [sample.describe_replacement(phrase) for phrase in shown][:1]
