"""Writes numbered sentences to live transcripts until it is killed.

Command line: ``live_file_writer PATH...``. Each sentence is added to all files; its number is
printed once it has been added.
"""

import itertools
import sys
from pathlib import Path

from captions.events import Word
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.files.live_file import LiveTranscriptFile


def make_sentence(number: int) -> TranscriptSegment:
    """Return a sentence of two seconds."""
    start = 2.0 * number
    texts = f"This is sentence number {number}.".split()
    words = tuple(
        Word(text, start + 0.3 * place, start + 0.3 * place + 0.3)
        for place, text in enumerate(texts)
    )
    text = " ".join(texts)
    return TranscriptSegment(text=text, start=start, end=words[-1].end, words=words)


def write_sentences(paths: list[Path]) -> None:
    """Write sentences for ever."""
    files = [LiveTranscriptFile(path, print) for path in paths]
    for file in files:
        file.open()
    for number in itertools.count():
        for file in files:
            file.add_segment(make_sentence(number))
        print(number, flush=True)


if __name__ == "__main__":
    write_sentences([Path(argument) for argument in sys.argv[1:]])
