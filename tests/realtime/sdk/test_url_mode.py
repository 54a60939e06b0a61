"""Sessions that ffmpeg feeds: from a file or a URL to the last word, and everything that fails."""

import asyncio
import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import numpy as np
import pytest
import soundfile
from websockets.asyncio.server import ServerConnection

from captions.errors import (
    CaptionsError,
    ConnectionLostError,
    ConnectionRefusedByServerError,
    RecordingError,
    ServerReportedError,
)
from captions.pcm import Samples, from_bytes
from captions.protocol.addresses import Address
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    SessionStarted,
)
from captions.realtime import RealtimeConnection, ScribeRealtime
from captions.realtime.client_limits import ClientLimits
from captions.realtime.sdk.scribe import RealtimeUrlOptions
from tests.conftest import LONGEST_SECONDS, on_loop
from tests.support.child_processes import ffmpegs
from tests.support.servers.media_server import MediaServer, serving
from tests.support.servers.recorders import Listener, Service, Silent
from tests.support.servers.scripted_servers import Script, refusing, scripted

RATE = 16_000
CLIP_SECONDS = 5
"""Holds "It was the best of times, it was the worst of times", and a bit."""
PATIENT = ClientLimits(answer_timeout=LONGEST_SECONDS)
"""Wait for a real server even where a hundred programs compete with it."""
SECRET = "hush"  # noqa: S105  # that of a URL that nobody has

TONE = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE) / 8
"""What ffmpeg's ``sine`` gives by default."""

ENDLESS = "signal.alarm(100)\nwrite(SOUND)\nwhile True: signal.pause()"
"""A source that gives a second of sound, and then waits for more."""

FakeFfmpeg = Callable[[str], None]


@pytest.fixture(scope="module")
def clip(speech: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("media") / "clip.wav"
    soundfile.write(str(path), speech[: CLIP_SECONDS * RATE], RATE)
    return path


@pytest.fixture(scope="module")
def media(clip: Path, recording: Path) -> Iterator[MediaServer]:
    with serving(clip, recording) as server:
        yield server


@pytest.fixture(scope="module")
def decoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with what ffmpeg writes for a second of a tone."""
    path = tmp_path_factory.mktemp("decoded") / "tone.mka"
    tone = ("-f", "lavfi", "-i", f"sine=440:r={RATE}:d=1", "-c:a", "pcm_f32le")
    command = ("ffmpeg", "-nostdin", "-v", "error", *tone, "-f", "matroska", str(path))
    subprocess.run(command, check=True, timeout=60)
    return path


@pytest.fixture
def fake_ffmpeg(tmp_path: Path, decoded: Path, monkeypatch: pytest.MonkeyPatch) -> FakeFfmpeg:
    """Put a program of a few lines of Python in ffmpeg's place, with sound that it can write."""
    known = (
        "import os, signal, sys, time\n"
        f"with open({str(decoded)!r}, 'rb') as file: SOUND = file.read()\n"
        "def write(data):\n"
        "    while data: data = data[os.write(1, data):]\n"
    )

    def install(code: str) -> None:
        program = tmp_path / "ffmpeg"
        program.write_text(f"#!{sys.executable}\n{known}{code}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return install


def of(url: str | Path, **more: object) -> RealtimeUrlOptions:
    options: RealtimeUrlOptions = {"model_id": "scribe_v2_realtime", "url": str(url), **more}  # type: ignore[typeddict-item]  # what a test asks for
    return options


async def connected(
    address: Address, options: RealtimeUrlOptions, limits: ClientLimits = PATIENT
) -> RealtimeConnection:
    return await ScribeRealtime(address.api_key, address.url, limits=limits).connect(options)


def exit_code(connection: RealtimeConnection) -> int | None:
    code: int | None = connection.ffmpeg_process.returncode
    return code


class TestToTheLastWord:
    @pytest.mark.parametrize("strategy", ["manual", "vad"])
    @pytest.mark.parametrize("source", ["the path of a file", "a web address"])
    def test_last_words_are_committed_and_the_connection_closes_by_itself(
        self, speech_server: Address, clip: Path, media: MediaServer, strategy: str, source: str
    ) -> None:
        url = clip if source == "the path of a file" else f"http://{media.host}/{clip.name}"

        async def work() -> tuple[list[object], Listener, int | None]:
            connection = await connected(speech_server, of(url, commit_strategy=strategy))
            listener = Listener(connection)
            events = [event async for event in connection]
            await listener.closed.wait()
            return list(events), listener, exit_code(connection)

        events, listener, code = on_loop(work())
        committed = [event.text for event in events if isinstance(event, CommittedTranscript)]
        assert isinstance(events[0], SessionStarted)
        assert "best of times" in " ".join(committed)
        assert "worst of times" in " ".join(committed)
        assert " ".join(committed) == listener.text
        assert listener.names[:2] == ["open", "session_started"]
        assert listener.names.index("close") == len(listener.names) - 1
        assert "error" not in listener.names
        assert listener.fields("close")[0]["code"] == 1000
        assert code == 0

    def test_long_recording_is_sent_whole(
        self, media: MediaServer, recording: Path, speech: Samples
    ) -> None:
        plain = {"message_type": "committed_transcript", "text": ""}
        timed = {"message_type": "committed_transcript_with_timestamps", "text": ""}
        words = [{"text": "words", "start": 0, "end": len(speech) / RATE}]
        service = Service(plain, {**timed, "words": words})

        async def work() -> list[str]:
            async with scripted(service) as address:
                url = f"http://{media.host}/{recording.name}"
                connection = await connected(address, of(url, include_timestamps=True))
                listener = Listener(connection)
                await listener.closed.wait()
            return listener.names[2:]

        names = on_loop(work())
        assert names == ["committed_transcript", "committed_transcript_with_timestamps", "close"]
        sent = from_bytes(b"".join(service.chunks))
        padding = round(0.3 * RATE)  # So that the last commit is accepted whatever came before.
        assert len(sent) == pytest.approx(len(speech) + padding, abs=RATE // 10)
        assert np.corrcoef(sent[: 40 * RATE], speech[: 40 * RATE])[0, 1] > 0.9

    def test_last_timed_transcript_comes_before_the_close(
        self, speech_server: Address, clip: Path
    ) -> None:
        async def work() -> list[object]:
            async with await connected(speech_server, of(clip, include_timestamps=True)) as session:
                return [event async for event in session]

        last = on_loop(work())[-1]
        assert isinstance(last, CommittedTranscriptWithTimestamps)
        assert last.words
        assert 0 < (last.words[-1].end or 0) <= CLIP_SECONDS

    def test_little_sound_is_committed_too(self, tmp_path: Path) -> None:
        path = tmp_path / "short.wav"
        soundfile.write(str(path), np.full(RATE // 10, 0.5, np.float32), RATE)
        service = Service()

        async def work() -> list[str]:
            async with scripted(service) as address:
                connection = await connected(address, of(path))
                listener = Listener(connection)
                await listener.closed.wait()
            return listener.names

        names = on_loop(work())
        assert names == ["open", "session_started", "committed_transcript", "close"]
        sent = np.frombuffer(b"".join(service.chunks), "<i2")
        assert len(sent) == pytest.approx(0.3 * RATE, abs=1)
        assert (sent[: RATE // 10] == 1 << 14).all()
        assert not sent[RATE // 10 :].any()

    def test_finish_in_the_middle_commits_what_was_sent(self, fake_ffmpeg: FakeFfmpeg) -> None:
        fake_ffmpeg(ENDLESS)
        service = Service()

        async def work() -> tuple[Listener, int | None]:
            async with scripted(service) as address:
                connection = await connected(address, of("anything"))
                listener = Listener(connection)
                await service.heard.wait()
                await connection.finish()
                return listener, exit_code(connection)

        listener, code = on_loop(work())
        assert service.commits == 1
        assert listener.names == ["open", "session_started", "committed_transcript", "close"]
        assert code == -signal.SIGTERM


def test_realtime_is_never_quicker_than_speech(speech: Samples, tmp_path: Path) -> None:
    path = tmp_path / "clip.wav"
    soundfile.write(str(path), speech[: RATE * 3 // 2], RATE)
    service = Service()

    async def work() -> float:
        async with scripted(service) as address:
            began = time.monotonic()
            connection = await connected(address, of(path, realtime=True))
            await service.asked.wait()
            took = time.monotonic() - began
            await connection.close()
        return took

    assert on_loop(work()) >= 1.2
    assert sum(map(len, service.chunks)) == RATE * 3 // 2 * 2


def without_a_stream(folder: Path, media: MediaServer) -> dict[str, tuple[str, str]]:
    """Return a source of each kind that gives no sound, and ffmpeg's words for it."""
    (folder / "noise.bin").write_bytes(bytes(n * n % 251 for n in range(5000)))
    (folder / "empty.wav").touch()
    soundfile.write(str(folder / "still.wav"), np.zeros(0, np.float32), RATE)
    secret = f"user:{SECRET}@{media.host}"
    return {
        "a file that is missing": (str(folder / "missing.wav"), "No such file or directory"),
        "a file that is no sound": (str(folder / "noise.bin"), "Invalid data found"),
        "a file with nothing in it": (str(folder / "empty.wav"), "Invalid data found"),
        "a sound of no length": (str(folder / "still.wav"), "contains no audio"),
        "a folder": (str(folder), "Is a directory"),
        "an address of two lines": (f"http://{media.host}/a\nfile '{SECRET}'", "copy it again"),
        "an address of nothing": (f"http://{media.host}/nothing.wav", "404 Not Found"),
        "an address with a password and a token": (
            f"http://{secret}/nothing.wav?token={SECRET}&more=1#{SECRET}",
            "404 Not Found",
        ),
        "a password for a server that is not there": (
            f"http://user:{SECRET}@127.0.0.1:1/clip.wav?token={SECRET}",
            "Connection refused",
        ),
        "a password for another kind of server": (
            f"rtsp://user:{SECRET}@127.0.0.1:1/live?token={SECRET}",
            "Connection refused",
        ),
    }


@pytest.mark.parametrize(
    "what",
    [
        "a file that is missing",
        "a file that is no sound",
        "a file with nothing in it",
        "a sound of no length",
        "a folder",
        "an address of two lines",
        "an address of nothing",
        "an address with a password and a token",
        "a password for a server that is not there",
        "a password for another kind of server",
    ],
)
def test_source_without_sound_is_told_before_a_session_is_opened(
    tmp_path: Path, media: MediaServer, what: str
) -> None:
    url, words = without_a_stream(tmp_path, media)[what]
    service = Service()

    async def work() -> None:
        async with scripted(service) as address:
            await connected(address, of(url))

    with pytest.raises(RecordingError, match=words) as caught:
        on_loop(work())
    assert not service.clients
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "user" not in str(caught.value)


def test_missing_ffmpeg_is_told_before_a_session_is_opened(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    service = Service()

    async def work() -> None:
        async with scripted(service) as address:
            await connected(address, of(clip))

    with pytest.raises(RecordingError, match=r"ffmpeg is required.*install it"):
        on_loop(work())
    assert not service.clients


def test_address_that_gives_no_sound_in_time_is_told(media: MediaServer) -> None:
    limits = ClientLimits(url_start_timeout=0.3)
    service = Service()

    async def work() -> None:
        async with scripted(service) as address:
            url = f"http://{media.host}/silent?token={SECRET}"
            await connected(address, of(url), limits)

    with pytest.raises(RecordingError, match=r"/silent” delivered no audio within") as caught:
        on_loop(work())
    assert SECRET not in str(caught.value)
    assert not service.clients


@pytest.mark.skipif(sys.platform != "linux", reason="only there can processes be looked at so")
def test_no_list_of_processes_holds_the_secrets_of_an_address(media: MediaServer) -> None:
    media.asked.clear()

    async def work() -> list[str]:
        async with scripted(Service()) as address:
            url = f"HTTP://mallory:{SECRET}@{media.host}/silent?token={SECRET}"
            opening = asyncio.create_task(connected(address, of(url)))
            assert await asyncio.to_thread(media.asked.wait, 30)
            seen = ffmpegs()
            opening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await opening
        return seen

    [seen] = on_loop(work())
    assert "pipe:0" in seen
    assert SECRET not in seen
    assert "mallory" not in seen


def test_given_up_while_ffmpeg_waits_leaves_no_ffmpeg(media: MediaServer) -> None:
    media.asked.clear()
    media.left.clear()

    async def work() -> bool:
        async with scripted(Service()) as address:
            url = f"http://{media.host}/silent"
            opening = asyncio.create_task(connected(address, of(url)))
            assert await asyncio.to_thread(media.asked.wait, 30)
            opening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await opening
            return await asyncio.to_thread(media.left.wait, 30)

    assert on_loop(work())


class TestClosedInTheMiddle:
    async def _closed(
        self, service: Service, limits: ClientLimits = PATIENT
    ) -> tuple[list[str], int | None]:
        async with scripted(service) as address:
            connection = await connected(address, of("anything"), limits)
            listener = Listener(connection)
            await service.heard.wait()
            await connection.close()
            return listener.names, exit_code(connection)

    def test_no_error_is_told_and_no_process_is_left(self, fake_ffmpeg: FakeFfmpeg) -> None:
        fake_ffmpeg(ENDLESS)
        service = Service()
        told = on_loop(self._closed(service))
        assert told == (["open", "session_started", "close"], -signal.SIGTERM)
        assert not service.commits

    def test_nor_one_that_does_not_want_to_end(self, fake_ffmpeg: FakeFfmpeg) -> None:
        limits = ClientLimits(url_stop_timeout=0.1)
        fake_ffmpeg(f"signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{ENDLESS}")
        told = on_loop(self._closed(Service(), limits))
        assert told == (["open", "session_started", "close"], -signal.SIGKILL)

    def test_nor_while_the_last_answer_is_waited_for(self, clip: Path) -> None:
        service = Silent()

        async def work() -> tuple[list[str], int | None]:
            async with scripted(service) as address:
                connection = await connected(address, of(clip))
                listener = Listener(connection)
                await service.asked.wait()
                await connection.close()
                return listener.names, exit_code(connection)

        assert on_loop(work()) == (["open", "session_started", "close"], 0)


def test_refused_session_leaves_no_ffmpeg(fake_ffmpeg: FakeFfmpeg, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    fake_ffmpeg(f"with open({str(pid)!r}, 'w') as file: file.write(str(os.getpid()))\n{ENDLESS}")

    async def work() -> None:
        async with refusing(HTTPStatus.UNAUTHORIZED, "no") as address:
            await connected(address, of("anything"))

    with pytest.raises(ConnectionRefusedByServerError):
        on_loop(work())
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


@pytest.mark.parametrize("size", [1, 7, 999, 65_537])
def test_pieces_of_ffmpegs_output_never_split_a_sample(fake_ffmpeg: FakeFfmpeg, size: int) -> None:
    fake_ffmpeg(
        f"start = len(SOUND) - min(len(SOUND), 100 * {size})\n"
        "write(SOUND[:start])\n"
        f"while start < len(SOUND): write(SOUND[start:start + {size}]); start += {size}"
    )
    service = Service()

    async def work() -> Listener:
        async with scripted(service) as address:
            listener = Listener(await connected(address, of("anything")))
            await listener.closed.wait()
        return listener

    listener = on_loop(work())
    assert not [len(chunk) for chunk in service.chunks if len(chunk) % 2]
    sent = from_bytes(b"".join(service.chunks))
    assert len(sent) == RATE
    assert np.allclose(sent, TONE, atol=1e-3)
    assert listener.names[-2:] == ["committed_transcript", "close"]


def cut_off(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def spoiled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    start = len(data) * 2 // 3
    data[start : start + 2000] = bytes(n * n % 251 for n in range(2000))
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        pytest.param("clip.wav", cut_off, id="a wav file that is cut off"),
        pytest.param("clip.flac", cut_off, id="a flac file that is cut off"),
        pytest.param("clip.flac", spoiled, id="a flac file with garbage in its middle"),
        pytest.param("clip.ogg", spoiled, id="an ogg file with garbage in its middle"),
    ],
)
def test_broken_file_gives_what_it_has(
    speech_server: Address,
    speech: Samples,
    tmp_path: Path,
    name: str,
    spoil: Callable[[Path], None],
) -> None:
    path = tmp_path / name
    soundfile.write(str(path), speech[: CLIP_SECONDS * RATE], RATE)
    spoil(path)

    async def work() -> Listener:
        listener = Listener(await connected(speech_server, of(path)))
        await listener.closed.wait()
        return listener

    listener = on_loop(work())
    assert "It was the best of" in listener.text
    assert listener.names[-1] == "close"


def test_ffmpeg_that_fails_on_the_way_is_told_behind_what_it_gave(fake_ffmpeg: FakeFfmpeg) -> None:
    url = f"http://user:{SECRET}@127.0.0.1/live?token={SECRET}"
    fake_ffmpeg(
        "write(SOUND)\n"
        f"sys.stderr.write('warming up\\n[http @ 0x55] {url}: Connection reset by peer.\\n')\n"
        "sys.exit(1)"
    )
    service = Service()

    async def work() -> Listener:
        async with scripted(service) as address:
            listener = Listener(await connected(address, of(url)))
            await listener.closed.wait()
        return listener

    listener = on_loop(work())
    assert listener.names[-3:] == ["error", "committed_transcript", "close"]
    [failure] = listener.fields("error")
    assert failure["error"].endswith("cannot be streamed (ffmpeg: Connection reset by peer).")
    assert SECRET not in failure["error"]
    assert sum(map(len, service.chunks)) == 32_000


class TestServerThatFails:
    async def _fed(self, script: Script) -> tuple[list[str], CaptionsError]:
        async with scripted(script) as address:
            connection = await connected(address, of("anything"))
            listener = Listener(connection)
            with pytest.raises(CaptionsError) as caught:
                async for _ in connection:
                    pass
            await listener.closed.wait()
            await connection.close()
            assert exit_code(connection) is not None
        return listener.names, caught.value

    def test_break_is_told_once(self, fake_ffmpeg: FakeFfmpeg) -> None:
        async def script(client: ServerConnection) -> None:
            await client.recv()
            client.transport.abort()

        fake_ffmpeg(ENDLESS)
        names, error = on_loop(self._fed(script))
        assert names == ["open", "error", "close"]
        assert isinstance(error, ConnectionLostError)

    def test_servers_own_error_is_told_once(self, fake_ffmpeg: FakeFfmpeg) -> None:
        async def script(client: ServerConnection) -> None:
            await client.send('{"message_type": "quota_exceeded", "error": "No credit."}')
            await client.close(1008, "quota_exceeded")

        fake_ffmpeg(ENDLESS)
        names, error = on_loop(self._fed(script))
        assert names == ["open", "quota_exceeded", "error", "close"]
        assert isinstance(error, ServerReportedError)
        assert str(error) == "No credit."


def test_closing_ends_an_ffmpeg_whose_output_nobody_reads(
    media: MediaServer, recording: Path
) -> None:
    service = Service()

    async def work() -> int | None:
        async with scripted(service) as address:
            url = f"http://{media.host}/{recording.name}"
            connection = await connected(address, of(url, realtime=True))
            await service.heard.wait()
            await asyncio.sleep(0.3)  # As long as ffmpeg takes to fill every buffer.
            await connection.close()
            process = connection.ffmpeg_process
            assert process is not None
            code: int | None = process.returncode
            return code

    assert on_loop(work()) is not None


def test_file_whose_name_looks_like_a_protocol_is_a_file(
    tmp_path: Path, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    soundfile.write("12:30 talk.wav", speech[:RATE], RATE)
    service = Service()

    async def work() -> None:
        async with scripted(service) as address:
            connection = await connected(address, of("12:30 talk.wav"))
            listener = Listener(connection)
            await listener.closed.wait()

    on_loop(work())
    assert sum(map(len, service.chunks)) >= 2 * RATE


def film(path: Path, *options: str) -> Path:
    """Make a film of 6 s whose sound is made by ffmpeg's options."""
    picture = ("-f", "lavfi", "-i", "color=s=32x32:d=6:r=10", "-c:v", "mpeg4")
    command = ("ffmpeg", "-nostdin", "-v", "error", *picture, *options, str(path))
    subprocess.run(command, check=True, timeout=60)
    return path


def sent_for(url: str | Path) -> Samples:
    """Return what a server is sent of a source."""
    service = Service()

    async def work() -> None:
        async with scripted(service) as address:
            listener = Listener(await connected(address, of(url)))
            await listener.closed.wait()
            assert "error" not in listener.names

    on_loop(work())
    return from_bytes(b"".join(service.chunks))


def hertz(samples: Samples) -> float:
    """Return the frequency of a tone, from the second second on."""
    second = samples[RATE : 2 * RATE]
    return float(np.abs(np.fft.rfft(second * np.hanning(RATE))).argmax())


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("source", ["path", "file address", "web address"])
def test_sound_that_begins_after_the_picture_keeps_its_time(
    tmp_path: Path, suffix: str, source: str
) -> None:
    tone = ("-itsoffset", "4", "-f", "lavfi", "-i", "sine=440:d=2", "-map", "0", "-map", "1")
    path = film(tmp_path / f"film.{suffix}", *tone)
    with serving(path) as server:
        urls = {
            "file address": f"file://{path}",
            "web address": f"http://{server.host}/{path.name}",
        }
        sent = sent_for(urls.get(source, path))
    loud = np.flatnonzero(np.abs(sent) > 0.05)
    assert loud[0] / RATE == pytest.approx(4, abs=0.1)
    assert loud[-1] / RATE == pytest.approx(6, abs=0.1)


def test_speech_in_opposite_phase_is_heard(tmp_path: Path, speech: Samples) -> None:
    path = tmp_path / "opposite.wav"
    clip = speech[: CLIP_SECONDS * RATE]
    soundfile.write(str(path), np.stack([clip, -clip], axis=1), RATE)
    sent = sent_for(path)[: len(clip)]
    assert abs(np.corrcoef(sent, clip)[0, 1]) > 0.9


def test_default_track_is_heard(tmp_path: Path) -> None:
    tones = ("-f", "lavfi", "-i", "sine=400:d=3", "-f", "lavfi", "-i", "sine=800:d=3")
    maps = ("-map", "0", "-map", "1", "-map", "2")
    default = ("-disposition:a:0", "0", "-disposition:a:1", "default")
    path = film(tmp_path / "film.mkv", *tones, *maps, *default)
    assert hertz(sent_for(path)) == pytest.approx(800, abs=1)


def test_film_without_sound_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="contains no audio: choose another one"):
        sent_for(film(tmp_path / "silent.mp4"))
