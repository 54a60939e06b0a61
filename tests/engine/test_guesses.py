"""When a session guesses: as soon as no audio waits, and now and then although it does."""

import itertools
import math
from dataclasses import replace

import pytest
from typing_extensions import override

from captions.engine.serving.limits import PaceLimits, ServerLimits
from captions.engine.serving.worker_pool import RecognitionPool
from captions.events import Committed, Partial
from captions.pcm import Samples, to_bytes
from captions.protocol.messages import encode_message, make_audio_chunk
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    LOUD,
    CountingTranscriber,
    Fakes,
    Message,
    committed,
    opened,
    quick,
    said_until,
    sound,
)

ALWAYS_LATE = PaceLimits(late=0.0, judged_seconds=0.0, catch_up_speed=math.inf, on_time=-1.0)
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


def codes_for(query: str, pace: PaceLimits) -> list[str]:
    """Return the codes of the warnings in a session with audio in six messages."""

    async def converse() -> list[str]:
        async with quick(Fakes(ServerLimits(pace=pace))) as address:
            client = await opened(address, query)
            chunk = encode_message(make_audio_chunk(to_bytes(sound(0.5, LOUD)), commit=True))
            found: list[Message] = []
            async with client:
                for _ in range(6):
                    await client.send(chunk, text=True)
                    found += await said_until(client, "committed_transcript")
            return [each["code"] for each in found if each["message_type"] == "warning"]

    return on_loop(converse())


@pytest.mark.parametrize(
    ("query", "pace", "codes"),
    [
        pytest.param("", ALWAYS_LATE, [], id="a client of the vendor's service"),
        pytest.param("commit_sentences=true", ALWAYS_LATE, ["recognition_behind"], id="too slow"),
        pytest.param("commit_sentences=true", PaceLimits(), [], id="on time"),
        pytest.param(
            "commit_sentences=true",
            replace(ALWAYS_LATE, on_time=math.inf, steady_seconds=0.0),
            ["recognition_behind", "recognition_caught_up"],
            id="too slow, then on time",
        ),
    ],
)
def test_client_learns_that_recognition_is_late_and_that_it_no_longer_is(
    query: str, pace: PaceLimits, codes: list[str]
) -> None:
    assert codes_for(query, pace)[: len(codes) or 1] == codes
