"""When a session guesses: as soon as no audio waits, and now and then although it does."""

import itertools
import math

import pytest
from typing_extensions import override

from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.worker_pool import RecognitionPool
from captions.events import Committed, Partial
from captions.pcm import Samples, to_bytes
from captions.protocol.messages import encode_message, make_audio_chunk
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    LOUD,
    CountingTranscriber,
    Fakes,
    committed,
    opened,
    quick,
    sound,
)

SECONDS = 4
"""Audio that arrives at once; each second of it is recognised in a turn of its own."""


class NotingTranscriber(CountingTranscriber):
    """Notes what it is asked to do."""

    def __init__(self, calls: list[str]) -> None:
        super().__init__()
        self._calls = calls

    @override
    def feed(self, samples: Samples) -> "itertools.chain[Committed]":
        self._calls.append("feed")
        return itertools.chain(super().feed(samples))

    @override
    def guess(self) -> Partial | None:
        self._calls.append("guess")
        return super().guess()


def calls_for(limits: ServerLimits) -> list[str]:
    """Return what a session does with much audio at once, up to the commit."""
    calls: list[str] = []

    async def converse() -> None:
        fakes = Fakes(limits, transcriber=lambda _: NotingTranscriber(calls))
        chunk = make_audio_chunk(to_bytes(sound(SECONDS, LOUD)), 16_000, commit=True)
        async with quick(fakes) as address:
            client = await opened(address)
            async with client:
                await client.send(encode_message(chunk), text=True)
                await committed(client)

    on_loop(converse())
    return calls[: max(number for number, call in enumerate(calls, 1) if call == "feed")]


@pytest.mark.parametrize(
    ("gap", "is_crowded", "guesses"),
    [
        pytest.param(0.0, False, True, id="a guess is overdue"),
        pytest.param(0.0, True, False, id="another session waits for a thread"),
        pytest.param(math.inf, False, False, id="the last guess was a moment ago"),
    ],
)
def test_session_whose_audio_always_waits_guesses_at_times(
    monkeypatch: pytest.MonkeyPatch, gap: float, is_crowded: bool, guesses: bool
) -> None:
    monkeypatch.setattr(RecognitionPool, "has_waiting", is_crowded)
    turns = ["feed", "guess"] * SECONDS if guesses else ["feed"] * SECONDS
    assert calls_for(ServerLimits(max_guess_gap=gap)) == (turns[:-1] if guesses else turns)
