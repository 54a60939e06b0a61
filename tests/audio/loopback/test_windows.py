"""What Windows plays, through a stand-in of PyAudioWPatch 0.2.12.9: its names, errors, callback."""

import sys
from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest

from captions.audio import device_list
from captions.audio.devices import portaudio
from captions.audio.devices.thread_queue import ThreadQueue
from captions.audio.loopback import loopback, windows
from captions.audio.loopback.speakers import SpeakerDevice
from captions.errors import DeviceError
from tests.conftest import on_loop
from tests.support.sound.fake_sounddevice import Hardware, SoundLibrary

SPEAKERS = SpeakerDevice("Speakers (Realtek)", "Windows WASAPI", 2, 48_000, is_default=True)
HEADSET = SpeakerDevice("Headset", "Windows WASAPI", 1, 44_100, is_default=False)


class Library:
    """Takes the place of the module `pyaudiowpatch`."""

    paInt16 = 8  # noqa: N815  # as the library has it
    paContinue = 0  # noqa: N815
    paInputOverflow = 2  # noqa: N815

    def __init__(self, *plugged_in: SpeakerDevice) -> None:
        self.plugged_in = list(plugged_in)
        self.refusal: Exception | None = None
        """What opening a stream raises."""
        self.has_wasapi = True
        self.running: list[PyAudio] = []

    def PyAudio(self) -> "PyAudio":  # noqa: N802  # as the library has it
        return PyAudio(self)


class PyAudio:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._speakers = list(library.plugged_in)  # as old as PortAudio's start
        self.streams: list[Stream] = []
        library.running.append(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminate()

    def terminate(self) -> None:
        for stream in list(self.streams):
            stream.close()
        self._library.running.remove(self)

    def get_loopback_device_info_generator(self) -> Iterator[dict[str, Any]]:
        if not self._library.has_wasapi:
            raise OSError(-9979, "Host API not found")
        for number, speakers in enumerate(self._speakers):
            yield {
                "index": 10 + number,
                "name": f"{speakers.name} [Loopback]",
                "maxInputChannels": speakers.channels,
                "maxOutputChannels": 0,
                "defaultSampleRate": float(speakers.rate),
                "isLoopbackDevice": True,
            }

    def get_default_wasapi_loopback(self) -> dict[str, Any]:
        if not self._library.has_wasapi:
            raise OSError("WASAPI is not available")
        for found, speakers in zip(
            self.get_loopback_device_info_generator(), self._speakers, strict=True
        ):
            if speakers.is_default:
                return found
        raise LookupError("No analogue is found for passed device")

    def open(self, **settings: Any) -> "Stream":  # noqa: ANN401  # as many as the library takes
        if self._library.refusal is not None:
            raise self._library.refusal
        self.streams.append(Stream(self, settings))
        return self.streams[-1]


class Stream:
    def __init__(self, audio: PyAudio, settings: dict[str, Any]) -> None:
        self._audio = audio
        self.settings = settings
        self.active = True
        self.unplugged = False

    @property
    def callback(self) -> Callable[[bytes, int, object, int], tuple[None, int]]:
        taken: Callable[[bytes, int, object, int], tuple[None, int]]
        taken = self.settings["stream_callback"]
        return taken

    def is_active(self) -> bool:
        if self.unplugged:
            raise OSError(-9988, "Stream closed")
        return self.active

    def close(self) -> None:
        if self.unplugged:
            raise OSError(-9988, "Stream closed")
        self.active = False
        self._audio.streams.remove(self)


def use(monkeypatch: pytest.MonkeyPatch, *plugged_in: SpeakerDevice) -> Library:
    library = Library(*plugged_in)
    monkeypatch.setitem(sys.modules, "pyaudiowpatch", library)
    return library


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    return use(monkeypatch, HEADSET, SPEAKERS)


def test_speakers_are_listed_by_their_own_names(library: Library) -> None:
    assert windows.list_speakers() == [HEADSET, SPEAKERS]
    assert library.running == []


def test_none_is_the_default_where_windows_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, HEADSET)
    assert windows.list_speakers() == [HEADSET]


def test_computer_without_wasapi_has_no_speakers(library: Library) -> None:
    library.has_wasapi = False
    assert windows.list_speakers() == []
    assert library.running == []


def test_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyaudiowpatch", None)
    assert windows.list_speakers() == []
    with pytest.raises(DeviceError) as missing:
        windows.open_stream("Headset", ThreadQueue(0.025))
    assert missing.value.message == windows.ADVICE
    assert "pip install 'captions-overlay[windows]'" in str(windows.ADVICE)


def test_speakers_are_recorded_as_they_play(library: Library) -> None:
    running = windows.open_stream(SPEAKERS.name, ThreadQueue(0.025))
    settings = library.running[0].streams[0].settings
    del settings["stream_callback"]
    assert settings == {
        "rate": 48_000,
        "channels": 2,
        "format": Library.paInt16,
        "input": True,
        "input_device_index": 11,
        "frames_per_buffer": 2400,
    }
    assert (running.rate, running.channels, running.is_active) == (48_000, 2, True)
    running.close()
    assert library.running == []


@pytest.mark.usefixtures("expected_errors")
def test_blocks_cross_and_losses_of_the_library_count(library: Library) -> None:
    async def heard() -> tuple[tuple[None, int], bytes | None, int]:
        crossing = ThreadQueue(0.025)
        running = windows.open_stream(SPEAKERS.name, crossing)
        callback = library.running[0].streams[0].callback
        answer = callback(b"abcd", 1, {}, 0)
        callback(b"efgh", 1, {}, Library.paInputOverflow | 1)
        block = await crossing.next_block(1)
        running.close()
        return answer, block, crossing.lost_blocks

    assert on_loop(heard()) == ((None, Library.paContinue), b"abcd", 1)


def test_speakers_that_are_gone_are_named(library: Library) -> None:
    with pytest.raises(DeviceError, match=r"HDMI is disconnected: connect it again\."):
        windows.open_stream("HDMI", ThreadQueue(0.025))
    assert library.running == []


@pytest.mark.parametrize(
    "refusal", [OSError(-9985, "Device unavailable"), ValueError("Invalid audio channels")], ids=str
)
def test_speakers_that_refuse_are_told_and_left(library: Library, refusal: Exception) -> None:
    library.refusal = refusal
    with pytest.raises(
        DeviceError, match="cannot be recorded: another program may have exclusive use"
    ):
        windows.open_stream(HEADSET.name, ThreadQueue(0.025))
    assert library.running == []


def test_stream_of_unplugged_speakers_is_dead_and_can_be_closed(library: Library) -> None:
    running = windows.open_stream(HEADSET.name, ThreadQueue(0.025))
    library.running[0].streams[0].unplugged = True
    assert not running.is_active
    running.close()


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_each_system_has_its_port(system: str) -> None:
    port = loopback.system_backend(system)
    name = "" if port is None else str(getattr(port, "__name__", ""))
    assert name.rpartition(".")[2] == {"win32": "windows", "darwin": "macos", "linux": ""}[system]


@pytest.mark.usefixtures("library")
def test_speakers_are_listed_beside_microphones(monkeypatch: pytest.MonkeyPatch) -> None:
    SoundLibrary.instead(
        monkeypatch, [Hardware("Microphone", "Windows WASAPI"), Hardware("Stereo Mix (Realtek)")]
    )
    monkeypatch.setattr(sys, "platform", "win32")
    found = portaudio.SYSTEM.run_blocking(device_list.scan_devices)
    assert [(one.name, one.kind, one.is_default) for one in found] == [
        ("Microphone", "input", True),
        ("Stereo Mix (Realtek)", "loopback", False),
        ("Headset", "loopback", False),
        ("Speakers (Realtek)", "loopback", True),
    ]
    heard = device_list.choose_device(found, "", device_list.LOOPBACK)
    assert heard is not None
    assert heard.name == "Speakers (Realtek)"
