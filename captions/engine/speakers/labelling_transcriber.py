"""A transcriber whose committed words say who spoke them.

What a segment needs is computed while it is spoken, a little after each guess. A commit therefore
waits only for the last windows.
"""

from collections.abc import Iterator
from dataclasses import replace

from captions.engine.speakers.ports import SpeakerEmbedder
from captions.engine.speakers.speaker_labels import SpeakerLabels
from captions.engine.transcription.transcriber import Transcriber
from captions.events import Committed, Partial
from captions.pcm import Samples


class LabellingTranscriber:
    """Passes sound to a transcriber, and labels what it commits."""

    def __init__(self, transcriber: Transcriber, embedder: SpeakerEmbedder) -> None:
        self._transcriber = transcriber
        self._labels = SpeakerLabels(embedder)
        self._has_words = False

    @property
    def uncommitted_seconds(self) -> float:
        """Duration of the audio since the last commit, in seconds."""
        return self._transcriber.uncommitted_seconds

    @property
    def hears_other_language(self) -> bool:
        """True while words are withheld because another language is spoken."""
        return self._transcriber.hears_other_language

    def expect(self, previous_text: str) -> None:
        """Add names in the text before the stream to the keyterms."""
        self._transcriber.expect(previous_text)

    def feed(self, samples: Samples) -> Iterator[Committed]:
        """Process audio and yield each segment that it closes."""
        self._labels.append(samples)
        for committed in self._transcriber.feed(samples):
            yield self._label_segment(committed)

    def guess(self) -> Partial | None:
        """Guess at the open segment if a guess is due, and return the partial if it has changed."""
        partial = self._transcriber.guess()
        if partial is not None:
            self._has_words = bool(partial.text)
        if self._has_words:
            self._labels.prepare_words()
        return partial

    def partial(self) -> Partial | None:
        """Return the partial of the open segment; `None` if unchanged since the last call."""
        return self._transcriber.partial()

    def commit(self) -> Committed:
        """Commit the open segment now; the text is empty if nothing was spoken."""
        return self._label_segment(self._transcriber.commit())

    def _label_segment(self, committed: Committed) -> Committed:
        self._has_words = False
        speakers = self._labels.label_words(committed.words)
        words = (
            replace(word, speaker="" if speaker is None else f"speaker_{speaker + 1}")
            for word, speaker in zip(committed.words, speakers, strict=True)
        )
        return replace(committed, words=tuple(words))
