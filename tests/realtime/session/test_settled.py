"""Settled words do not change until they are committed, with and without a broken connection."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection

from captions.events import Committed, Event, Partial
from captions.model import line_breaking
from captions.pcm import Chunk, Samples
from captions.protocol.addresses import Address
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.realtime.session.open_partial import OpenPartial
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.realtime.session.test_session import (
    QUICK,
    STARTED,
    at,
    chunks,
    encode_message,
    run_against,
    take,
)
from tests.support.servers.tcp_proxy import TcpProxy, proxied

SENTENCES = SessionOptions(
    commit_strategy=CommitStrategy.VAD, commit_sentences=True, include_timestamps=True
)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL, include_timestamps=True)
ANSWERED_SECONDS = 1.5
"""Speech after which a partial or a commit is waited for."""
MARKING = json.dumps(
    {"message_type": "session_started", "session_id": "x", "config": {"commit_sentences": True}}
)


async def played(sound: Samples, events: list[Event]) -> AsyncIterator[Chunk]:
    """Yield chunks as quickly as partials can follow them, on however busy a machine."""
    answered, due = 0, ANSWERED_SECONDS
    async for chunk in chunks(sound):
        yield chunk
        if chunk.stream_time >= due:
            due += ANSWERED_SECONDS
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    while len(spoken(events)) == answered:  # noqa: ASYNC110  # no event for it
                        await asyncio.sleep(0.01)
            answered = len(spoken(events))


def spoken(events: list[Event]) -> list[Partial | Committed]:
    return [event for event in events if isinstance(event, Partial | Committed)]


async def empty_commit(client: ServerConnection) -> None:
    """Answer the last commit of a session."""
    for kind in ("committed_transcript", "committed_transcript_with_timestamps"):
        await client.send(encode_message(kind, text=""))
    await client.wait_closed()


def check_settled(events: list[Event]) -> int:
    """See that settled text only grows until it is committed; return how often it was told."""
    settled, told = "", 0
    for event in spoken(events):
        assert event.text.startswith(settled)
        if isinstance(event, Committed):
            settled = ""
        elif event.marked:
            assert event.settled_text.startswith(settled)
            assert event.text.startswith(event.settled_text)
            words = line_breaking.split_pieces(event.settled_text)
            assert line_breaking.split_pieces(event.text)[: len(words)] == words
            settled, told = event.settled_text, told + bool(event.settled_text)
    return told


@pytest.mark.parametrize("options", [SENTENCES, MANUAL], ids=["sentences", "manual"])
def test_settled_words_do_not_change_until_they_are_committed(
    speech_server: Address, speech: Samples, options: SessionOptions
) -> None:
    events: list[Event] = []

    async def work() -> None:
        session = RealtimeSession(at(speech_server), options, events.append)
        await session.run(played(speech[: 12 * 16_000], events))

    on_loop(work())
    assert check_settled(events) > 0
    assert any(isinstance(event, Committed) and event.text for event in events)


def test_settled_words_outlast_a_cut_connection(speech_server: Address, speech: Samples) -> None:
    events: list[Event] = []

    def is_settled() -> bool:
        last = spoken(events)[-1:]
        return bool(last) and isinstance(last[0], Partial) and bool(last[0].settled_text)

    async def cut(proxy: TcpProxy) -> None:
        await proxy.until(lambda: is_settled() and proxy.cut() > 0)

    async def work() -> None:
        async with proxied(speech_server) as proxy:
            cutting = asyncio.create_task(cut(proxy))
            session = RealtimeSession(at(proxy.address), SENTENCES, events.append, limits=QUICK)
            await session.run(played(speech[: 12 * 16_000], events))
            await cutting

    on_loop(work())
    (again,) = (
        event for event in spoken(events) if isinstance(event, Partial) and event.starts_over
    )
    assert again.text == again.settled_text != ""
    check_settled(events)


def test_words_stay_in_front_of_what_the_next_connection_recognises() -> None:
    events: list[Event] = []
    first: list[dict[str, object]] = []

    async def script(client: ServerConnection) -> None:
        await client.send(MARKING)
        first.append(await take(client))
        if len(first) == 1:
            frame = {"text": "so it was and", "settled_text": "so it was"}
            await client.send(encode_message("partial_transcript", **frame))
            await client.close()
            return
        for text in ("so", "so it wuz and then"):
            await client.send(encode_message("partial_transcript", text=text))
        while not (await take(client)).get("commit"):
            pass
        words = [{"text": "so it", "start": 0.0, "end": 0.5, "type": "word"}]
        timed = "committed_transcript_with_timestamps"
        await client.send(encode_message("committed_transcript", text="so it"))
        await client.send(encode_message(timed, text="so it", words=words))
        await empty_commit(client)

    run_against(script, events)
    assert [
        event.text if isinstance(event, Committed) else (event.settled_text, event.text)
        for event in spoken(events)
    ] == [
        ("so it was", "so it was and"),
        ("so it was", "so it was"),
        ("so it was", "so it was and then"),
        "so it",
        ("was", "was"),
        "",
    ]


@pytest.mark.parametrize(
    ("started", "marked"), [(STARTED, False), (MARKING, True)], ids=["the cloud", "our own server"]
)
def test_only_a_server_with_our_extensions_marks_words(started: str, marked: bool) -> None:
    events: list[Event] = []

    async def script(client: ServerConnection) -> None:
        await client.send(started)
        await client.send(encode_message("partial_transcript", text="so it", settled_text="so"))
        while not (await take(client)).get("commit"):
            pass
        await empty_commit(client)

    run_against(script, events)
    (partial,) = (event for event in events if isinstance(event, Partial))
    assert partial == Partial("so it", settled_text="so" if marked else "", marked=marked)


def test_words_whose_sound_was_lost_are_not_waited_for() -> None:
    standing = OpenPartial()
    standing.handle_event(Partial("so it was", settled_text="so it", marked=True))
    standing.unpin_words()
    assert standing.handle_reconnect() == Partial("", starts_over=True)
    assert standing.handle_event(Partial("and")) == [Partial("and")]
