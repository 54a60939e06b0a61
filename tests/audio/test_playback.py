"""What a user's text means: a file, a URL or standard input; and what is plainly wrong with it."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from captions.audio import playback
from captions.audio.files.recording import Recording
from captions.audio.source import Source
from captions.audio.streams.standard_input import PipedSource
from captions.audio.streams.url_stream import WebStream
from captions.errors import RecordingError
from captions.pcm import to_bytes
from tests.support.servers.web_server import web_server, whole

RATE = 16_000


@pytest.mark.parametrize(
    ("text", "kind", "live"),
    [
        ("talk.wav", Recording, False),
        ("C:\\talks\\talk.wav", Recording, False),
        ("./-", Recording, False),
        ("https://here/talk.mp3", WebStream, True),
        ("rtmp://here/live", WebStream, True),
        ("ftp://here/talk.mp3", WebStream, True),
        ("-", PipedSource, False),
    ],
)
def test_text_means_one_kind_of_source(text: str, kind: type[Source], *, live: bool) -> None:
    assert isinstance(playback.make_source(text, RATE, lambda _: None), kind)
    assert playback.is_live(text) is live


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no.wav", "The file “no.wav” does not exist"),
        ("ftp://here/talk.mp3", "is not the address of a stream"),
        ("-", "Standard input is closed"),
    ],
)
def test_what_is_plainly_wrong_is_told_early(
    text: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(RecordingError, match=words):
        playback.check_source(text)


def test_what_may_be_heard_passes(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    soundfile.write(path, np.zeros(RATE), RATE)
    for text in (str(path), "https://me:hush@here/talk.mp3?token=hush"):
        playback.check_source(text)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="URLs need ffmpeg")
def test_all_is_read_at_once_where_no_loop_runs(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    samples = np.random.default_rng(1).integers(-9000, 9000, RATE).astype("<i2")
    soundfile.write(path, samples, RATE)
    with web_server() as server:
        url = server.serve("/talk.wav", whole(path.read_bytes()))
        for text, seconds in ((str(path), 1.0), (url, None)):
            read = np.concatenate(list(playback.read_samples(text, RATE, lambda _: None)))
            assert to_bytes(read) == samples.tobytes()
            assert playback.read_duration(text) == seconds
