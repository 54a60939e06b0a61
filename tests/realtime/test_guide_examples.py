"""The client library's examples, run as its guide shows them against the real server."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from captions.engine.text_alignment import normalise_word
from captions.pcm import Samples, to_bytes
from captions.realtime import Address, ScribeRealtime
from tests.conftest import on_loop
from tests.realtime.session.test_session import chunks

GUIDE = Path(__file__).resolve().parents[2] / "captions" / "realtime" / "README.md"
Example = Callable[..., Coroutine[Any, Any, None]]


def examples() -> dict[str, Example]:
    """Return the coroutine functions that the page's blocks of Python define."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  # it is our own page
    return {name: item for name, item in names.items() if asyncio.iscoroutinefunction(item)}


@pytest.fixture
def scribe(speech_server: Address) -> ScribeRealtime:
    return ScribeRealtime(speech_server.api_key, speech_server.url)


def printed(capsys: pytest.CaptureFixture[str]) -> set[str]:
    return {normalise_word(word) for word in capsys.readouterr().out.split()}


def test_every_example_of_the_library_is_run() -> None:
    assert set(examples()) == {
        "with_callbacks",
        "with_typed_events",
        "from_a_url",
        "without_losing_a_word",
    }


@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_typed_events(
    scribe: ScribeRealtime, speech: Samples, kind: type, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = speech[: 7 * 16_000]
    blocks = np.split(sound if kind is np.float32 else (sound * 32_767).astype(kind), 7)
    on_loop(examples()["with_typed_events"](scribe, blocks))
    assert {"best", "worst", "times"} <= printed(capsys)


def test_callbacks(
    scribe: ScribeRealtime, speech: Samples, capsys: pytest.CaptureFixture[str]
) -> None:
    on_loop(examples()["with_callbacks"](scribe, to_bytes(speech[: 7 * 16_000])))
    assert {"best", "worst", "times"} <= printed(capsys)


def test_url(
    scribe: ScribeRealtime, speech: Samples, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "talk.wav"
    soundfile.write(path, speech[: 7 * 16_000], 16_000)
    on_loop(examples()["from_a_url"](scribe, str(path)))
    assert {"best", "worst", "times"} <= printed(capsys)


def test_session(
    speech_server: Address, speech: Samples, capsys: pytest.CaptureFixture[str]
) -> None:
    on_loop(examples()["without_losing_a_word"](speech_server, chunks(speech[: 7 * 16_000])))
    assert {"best", "worst", "times"} <= printed(capsys)
