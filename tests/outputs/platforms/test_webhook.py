"""Captions as JSON for a web server of the user's own."""

import base64
import hashlib
import hmac
import json

import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from captions.credentials import SecretStore
from captions.credentials.secret_store import WEBHOOK_SECRET_VARIABLE
from captions.errors import OutputError
from captions.events import Word
from captions.formats.fields import clean_text
from captions.outputs.caption_state import CaptionState, LiveSegment
from captions.outputs.destination import OutputState
from captions.outputs.platforms.webhook import ReadSecret, WebhookProfile, decode_secret
from tests.conftest import on_loop
from tests.support.fakes.keyrings import BrokenRing
from tests.support.servers.deliveries import delivering, make_segment
from tests.support.servers.platform_server import (
    Received,
    answers_with,
    loses_answer,
    running,
    stalls,
)
from tests.support.servers.platforms import WebhookServer

SECRET = "whsec_" + base64.b64encode(b"twenty-four random bytes").decode()


async def read_secret() -> str:
    return SECRET


def expect_signature(received: Received, key: bytes) -> str:
    """Return the signature that a receiver computes (https://www.standardwebhooks.com)."""
    head = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}."
    digest = hmac.new(key, head.encode() + received.body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def speaking(text: str) -> CaptionState:
    segments = (LiveSegment(text, text[:2], "mic", "Anna"),) if text else ()
    return CaptionState(live_segments=segments)


def test_a_segment_has_text_times_speaker_and_words() -> None:
    async def main(server: WebhookServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            words = (Word("Hello", 1.0, 1.25), Word("wörld.", 1.5, 2.0004))
            delivery.queue.put_segment(
                make_segment(
                    "Hello wörld.",
                    1.0,
                    2.0,
                    words=words,
                    lane="mic",
                    label="Anna",
                    wall_time=1_796_000_000.25,
                )
            )
            await delivery.send_texts("Without times.")

    with running(WebhookServer()) as server:
        on_loop(main(server))
    first, second = (json.loads(received.body) for received in server.accepted)
    assert server.accepted[0].headers["content-type"] == "application/json"
    assert "webhook-signature" not in server.accepted[0].headers
    session = first.pop("session")
    assert first == {
        "sequence": 1,
        "type": "segment",
        "text": "Hello wörld.",
        "lane": "mic",
        "speaker": "Anna",
        "start": 1.0,
        "end": 2.0,
        "time": "2026-11-30T00:53:20.250Z",
        "words": [
            {"text": "Hello", "start": 1.0, "end": 1.25},
            {"text": "wörld.", "start": 1.5, "end": 2.0},
        ],
    }
    assert (second["session"], second["sequence"]) == (session, 2)
    assert (second["start"], second["end"], second["time"]) == (None, None, None)


def test_posts_are_signed_and_a_retry_keeps_its_identifier() -> None:
    async def main(server: WebhookServer) -> None:
        async with delivering(WebhookProfile(read_secret), server.url) as delivery:
            server.script.extend([loses_answer, answers_with(500)])
            await delivery.send_texts("Once.", "Twice.")

    with running(WebhookServer()) as server:
        on_loop(main(server))
    identifiers = [received.headers["webhook-id"] for received in server.requests]
    assert len(identifiers) == 4
    assert len(set(identifiers[:3])) == 1
    assert identifiers[3] != identifiers[0]
    for received in server.requests:
        signature = received.headers["webhook-signature"]
        assert signature == expect_signature(received, b"twenty-four random bytes")
        assert SECRET not in str(received)


@pytest.mark.parametrize(
    ("secret", "key"),
    [("", b""), ("größer", "größer".encode()), (SECRET, b"twenty-four random bytes")],
    ids=["none", "any text", "as in Standard Webhooks"],
)
def test_a_secret_is_text_or_base64(secret: str, key: bytes) -> None:
    assert decode_secret(secret) == key


@pytest.mark.parametrize("base64_text", ["", "!!!!", "abc"])
def test_a_secret_that_is_no_base64_is_refused(base64_text: str) -> None:
    with pytest.raises(OutputError, match="must be base64") as refused:
        decode_secret(f"whsec_{base64_text}")
    assert not base64_text or base64_text not in str(refused.value)


def test_partials_are_sent_if_wanted_and_the_newest_wins() -> None:
    async def main(server: WebhookServer) -> None:
        profile = WebhookProfile(partials=True)
        async with delivering(profile, server.url) as delivery:
            server.script.append(stalls)
            delivery.queue.put_state(speaking("He"))
            await delivery.until(lambda: server.requests)
            for text in ("Hel", "Hell", "Hello", "Hello"):
                delivery.queue.put_state(speaking(text))
            server.released.set()
            await delivery.until(lambda: server.accepted)
            delivery.queue.put_state(speaking(""))
            await delivery.until(lambda: len(server.accepted) == 2)

    with running(WebhookServer()) as server:
        on_loop(main(server))
    posts = [json.loads(received.body) for received in server.accepted]
    assert posts[0]["type"] == "partial"
    assert posts[0]["segments"] == [
        {"text": "Hello", "settled_text": "He", "lane": "mic", "speaker": "Anna"}
    ]
    assert posts[1]["segments"] == []


def test_the_end_of_speech_is_sent_again_after_a_failure() -> None:
    async def main(server: WebhookServer) -> None:
        async with delivering(WebhookProfile(partials=True), server.url) as delivery:
            delivery.queue.put_state(speaking("Hello"))
            await delivery.until(lambda: server.accepted)
            server.script.append(answers_with(503))
            delivery.queue.put_state(speaking(""))
            await delivery.until(lambda: len(server.accepted) == 2)

    with running(WebhookServer()) as server:
        on_loop(main(server))
    posts = [json.loads(received.body) for received in server.accepted]
    assert [len(post["segments"]) for post in posts] == [1, 0]


def test_nobody_speaking_is_not_worth_a_first_post() -> None:
    async def main(server: WebhookServer) -> None:
        server.script.append(answers_with(503))
        async with delivering(WebhookProfile(partials=True), server.url) as delivery:
            delivery.queue.put_state(speaking(""))
            await delivery.send_texts("Hello.")

    with running(WebhookServer()) as server:
        on_loop(main(server))
    assert [json.loads(received.body)["type"] for received in server.requests] == ["segment"] * 2


def test_partials_are_not_sent_otherwise() -> None:
    async def main(server: WebhookServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            delivery.queue.put_state(speaking("Hel"))
            await delivery.send_texts("Hello.")

    with running(WebhookServer()) as server:
        on_loop(main(server))
    assert [json.loads(received.body)["type"] for received in server.requests] == ["segment"]


def test_words_are_those_that_are_displayed() -> None:
    words = (Word("What", 1.0, 1.2), Word("the", 1.2, 1.4), Word("fudge?", 1.4, 2.0))
    segment = make_segment("What the f***?", 1.0, 2.0, words=words)
    (text,) = WebhookProfile().make_texts(segment, 0.0)
    described = json.loads(text)["words"]
    assert [word["text"] for word in described] == ["What", "the", "f***?"]
    assert "fudge" not in text


@pytest.mark.parametrize(
    "text",
    ["Fun 👩‍👩‍👧‍👦 with 👍🏽.", "שלום לכולם", "x" * 300, "\ud800 <script>\"'&\0\u2028"],
    ids=["emoji", "right to left", "300 letters", "lone surrogates and controls"],
)
def test_every_text_is_valid_json(text: str) -> None:
    async def main(server: WebhookServer) -> None:
        async with delivering(WebhookProfile(), server.url) as delivery:
            words = (Word(text, 0.0, 1.0),)
            delivery.queue.put_segment(make_segment(text, 0.0, 1.0, words=words, label=text))
            await delivery.until(lambda: delivery.queue.is_empty)
            assert delivery.queue.sent == 1

    with running(WebhookServer()) as server:
        on_loop(main(server))
    (post,) = (json.loads(received.body) for received in server.accepted)
    assert post["text"] == clean_text(text)


def reading_from(error: Exception) -> ReadSecret:
    """Return a reader whose keyring fails."""
    ring = BrokenRing(error)
    return SecretStore("webhook secret", WEBHOOK_SECRET_VARIABLE, {}, lambda: ring).read


def test_a_system_without_a_keyring_has_no_secret() -> None:
    async def main(server: WebhookServer) -> None:
        profile = WebhookProfile(reading_from(NoKeyringError()))
        async with delivering(profile, server.url) as delivery:
            await delivery.send_texts("Hello.")
            assert delivery.queue.sent == 1

    with running(WebhookServer()) as server:
        on_loop(main(server))
    assert "webhook-signature" not in server.accepted[0].headers


def test_a_locked_keyring_may_have_a_secret() -> None:
    async def main(server: WebhookServer) -> None:
        profile = WebhookProfile(reading_from(KeyringLocked()))
        async with delivering(profile, server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            assert WEBHOOK_SECRET_VARIABLE in delivery.details[-1]

    with running(WebhookServer()) as server:
        on_loop(main(server))
    assert server.requests == []
