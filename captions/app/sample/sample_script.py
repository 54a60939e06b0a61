"""The words of the sample, and when they appear: like those of calm speech."""

from collections.abc import Iterator
from typing import NamedTuple

from captions.audio.lanes import lane_labels
from captions.events import Committed, Partial, Speech
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


class SampleSentence(NamedTuple):
    """A sentence of the sample, and the lane of its speaker."""

    text: str
    lane: str


class SampleStep(NamedTuple):
    """A segment to show, and the seconds until the next one."""

    event: Speech
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
    texts = sample.list_sentences()
    return SampleScript(
        tuple(
            SampleSentence(text, lanes[number % len(lanes)]) for number, text in enumerate(texts)
        ),
        tuple(SampleSentence(text, lanes[0]) for text in _list_rule_texts(settings)),
    )


def iter_steps(sentence: SampleSentence) -> Iterator[SampleStep]:
    """Yield a sentence word by word: grey at first, then white, and finally committed."""
    words = sentence.text.split()
    for count in range(1, len(words) + 1):
        settled = words[: max(0, count - _GREY_WORDS)]
        partial = Partial(
            " ".join(words[:count]), sentence.lane, settled_text=" ".join(settled), marked=True
        )
        yield SampleStep(partial, WORD_SECONDS)
    yield SampleStep(commit_sentence(sentence), PAUSE_SECONDS)


def commit_sentence(sentence: SampleSentence) -> Committed:
    """Return a whole sentence as a committed segment."""
    return Committed(sentence.text, lane=sentence.lane)


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
