"""Programs that others wrote for the service: what they send as a matter of course is no fault."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from captions.engine.capabilities import ENGLISH, check_options
from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.messages import encode_message, make_audio_chunk
from captions.protocol.options import parse_query
from tests.conftest import on_loop
from tests.support.engines.speech_servers import Message, opened, said_until

LIVEKIT = os.environ.get("CAPTIONS_LIVEKIT_PYTHON", "")
"""The Python of an environment with the plugin, as `tests.support.engines.livekit_client` says."""

QUERIES = [
    pytest.param(
        "model_id=scribe_v2_realtime&audio_format=pcm_16000&commit_strategy=manual"
        "&enable_logging=true&include_language_detection=true",
        id="livekit-plugins-elevenlabs 1.8.9",
    ),
    pytest.param(
        "model_id=scribe_v2_realtime&audio_format=pcm_16000&commit_strategy=vad"
        "&enable_logging=true&language_code=en&include_timestamps=true",
        id="livekit-plugins-elevenlabs 1.8.9 with VAD",
    ),
    pytest.param(
        "model_id=scribe_v2_realtime&audio_format=pcm_16000&commit_strategy=vad"
        "&vad_silence_threshold_secs=1.5&vad_threshold=0.4&min_speech_duration_ms=100"
        "&min_silence_duration_ms=100&include_timestamps=false&include_language_detection=false"
        "&no_verbatim=false&filter_background_audio=false&enable_logging=true&diarize=false"
        "&keyterms=&entity_detection=&language_code=&secondary_languages=&token=",
        id="every option with the service's default",
    ),
    pytest.param(
        "model_id=scribe_v2_realtime&sample_rate=16000&encoding=pcm", id="unknown options"
    ),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_asked_for_as_a_matter_of_course_brings_no_warning(
    speech_server: Address, query: str
) -> None:
    async def converse() -> list[Message]:
        async with await opened(speech_server, query) as client:
            await client.send(encode_message(make_audio_chunk(bytes(32_000))), text=True)
            await client.send(encode_message(make_audio_chunk(b"", commit=True)), text=True)
            return await said_until(client, "committed_transcript")

    names = [message["message_type"] for message in on_loop(converse())]
    assert names == ["session_started", "committed_transcript"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("secondary_languages=de&secondary_languages=fr", "secondary_languages: "),
        ("secondary_languages=en", ""),
        ("filter_background_audio=true", "filter_background_audio"),
        ("enable_logging=true", ""),
        ("enable_logging=false", ""),
    ],
)
def test_only_what_cannot_be_done_brings_a_warning(query: str, named: str) -> None:
    options, wrong = parse_query(query)
    assert wrong == []
    warnings = check_options(options, ENGLISH).warnings
    assert len(warnings) == bool(named)
    assert all(warning.warning.startswith(named) for warning in warnings)


@pytest.mark.skipif(not LIVEKIT, reason="CAPTIONS_LIVEKIT_PYTHON names no Python with the plugin")
def test_livekit_plugin_hears_words_and_logs_nothing(
    speech_server: Address, speech: Samples
) -> None:
    program = Path(__file__).parents[3] / "support" / "engines" / "livekit_client.py"
    done = subprocess.run(
        (LIVEKIT, str(program), speech_server.url, speech_server.api_key),
        input=to_bytes(speech[: 6 * ENGINE_RATE]),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.decode() == ""
    events = [json.loads(line) for line in done.stdout.splitlines()]
    final = events[-1]
    assert final["event"] == "final_transcript"
    assert final["text"].startswith("It was the best of times")
    assert "".join(final["words"]) == final["text"]
