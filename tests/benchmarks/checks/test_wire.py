"""How the client library is measured: real clients at a real server, but for the vendor's."""

import argparse
import asyncio
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from captions.errors import ProtocolError
from captions.protocol.messages import decode_object
from tests.benchmarks import fuzz, report, run
from tests.benchmarks.wire import bench as wire
from tests.benchmarks.wire import client as wire_client
from tests.benchmarks.wire.bench import Trial
from tests.benchmarks.wire.server import WireServer, blocks, frame
from tests.support.seeded_random import seeded_random

SEND = Trial("send chunks", "send", 100)
RECEIVE = Trial("receive partials", "receive", 100)


@pytest.fixture
def silent_server() -> Iterator[WireServer]:
    with WireServer() as server:
        yield server


@pytest.mark.parametrize("client", ["bare", "ours", "ours-other"])
@pytest.mark.parametrize("mixed", [False, True], ids=["partials", "partials and commits"])
def test_every_message_reaches_a_client_once(client: str, *, mixed: bool) -> None:
    with WireServer(blocks(250, mixed=mixed)) as server:
        figures = asyncio.run(wire_client.run(client, "receive", server.url, 250))
    assert figures["cpu_s"] > 0


def test_a_client_that_gets_too_little_has_no_figures() -> None:
    with WireServer(blocks(10, mixed=False)) as server:
        receiving = wire_client.run("ours", "receive", server.url, 11)
        with pytest.raises(wire_client.WrongCountError, match="10 events came instead of 11"):
            asyncio.run(receiving)


@pytest.mark.parametrize("client", ["bare", "ours", "ours-other"])
@pytest.mark.parametrize("deflate", [False, True], ids=["as it is", "offered deflate"])
def test_every_chunk_reaches_the_server(client: str, *, deflate: bool) -> None:
    with WireServer(deflate=deflate) as server:
        asyncio.run(wire_client.run(client, "send", server.url, 100))
    assert server.received_count == 100 + wire_client.WARM_UP_CHUNKS


def test_the_server_answers_pings(silent_server: WireServer) -> None:
    async def ping() -> float:
        socket = await wire_client.connect_bare(silent_server.url)
        await socket.send("x" * 300_000)
        latency: float = await asyncio.wait_for(await socket.ping(b"here"), 10)
        await socket.close()
        return latency

    assert asyncio.run(ping()) > 0


@pytest.mark.parametrize(
    ("mixed", "kinds"),
    [
        pytest.param(False, {"partial_transcript"}, id="partials alone"),
        pytest.param(
            True,
            {
                "partial_transcript",
                "committed_transcript",
                "committed_transcript_with_timestamps",
            },
            id="with commits and their timed copies",
        ),
    ],
)
def test_what_a_session_consists_of(*, mixed: bool, kinds: set[str]) -> None:
    sent = b"".join(blocks(22, mixed=mixed))
    found = [decode_object(text) for text in _payloads(sent)]
    assert found[0]["message_type"] == "session_started"
    assert {message["message_type"] for message in found[1:]} == kinds
    assert len(found) == 23
    for message in found[1:]:
        words = message.get("words", [])
        assert len(words) in (0, 23)
        assert not words or "".join(word["text"] for word in words) == message["text"]


def test_a_long_session_is_as_long_as_was_asked() -> None:
    assert sum(block.count(b"partial_transcript") for block in blocks(25_001, mixed=False)) == 25001


def test_the_measured_program_is_run_on_its_own(silent_server: WireServer) -> None:
    failures: list[str] = []
    child = wire.Child(None, failures)
    figures = child(silent_server, "bare", SEND)
    assert failures == []
    assert figures is not None
    assert figures["cpu_s"] > 0


def test_a_client_that_fails_is_left_out_and_told_with_its_last_words(tmp_path: Path) -> None:
    failures: list[str] = []
    with WireServer(blocks(1, mixed=False)) as server:
        assert wire.Child(tmp_path, failures)(server, "bare", RECEIVE) is None
    (failure,) = failures
    assert failure.startswith("wire: bare failed at 'receive partials': ")
    assert "1 events came instead of 100" in failure


def test_chunks_that_do_not_arrive_are_a_failure(silent_server: WireServer) -> None:
    failures: list[str] = []
    child = wire.Child(None, failures, lambda *_: {"cpu_s": 1.0})
    assert child(silent_server, "ours", SEND) is None
    assert failures == ["wire: ours failed at 'send chunks': 0 chunks of 1100 arrived."]


def test_clients_take_turns_and_are_compared_within_a_round() -> None:
    seconds = iter([1, 2, 3, 4, 5, 6, 7, 8])
    asked: list[str] = []

    def child(client: str, trial: Trial) -> wire.Row | None:
        asked.append(client)
        return {"cpu_s": next(seconds) * trial.times / 1e6}

    row = wire.compare(SEND, ["vendor", "ours"], 4, child)
    assert asked == ["vendor", "ours", "ours", "vendor"] * 2
    # In turns the vendor takes 1, 4, 5 and 8, and ours 2, 3, 6 and 7.
    assert row["figures"]["vendor"] == pytest.approx(4.5)
    assert row["figures"]["ours"] == pytest.approx(4.5)
    assert row["ratios"]["ours"] == pytest.approx((7 / 8 + 6 / 5) / 2)
    assert row["figures"]["bare"] is None
    assert row["missed"] == ["ours"]


def test_a_client_that_failed_is_not_asked_again() -> None:
    asked: list[str] = []

    def child(client: str, _: Trial) -> wire.Row | None:
        asked.append(client)
        return None if client == "ours" else {"cpu_s": 1.0}

    row = wire.compare(SEND, ["vendor", "ours"], 3, child)
    assert asked.count("ours") == 1
    assert asked.count("vendor") == 3
    assert row["figures"]["ours"] is None


def test_without_the_vendor_there_is_nothing_to_keep_to() -> None:
    row = wire.compare(SEND, ["bare", "ours"], 1, lambda *_: {"cpu_s": 1.0})
    assert row["ratios"] == dict.fromkeys(wire_client.CLIENTS)
    assert row["missed"] == []


@pytest.mark.parametrize(
    ("trial", "cpu", "expected"),
    [
        pytest.param(SEND, 0.001, 10.0, id="microseconds for a chunk"),
        pytest.param(RECEIVE, 0.001, 100_000.0, id="messages in a second"),
    ],
)
def test_units(trial: Trial, cpu: float, expected: float) -> None:
    assert wire.figure(trial, cpu) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("task", "ratio", "expected"),
    [
        pytest.param("send", 0.55, [], id="sending costs just little enough"),
        pytest.param("send", 0.56, ["ours"], id="sending costs too much"),
        pytest.param("receive", 1.5, [], id="receiving is just fast enough"),
        pytest.param("receive", 1.49, ["ours-other"], id="receiving is too slow"),
        pytest.param("receive", None, [], id="nothing is known"),
    ],
)
def test_bounds(task: str, ratio: float | None, expected: list[str]) -> None:
    row = {"task": task, "ratios": {"ours": ratio, "ours-other": ratio}}
    assert wire.missed(row) == expected


@pytest.mark.parametrize(("end", "missed"), [(31.9, False), (32.1, True)])
def test_memory_that_grows_is_marked(end: float, *, missed: bool) -> None:
    row = wire.memory_row("handlers", {"mark_mb": 30.0, "end_mb": end})
    assert row["growth_mb"] == pytest.approx(end - 30)
    assert row["missed"] is missed


def test_memory_is_looked_at_when_the_mark_is_passed() -> None:
    meter = wire_client.Meter(mark=2)
    meter.start()
    meter.record_event()
    assert meter.mark_mb == 0
    meter.record_event()
    assert 0 < meter.mark_mb <= meter.figures(2)["peak_mb"]


def test_the_vendors_packages_are_installed_once(tmp_path: Path) -> None:
    (tmp_path / f"{wire.VENDOR.replace('==', '-')}.dist-info").mkdir()
    notes: list[str] = []
    assert wire.install_vendor(tmp_path, notes) == tmp_path
    assert notes == []


def test_without_the_vendors_packages_there_is_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    notes: list[str] = []
    assert wire.install_vendor(tmp_path, notes) is None
    assert "elevenlabs" in notes[0]


def test_damaged_frames_raise_nothing_but_protocol_errors() -> None:
    found = fuzz.run(5000, seed=2)
    assert found.examples == []
    assert found.frames == sum(found.decoded.values()) == 5000
    assert found.decoded["refused"] > 1000
    assert found.events["error"] > 1000
    assert found.events["partial_transcript"] > 0


def test_the_same_seed_makes_the_same_frames() -> None:
    assert _frames(seed=3) == _frames(seed=3)
    assert _frames(seed=3) != _frames(seed=4)


@pytest.mark.parametrize("maker", list(fuzz._MAKERS), ids=lambda maker: maker.__name__)
def test_every_way_to_damage_a_frame_makes_different_ones(maker: fuzz.Maker) -> None:
    chance = seeded_random(5)
    assert len({maker(chance) for _ in range(100)}) > 10


def test_a_decoder_that_raises_something_else_is_found() -> None:
    def decode(one: fuzz.Frame) -> dict[str, Any]:
        try:
            return decode_object(one)
        except ProtocolError as error:
            raise ValueError("no") from error

    found = fuzz.run(200, decode=decode, connect=lambda _: lambda _: None)
    assert found.escapes > 10
    (example,) = found.examples
    assert example.startswith("The decoder raised ValueError (no): ")


def _raising(_: fuzz.FuzzResult) -> Callable[[fuzz.Frame], Any]:
    def take(one: fuzz.Frame) -> None:
        raise KeyError(one)

    return take


def _believing(found: fuzz.FuzzResult) -> Callable[[fuzz.Frame], Any]:
    def take(one: fuzz.Frame) -> None:
        found.events["close"] += '"close"' in str(one)

    return take


def _printing(_: fuzz.FuzzResult) -> Callable[[fuzz.Frame], Any]:
    return lambda _: print("Error in event handler")


@pytest.mark.parametrize(
    ("take", "why"),
    [
        pytest.param(_raising, "The connection raised KeyError", id="raises"),
        pytest.param(_believing, "its own opening or closing", id="believes in a server's close"),
        pytest.param(_printing, "It printed", id="prints"),
    ],
)
def test_a_connection_that_takes_damage_is_found(
    take: Callable[[fuzz.FuzzResult], Callable[[fuzz.Frame], Any]], why: str
) -> None:
    found = fuzz.run(500, connect=take)
    assert any(why in example for example in found.examples)


def _measured(ratio: float, growth: float, escapes: int) -> wire.Wire:
    figures = {"bare": 6.5, "vendor": None, "ours": 10.25, "ours-other": 11.0}
    ratios = {"bare": 0.3, "vendor": 1.0, "ours": ratio, "ours-other": 0.5}
    row = {"name": "send chunks", "task": "send", "figures": figures, "ratios": ratios}
    memory = wire.memory_row("handlers", {"mark_mb": 30, "end_mb": 30 + growth, "peak_mb": 35})
    found = fuzz.FuzzResult(100)
    for _ in range(escapes):
        found.record_escape("{", "The decoder raised KeyError")
    return wire.Wire([{**row, "missed": wire.missed(row)}], [memory], found, [])


@pytest.mark.parametrize(
    ("measured", "shown", "hidden"),
    [
        pytest.param(
            _measured(0.54, 1.0, 0),
            ["10.2", "x 0.54 <= 0.55 ", " - ", "1.00 ", "35.0"],
            ["0.55 !", "1.00 !", "0 !"],
            id="all is kept to, and the vendor is missing",
        ),
        pytest.param(
            _measured(0.56, 2.5, 3),
            ["x 0.56 <= 0.55 !", "2.50 !", "3 !"],
            ["x 0.50 <="],
            id="what is missed is marked",
        ),
    ],
)
def test_what_is_printed(measured: wire.Wire, shown: list[str], hidden: list[str]) -> None:
    console = Console(file=io.StringIO(), width=110)
    report.show_wire(console, measured)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert [text for text in shown if text not in printed] == []
    assert [text for text in hidden if text in printed] == []


def test_what_is_written_can_be_written() -> None:
    written = json.loads(json.dumps(_measured(0.56, 2.5, 3).document()))
    assert written["speed"][0]["missed"] == ["ours"]
    assert written["memory"][0]["growth_mb"] == 2.5
    assert written["fuzz"]["escapes"] == {"The decoder raised KeyError": 3}


@pytest.mark.parametrize("other", ["--quick", "--all"])
def test_the_wire_alone_is_no_choice_of_recordings(other: str) -> None:
    assert isinstance(run.parse_arguments(["--wire"]), argparse.Namespace)
    with pytest.raises(SystemExit):
        run.parse_arguments(["--wire", other])


@pytest.mark.parametrize("failures", [[], ["wire: it failed"]])
def test_a_failure_fails_the_benchmark(
    failures: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = _measured(0.56, 2.5, 0)._replace(failures=failures)
    monkeypatch.setattr(wire, "run", lambda *_: measured)
    path = tmp_path / "bench.json"
    assert run.main(["--wire", "--json", str(path)]) == len(failures)
    assert json.loads(path.read_text())["wire"]["failures"] == failures


def _payloads(data: bytes) -> Iterator[bytes]:
    """Take a server's frames apart."""
    while data:
        begin, length = (4, int.from_bytes(data[2:4], "big")) if data[1] == 126 else (2, data[1])
        yield data[begin : begin + length]
        data = data[begin + length :]


def _frames(seed: int) -> list[fuzz.Frame]:
    chance = seeded_random(seed)
    return [fuzz.frame(chance) for _ in range(200)]


def test_a_long_frame_says_how_long_it_is() -> None:
    assert next(_payloads(frame({"text": "x" * 1000}))).endswith(b'xx"}')
