"""All word rules as one value, which changes speech before it is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from captions.events import Committed, Partial, Speech
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.model.word_rules.alerts import AlertFinder
from captions.model.word_rules.phrases import PhraseTree
from captions.model.word_rules.replacements import WordReplacement, match_case, parse_replacement
from captions.model.word_rules.rewriting import (
    RewriteSpoken,
    RewrittenText,
    mask_word,
    rewrite_settled,
    rewrite_text,
)
from captions.model.word_rules.tokens import split_tokens
from captions.model.word_rules.word_times import rewrite_words


@dataclass(frozen=True, slots=True)
class ProfanityRule:
    """What happens to profanity."""

    words: Collection[str] = ()
    """Words and phrases that count as profanity."""
    is_removed: bool = False
    """True to leave them out; otherwise they are masked."""


class WordRules:
    """Compiled rules. They change nothing but the words: events keep their lanes and times.

    The settled text of a partial stays a prefix of its text, and only grows while its segment
    grows: words that a later word may still change are not settled.
    """

    def __init__(
        self,
        replacements: Iterable[str] = (),
        profanity: ProfanityRule | None = None,
        alerts: Iterable[str] = (),
    ) -> None:
        """Compile rules.

        Args:
            replacements: lines such as ``open a eye => OpenAI``; invalid ones are ignored.
            profanity: the profanity to hide, unless a replacement is for the same words.
            alerts: words to highlight.
        """
        self._tree: PhraseTree[RewriteSpoken] = PhraseTree()
        self._changes_words = False
        self.alerts = AlertFinder(alerts)
        """Finds alert words in texts that are shown."""
        for line in replacements:
            parsed = parse_replacement(line)
            if not isinstance(parsed, Message):
                self._add_phrase(parsed.phrase, _make_rewriter(parsed))
        if profanity is not None:
            hide = _leave_out if profanity.is_removed else mask_word
            for phrase in profanity.words:
                self._add_phrase(phrase, hide)

    def apply(self, event: Speech) -> Speech:
        """Return an event with the words to show."""
        if not self._changes_words:
            return event
        if isinstance(event, Partial):
            return self._apply_partial(event)
        return self._apply_committed(event)

    def apply_text(self, text: str) -> str:
        """Return a text with the words to show."""
        return self._rewrite(text).text if self._changes_words else text

    def apply_segment(self, segment: TranscriptSegment) -> TranscriptSegment:
        """Return a segment of a transcript with the words to show, and their times."""
        if not self._changes_words:
            return segment
        words = rewrite_words(segment.words, segment.text, self._rewrite)
        return replace(
            segment,
            text=self.apply_text(segment.text),
            translation=self.apply_text(segment.translation),
            words=words,
        )

    def _apply_partial(self, event: Partial) -> Partial:
        text, settled = event.text, event.settled_text
        tokens = split_tokens(text)
        size = len(settled) if text.startswith(settled) else 0
        shown = rewrite_text(text, tokens, self._tree)
        kept = rewrite_settled(text, tokens, self._tree, size) if size else RewrittenText(())
        return replace(event, text=shown.text, settled_text=kept.text)

    def _apply_committed(self, event: Committed) -> Committed:
        words = rewrite_words(event.words, event.text, self._rewrite)
        return replace(event, text=self.apply_text(event.text), words=words)

    def _rewrite(self, text: str) -> RewrittenText:
        return rewrite_text(text, split_tokens(text), self._tree)

    def _add_phrase(self, phrase: str, rewrite: RewriteSpoken) -> None:
        self._changes_words = self._tree.add(phrase, rewrite) or self._changes_words


NO_RULES = WordRules()
"""Rules that change nothing."""


def _make_rewriter(replacement: WordReplacement) -> RewriteSpoken:
    return lambda spoken: match_case(replacement.text, spoken)


def _leave_out(_spoken: str) -> str:
    return ""
