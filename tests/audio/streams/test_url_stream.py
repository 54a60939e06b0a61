"""Streams from a web server, through a real ffmpeg: whole, broken, stalled, refused, paused."""

import asyncio
import contextlib
import io
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import soundfile

from captions.audio.pausing import PausableSource
from captions.audio.source import CHUNK_SECONDS
from captions.audio.streams import url_stream
from captions.audio.streams.url_reader import StreamLimits
from captions.audio.streams.url_stream import WebStream
from captions.errors import RecordingError
from captions.events import Event, Failed, SourceChanged, SourceState
from captions.pcm import SAMPLE_BYTES, Chunk
from tests.conftest import on_loop
from tests.support.child_processes import ffmpegs
from tests.support.servers.web_server import (
    Page,
    WebServer,
    breaks,
    broadcast,
    cut,
    ends,
    live,
    never_ends,
    redirect,
    refused,
    stalls,
    unmeasured,
    wav,
    web_server,
    whole,
)

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="URLs need ffmpeg")

RATE = 16_000
HEAD_BYTES = len(wav(b"", RATE))
STALL_SECONDS = 1.0
QUICK = StreamLimits(speed=math.inf)
"""Everything is heard as fast as it can be had."""
IMPATIENT = StreamLimits(speed=math.inf, longest_wait=0.05, stall_seconds=STALL_SECONDS)
"""Try again at once, and give nobody up so late that it holds up the tests."""


def noise(seed: int, seconds: float) -> bytes:
    """Return samples that are like no others."""
    samples = np.random.default_rng(seed).integers(-9000, 9000, round(seconds * RATE))
    return samples.astype("<i2").tobytes()


def flac(data: bytes) -> bytes:
    """Return samples as a file whose decoder needs the next frame to know where one ends."""
    file = io.BytesIO()
    soundfile.write(file, np.frombuffer(data, "<i2"), RATE, "PCM_16", format="FLAC")
    return file.getvalue()


FILM = noise(1, 8)
FILM_FILE = wav(FILM, RATE)
HALF_OF_FILM = HEAD_BYTES + len(FILM) // 2 + 100
BEFORE, AFTER = noise(2, 4), noise(3, 4)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


class Heard(NamedTuple):
    """What came of a URL."""

    chunks: list[Chunk]
    told: list[Event]
    failure: str

    @property
    def data(self) -> bytes:
        return b"".join(chunk.data for chunk in self.chunks)

    @property
    def states(self) -> list[SourceState]:
        return [event.state for event in self.told if isinstance(event, SourceChanged)]

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.told if isinstance(event, Failed)]

    @property
    def jumps(self) -> list[float]:
        """Where stream time did not go on where it was, by how many seconds."""
        pairs = zip(self.chunks, self.chunks[1:], strict=False)
        steps = (later.stream_time - one.stream_time - one.seconds for one, later in pairs)
        return [step for step in steps if abs(step) > 1e-6]


def heard(url: str, most: float = math.inf, limits: StreamLimits = QUICK) -> Heard:
    """Listen to the end, or to so many seconds, as fast as it can be had."""
    chunks: list[Chunk] = []
    told: list[Event] = []
    failure = ""

    async def work() -> None:
        source = WebStream(url, RATE, told.append, limits).iter_chunks()
        async with contextlib.aclosing(source):
            async for chunk in source:
                chunks.append(chunk)
                if sum(len(chunk.data) for chunk in chunks) >= most * RATE * SAMPLE_BYTES:
                    return

    try:
        on_loop(work())
    except RecordingError as error:
        failure = str(error)
    return Heard(chunks, told, failure)


async def until(come_true: Callable[[], object]) -> None:
    """Wait for what happens in other programs and threads, and tells nobody."""
    while not come_true():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


class TestWhatIsWhole:
    @pytest.mark.parametrize(
        "page",
        [
            pytest.param(whole(FILM_FILE), id="a file"),
            pytest.param(broadcast(live(FILM, RATE), ends), id="a broadcast that ends"),
        ],
    )
    def test_is_heard_to_the_last_sample(self, web: WebServer, page: Page) -> None:
        url = web.serve("/film", page)
        got = heard(url)
        assert (got.failure, got.data == FILM, got.jumps) == ("", True, [])
        assert got.told == [
            SourceChanged(SourceState.LISTENING, url),
            SourceChanged(SourceState.ENDED, url),
        ]
        assert {chunk.seconds for chunk in got.chunks} == {CHUNK_SECONDS}
        assert ffmpegs() == []

    def test_is_found_behind_a_redirection(self, web: WebServer) -> None:
        url = web.serve("/old", redirect(web.serve("/new", whole(FILM_FILE))))
        assert heard(url).data == FILM

    def test_is_found_whatever_the_case_of_its_scheme(self, web: WebServer) -> None:
        url = web.serve("/film", whole(FILM_FILE))
        assert heard(url.replace("http", "Http")).data == FILM

    def test_is_heard_behind_its_password(self, web: WebServer) -> None:
        """A quote and a percent sign in it reach the server unharmed."""
        web.serve("/film", whole(FILM_FILE))
        web.passwords["/film"] = "me:p'%s"
        got = heard(f"http://me:p'%25s@{web.host}/film?token=hush")
        assert got.data == FILM
        assert got.told[0] == SourceChanged(SourceState.LISTENING, f"http://{web.host}/film")

    def test_playlist_is_heard_piece_by_piece(self, web: WebServer, tmp_path: Path) -> None:
        soundfile.write(tmp_path / "talk.wav", np.frombuffer(FILM, "<i2"), RATE)
        pieces = ("-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0")
        command = ("ffmpeg", "-nostdin", "-v", "error", "-i", "talk.wav", *pieces, "list.m3u8")
        subprocess.run(command, check=True, timeout=60, cwd=tmp_path)
        for path in tmp_path.iterdir():
            web.serve(f"/{path.name}", whole(path.read_bytes(), "application/octet-stream"))
        got = heard(f"http://{web.host}/list.m3u8")
        assert len(got.data) == pytest.approx(len(FILM), abs=0.2 * RATE * SAMPLE_BYTES)
        assert got.states == [SourceState.LISTENING, SourceState.ENDED]
        assert web.visits["/list3.ts"] == 1


class TestPace:
    def test_film_is_heard_no_faster_than_speech(
        self, web: WebServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = web.serve("/film", whole(FILM_FILE))
        now = 100.0

        async def sleep(seconds: float) -> None:
            nonlocal now
            now += seconds

        async def work() -> list[tuple[float, Chunk]]:
            with monkeypatch.context() as patch:
                patch.setattr(asyncio, "sleep", sleep)
                patch.setattr(asyncio.get_running_loop(), "time", lambda: now)
                source = WebStream(url, RATE, lambda _: None)
                return [(now, chunk) async for chunk in source.iter_chunks()]

        for due, chunk in on_loop(work()):
            assert due - 100 == pytest.approx(chunk.stream_time + chunk.seconds)

    def test_sender_waits_for_a_slow_listener_and_nothing_is_lost(self, web: WebServer) -> None:
        film = noise(4, 300)
        url = web.serve("/film", whole(wav(film, RATE)))

        async def work() -> bytes:
            source = WebStream(url, RATE, lambda _: None, QUICK).iter_chunks()
            data = (await anext(source)).data
            assert await asyncio.to_thread(web.held_back.wait, 20)
            assert web.given_bytes < len(film)
            return data + b"".join([chunk.data async for chunk in source])

        assert on_loop(work()) == film


class TestBreaks:
    @pytest.mark.parametrize(
        "first",
        [
            pytest.param(cut(FILM_FILE, HALF_OF_FILM), id="cut off"),
            pytest.param(cut(FILM_FILE, HALF_OF_FILM + 1), id="cut off within a sample"),
        ],
    )
    def test_film_goes_on_where_it_broke(self, web: WebServer, first: Page) -> None:
        url = web.serve("/film", first, refused(503), whole(FILM_FILE))
        got = heard(url, limits=IMPATIENT)
        assert (got.failure, got.data == FILM, got.jumps) == ("", True, [])
        listening, missing, ended = SourceState.LISTENING, SourceState.MISSING, SourceState.ENDED
        assert got.states == [listening, missing, missing, listening, ended]
        assert got.kinds == ["stream_lost"]
        assert all(url in str(event) for event in got.told)

    @pytest.mark.parametrize(
        ("then", "reason"),
        [
            pytest.param(breaks, "was interrupted", id="breaks"),
            pytest.param(stalls, "has delivered no audio for", id="stalls"),
        ],
    )
    def test_broadcast_goes_on_with_now(self, web: WebServer, then: Page, reason: str) -> None:
        url = web.serve(
            "/live",
            broadcast(live(BEFORE, RATE), then),
            broadcast(live(AFTER, RATE), ends),
        )
        got = heard(url, limits=IMPATIENT)
        assert (got.failure, got.data == BEFORE + AFTER) == ("", True)
        listening, missing, ended = SourceState.LISTENING, SourceState.MISSING, SourceState.ENDED
        assert got.states == [listening, missing, listening, ended]
        [failed] = [event for event in got.told if isinstance(event, Failed)]
        assert reason in str(failed.detail)
        assert str(failed.detail).endswith("Captions resume automatically when it is back.")

    @pytest.mark.parametrize(
        "head",
        [
            pytest.param(live(BEFORE[:-2], RATE), id="less than a packet of samples"),
            pytest.param(flac(BEFORE[:-2]), id="frames whose end is not known yet"),
        ],
    )
    def test_sound_before_a_stall_is_heard_to_the_last_sample(
        self, web: WebServer, head: bytes
    ) -> None:
        """FFmpeg holds back what it cannot be sure of until its own timeout."""
        pages = broadcast(head, stalls), broadcast(live(AFTER, RATE), ends)
        assert heard(web.serve("/live", *pages), limits=IMPATIENT).data == BEFORE[:-2] + AFTER

    def test_stall_is_given_up_by_a_program_that_knows_no_timeout(self, web: WebServer) -> None:
        """Such as ffmpeg 4, or a newer one behind a protocol without timeouts."""
        untimed = replace(IMPATIENT, network_timeout=False, flush_seconds=0.1)
        pages = broadcast(live(BEFORE, RATE), stalls), broadcast(live(AFTER, RATE), ends)
        got = heard(web.serve("/live", *pages), limits=untimed)
        assert got.kinds == ["stream_lost"]
        assert got.data.endswith(AFTER)

    def test_stream_time_jumps_by_what_a_stall_has_cost(self, web: WebServer) -> None:
        pages = [broadcast(live(data, RATE), stalls) for data in (BEFORE, AFTER)]
        got = heard(web.serve("/live", *pages), most=8, limits=IMPATIENT)
        [jump] = got.jumps
        assert jump >= STALL_SECONDS

    def test_breaks_in_quick_succession_are_told_once(self, web: WebServer) -> None:
        """Until the stream has been steady for a while, they are one trouble."""
        pieces = [noise(seed, 4) for seed in range(10, 14)]
        pages = [broadcast(live(piece, RATE), breaks) for piece in pieces]
        got = heard(web.serve("/live", *pages), most=16, limits=IMPATIENT)
        assert got.data == b"".join(pieces)
        assert got.kinds == ["stream_lost"]

    def test_break_of_what_was_steady_again_is_told_again(self, web: WebServer) -> None:
        pieces = [noise(seed, 11) for seed in range(10, 13)]
        pages = [broadcast(live(piece, RATE), breaks) for piece in pieces]
        got = heard(web.serve("/live", *pages), most=33, limits=IMPATIENT)
        assert got.kinds == ["stream_lost"] * 2

    def test_film_that_breaks_at_one_place_each_time_is_broken(self, web: WebServer) -> None:
        url = web.serve("/film", cut(FILM_FILE, HALF_OF_FILM))
        got = heard(url, limits=IMPATIENT)
        assert got.data == FILM[: HALF_OF_FILM - HEAD_BYTES]
        assert got.failure == (
            f"“{url}” is interrupted after 4.0\u00a0s each time: only the part before "
            "that can be captioned."
        )
        assert SourceState.ENDED not in got.states

    def test_film_of_unknown_length_is_over_if_it_ends_there_again(self, web: WebServer) -> None:
        got = heard(web.serve("/film", unmeasured(live(FILM, RATE))), limits=IMPATIENT)
        assert (got.failure, got.data == FILM) == ("", True)
        assert got.states[-1] is SourceState.ENDED


class TestWhatCannotBeHeard:
    @pytest.mark.parametrize(
        ("page", "words"),
        [
            pytest.param(refused(404), "was not found: check the address", id="was not found"),
            pytest.param(refused(410), "was not found", id="not there any more"),
            pytest.param(refused(401), "denies access: check the user name", id="no password"),
            pytest.param(refused(403), "denies access", id="forbidden"),
            pytest.param(refused(503), "cannot be played: check the address (ffmpeg", id="broken"),
            pytest.param(
                whole(b"<p>Hello</p>" * 99, "text/html"), "is neither audio nor video", id="a page"
            ),
            pytest.param(whole(b""), "is neither audio nor video", id="empty"),
            pytest.param(
                whole(wav(b"", RATE)), "contains no audio", id="the file has only a header"
            ),
            pytest.param(redirect("/here"), "was not found", id="led nowhere"),
            pytest.param(redirect("file:///etc/hostname"), "cannot be played", id="led to a file"),
        ],
    )
    def test_is_told_in_one_sentence(self, web: WebServer, page: Page, words: str) -> None:
        url = web.serve("/it", page)
        got = heard(f"{url}?token=hush")
        assert (got.chunks, got.told) == ([], [])
        assert got.failure.startswith(f"“{url}” {words}")
        assert got.failure.endswith((".", ")."))
        assert "hush" not in got.failure
        assert ffmpegs() == []

    def test_nobody_listens_there(self) -> None:
        with web_server() as server:
            url = f"http://{server.host}/it"
        assert "refuses the connection" in heard(url).failure

    def test_there_is_no_such_computer(self) -> None:
        assert "cannot be found" in heard("http://nowhere.invalid/it").failure

    def test_video_without_sound_is_told_so(self, web: WebServer, tmp_path: Path) -> None:
        film = tmp_path / "film.mkv"
        source = ("-f", "lavfi", "-i", "color=s=64x64:d=0.2")
        command = ("ffmpeg", "-nostdin", "-v", "error", *source, str(film))
        subprocess.run(command, check=True, timeout=60)
        url = web.serve("/film.mkv", whole(film.read_bytes(), "video/x-matroska"))
        assert "contains no audio" in heard(url).failure

    def test_playlist_may_not_name_a_file_of_this_computer(
        self, web: WebServer, tmp_path: Path
    ) -> None:
        secret = tmp_path / "secret.ts"
        tone = ("-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac")
        command = ("ffmpeg", "-nostdin", "-v", "error", *tone, str(secret))
        subprocess.run(command, check=True, timeout=60)
        text = f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://{secret}\n#EXT-X-ENDLIST\n"
        url = web.serve("/list.m3u8", whole(text.encode(), "application/x-mpegurl"))
        got = heard(url)
        assert got.chunks == []
        assert got.failure.startswith(f"“{url}” ")

    def test_nothing_comes_at_first(self, web: WebServer) -> None:
        got = heard(web.serve("/live", stalls), limits=replace(QUICK, start_seconds=0.5))
        assert "has delivered no audio for" in got.failure
        assert ffmpegs() == []

    def test_ffmpeg_is_missing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        url = "http://me:hush@127.0.0.1/it"
        with pytest.raises(RecordingError, match=r"ffmpeg is required .*install it") as caught:
            url_stream.check_url(url)
        assert str(caught.value) == heard(url).failure
        assert "hush" not in str(caught.value)

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            (
                "ftp://here/it",
                "“ftp://here/it” is not the address of a stream: it must begin with http",
            ),
            ("file:///etc/hostname", "is not the address of a stream"),
            ("http:///it", "is not a valid address"),
            ("http://me:hush@", "“http://” is not a valid address"),
            ("http://here/a b", "write a space as %20"),
            ("http://here/it\nfile 'x'", "is not a valid address"),
            ("http://me:hush/1@here/it", "This URL cannot be read"),
            ("http://[here/it?token=hush", "This URL cannot be read"),
        ],
    )
    def test_what_is_no_address_is_told_before_anything_is_opened(
        self, url: str, words: str
    ) -> None:
        with pytest.raises(RecordingError) as caught:
            url_stream.check_url(url)
        assert words in str(caught.value)
        assert "hush" not in str(caught.value)


class TestSecrets:
    def test_no_text_and_no_argument_of_a_process_holds_them(self, web: WebServer) -> None:
        """Not where all is well, not where it breaks, and not where it is refused."""
        web.serve("/live", broadcast(live(BEFORE, RATE), breaks), refused(401))
        told: list[Event] = []
        seen: list[str] = []

        def tell(event: Event) -> None:
            told.append(event)
            seen.extend(ffmpegs())

        async def work() -> None:
            url = f"http://mallory:hu'sh@{web.host}/live?token=hush#hush"
            async for _ in WebStream(url, RATE, tell, IMPATIENT).iter_chunks():
                seen.extend(ffmpegs())

        async def work_until_refused() -> None:
            working = asyncio.create_task(work())
            await until(lambda: "stream_permission_denied" in str(told))
            working.cancel()
            await asyncio.wait([working])

        on_loop(work_until_refused())
        assert ffmpegs() == []
        assert seen
        for secret in ("mallory", "hu'sh", "hush", "sh@"):
            assert not [text for text in (*map(str, told), *seen) if secret in text]


class TestLeaving:
    def test_whoever_leaves_what_never_ends_leaves_no_ffmpeg(self, web: WebServer) -> None:
        url = web.serve("/live", broadcast(live(b"", RATE), never_ends))
        got = heard(url, most=2)
        assert got.failure == ""
        assert ffmpegs() == []

    def test_whoever_is_cancelled_while_nothing_comes_leaves_no_ffmpeg(
        self, web: WebServer
    ) -> None:
        url = web.serve("/live", stalls)

        async def work() -> None:
            source = WebStream(url, RATE, lambda _: None).iter_chunks()
            waiting = asyncio.ensure_future(anext(source))
            await until(lambda: web.visits["/live"])
            assert len(ffmpegs()) == 1
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert ffmpegs() == []

        on_loop(work())


class Pausing:
    """A stream that can be paused."""

    def __init__(self, url: str) -> None:
        self.told: list[Event] = []
        self._source = PausableSource(
            lambda tell: WebStream(url, RATE, tell, QUICK), self.told.append, live=True
        )
        self.chunks = self._source.iter_chunks()

    async def heard(self, seconds: float) -> list[Chunk]:
        return [await anext(self.chunks) for _ in range(round(seconds / CHUNK_SECONDS))]

    async def paused_and_resumed(self) -> float:
        """Pause until ffmpeg is gone, and return how long that was by the loop's clock."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert ffmpegs()
        self._source.pause()
        waiting = asyncio.ensure_future(anext(self.chunks))
        await until(lambda: not ffmpegs())
        seconds = loop.time() - began
        self._source.resume()
        self.first = await waiting
        return seconds


class TestPauses:
    def test_broadcast_goes_on_with_now_and_stream_time_knows(self, web: WebServer) -> None:
        pages = [broadcast(live(data, RATE), stalls) for data in (BEFORE, AFTER)]
        url = web.serve("/live", *pages)

        async def work() -> None:
            pausing = Pausing(url)
            async with contextlib.aclosing(pausing.chunks):
                before = await pausing.heard(1)
                seconds = await pausing.paused_and_resumed()
                after = [pausing.first, *await pausing.heard(1)]
            assert AFTER.startswith(joined(after))
            assert after[0].stream_time >= before[-1].stream_time + before[-1].seconds + seconds

        on_loop(work())

    def test_film_goes_on_where_it_was(self, web: WebServer) -> None:
        film = noise(5, 60)
        url = web.serve("/film", whole(wav(film, RATE)))

        async def work() -> None:
            pausing = Pausing(url)
            async with contextlib.aclosing(pausing.chunks):
                before = await pausing.heard(1)
                await pausing.paused_and_resumed()
                rest = [pausing.first, *[chunk async for chunk in pausing.chunks]]
            assert joined(before + rest) == film
            assert rest[0].stream_time == pytest.approx(1)
            assert [event.state for event in pausing.told if isinstance(event, SourceChanged)] == [
                SourceState.LISTENING,
                SourceState.PAUSED,
                SourceState.OPENING,
                SourceState.LISTENING,
                SourceState.ENDED,
            ]

        on_loop(work())


def joined(chunks: list[Chunk]) -> bytes:
    return b"".join(chunk.data for chunk in chunks)
