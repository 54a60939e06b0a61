"""What clients send, at its worst: every value is bounded before it costs anybody anything."""

import base64
import json
import random
import string
import sys
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.serving.limits import DEFAULTS
from captions.engine.serving.session import ServerSession, SessionError
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions, parse_query
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    CountingTranscriber,
    Running,
    Said,
    committed,
    opened,
    running,
    said_until_closed,
)

CHANCE = random.Random(13)  # noqa: S311  # the same letters each time
LETTERS = "".join(CHANCE.choices(string.ascii_letters + string.digits, k=100_000))


def chunk(data: bytes = b"", **fields: object) -> str:
    audio = base64.b64encode(data).decode()
    return json.dumps({"message_type": "input_audio_chunk", "audio_base_64": audio, **fields})


@pytest.mark.parametrize(
    "context",
    [
        pytest.param(f"see https://example.org/{LETTERS[:600]}", id="a long address"),
        pytest.param(f"it was {LETTERS}", id="100 kB in one word"),
        pytest.param("Aa" * 300_000, id="600 kB of two letters"),
        pytest.param(" ".join(f"so Name{number}" for number in range(50_000)), id="many names"),
        pytest.param("so A\u0301" + "\u0301" * 9000 + " \U0001f600X" * 9000, id="odd letters"),
        pytest.param("so \u0130\u0130\u0130 \ufdfa\ufdfa \x00X\x00 \u202eX\ufeff", id="expanding"),
    ],
)
def test_no_context_harms_a_session(speech_server: Address, speech: Samples, context: str) -> None:
    async def converse() -> str:
        async with await opened(speech_server) as client:
            sound = to_bytes(speech[: 3 * 16_000])
            await client.send(chunk(sound, previous_text=context, commit=True))
            return await committed(client)

    assert "best of times" in on_loop(converse())


@pytest.mark.parametrize(
    "keyterms",
    [
        pytest.param(["\U0001f600" * 20], id="letters that are no pieces"),
        pytest.param(["\u0130" * 20, "\x00\x01\u202e", "\ufdfa" * 20], id="odd letters"),
        pytest.param(["<|endoftext|>", "<0x41>", "</s>", "\u2581"], id="control tokens"),
        pytest.param([LETTERS[place : place + 20] for place in range(50)], id="as many as may be"),
    ],
)
def test_no_keyterms_harm_a_session(
    speech_server: Address, speech: Samples, keyterms: list[str]
) -> None:
    query = "&".join(f"keyterms={quote(term)}" for term in keyterms)

    async def converse() -> str:
        async with await opened(speech_server, query) as client:
            await client.send(chunk(to_bytes(speech[: 3 * 16_000]), commit=True))
            return await committed(client)

    assert "best of times" in on_loop(converse())


@pytest.mark.parametrize("digits", [20, 400, 4299, 5000])
@pytest.mark.parametrize("name", ["min_speech_duration_ms", "keepalive_interval_ms"])
def test_number_of_any_length_is_an_invalid_request(
    speech_server: Address, name: str, digits: int
) -> None:
    async def converse() -> Said:
        return await said_until_closed(await opened(speech_server, f"{name}={'9' * digits}"))

    (message,), code, reason = on_loop(converse())
    assert str(message["error"]).startswith(name)
    assert (code, reason) == (1008, "invalid_request")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*SessionOptions.__struct_fields__, "token", "x"]),
            st.one_of(
                st.text(max_size=30),
                st.integers().map(str),
                st.floats().map(str),
                st.integers(300, 5000).map(lambda digits: "-" + "9" * digits),
                st.sampled_from(["nan", "inf", "-Infinity", "1e9999", "0x10", "1_000", "true"]),
            ),
        ),
        max_size=5,
    ).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
)
def test_any_query_is_read_or_refused_in_sentences(query: str) -> None:
    options, wrong = parse_query(query)
    assert isinstance(options, SessionOptions)
    assert all(isinstance(sentence, str) and sentence for sentence in wrong)


DEEP = 900


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param('{"message_type":' + "[" * DEEP + "]" * DEEP + "}", id="a deep type"),
        pytest.param('{"message_type":' + '{"a":' * DEEP + "1" + "}" * (DEEP + 1), id="deeper"),
        pytest.param('{"message_type":"' + "x" * 1_000_000 + '"}', id="a type of a megabyte"),
        pytest.param('{"audio_base_64":' + "[" * DEEP + "]" * DEEP + "}", id="deep audio"),
        pytest.param('{"audio_base_64":"","x":' + "[" * 90_000 + "}", id="depth without end"),
        *(
            pytest.param(f'{{"audio_base_64":"","sample_rate":{value}}}', id=f"rate {value[:9]}")
            for value in ("9" * 400, "9" * 5000, "-1", "1e999", "NaN", "Infinity", "16000.5")
        ),
        *(
            pytest.param(f'{{"audio_base_64":"","{name}":{value}}}', id=f"{name} {value}")
            for name in ("commit", "previous_text", "audio_base_64")
            for value in ("1", "[]", "{}", '"\\ud800"')
        ),
    ],
)
def test_any_frame_is_refused_in_a_sentence(frame: str) -> None:
    session = ServerSession(SessionOptions(), CountingTranscriber(), DEFAULTS)
    with pytest.raises(SessionError) as caught:
        session.receive_frame(frame)
    assert caught.value.message.name == "input_error"
    assert len(caught.value.message.error) < 600


def test_only_the_end_of_a_context_is_kept() -> None:
    session = ServerSession(SessionOptions(), CountingTranscriber(), DEFAULTS)
    work = session.receive_frame(chunk(previous_text="x" * 500_000 + " Pickwick"))
    assert len(work.context) <= 1000
    assert work.context.endswith(" Pickwick")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_recognition_that_never_ends_does_not_keep_a_server_from_ending() -> None:
    async def converse(server: Running) -> Said:
        client = await opened(server.address)
        await client.send(chunk(bytes(32_000)))
        await client.recv()
        await (await client.ping())  # By its answer the sound has been taken in.
        server.process.terminate()
        return await said_until_closed(client)

    with running(command=(sys.executable, "-m", "tests.support.engines.stuck_server")) as server:
        _, code, _ = on_loop(converse(server))
        assert code == 1012
        assert server.process.communicate(timeout=60) == (b"", b"")
        assert server.process.returncode == 0
