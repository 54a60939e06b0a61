"""Files that are known by how they begin, and samples that are taken for none of them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.audio.files import headers
from captions.messages.message import Message
from captions.pcm import Samples, to_bytes

NAMES = (
    *("a.wav", "a.flac", "a.ogg", "a.opus", "a.mp3", "a.m4a", "a.mov", "a.webm", "a.mkv", "a.ts"),
    *("a.m2ts", "a.mpg", "a.aac", "a.aiff", "a.au", "a.caf", "a.w64", "a.avi", "a.flv", "a.wma"),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    command = ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=d=1:r=44100"]
    subprocess.run([*command, *(str(folder / name) for name in NAMES)], check=True, timeout=60)
    tagless = (
        "-id3v2_version",
        "0",
        "-write_xing",
        "0",
        "-ar",
        "22050",
        str(folder / "tagless.mp3"),
    )
    subprocess.run([*command, *tagless], check=True, timeout=60)
    return folder


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="it makes the files")
@pytest.mark.parametrize("name", [*NAMES, "tagless.mp3"])
def test_recordings_are_recognised(files: Path, name: str) -> None:
    head = (files / name).read_bytes()[: headers.MAX_HEADER_BYTES]
    assert headers.is_recording(head[: headers.required_bytes(head[:8])])
    assert not headers.other_kind(head)
    assert headers.is_uncompressed(head) == (name[2:] in ("wav", "aiff", "au", "caf", "w64"))


def test_only_films_with_their_index_last_need_seeking(files: Path) -> None:
    whole = files / "a.m4a"
    fast = files / "fast.m4a"
    command = ("ffmpeg", "-nostdin", "-v", "error", "-i", str(whole), "-c", "copy")
    subprocess.run((*command, "-movflags", "faststart", str(fast)), check=True, timeout=60)
    assert headers.needs_seeking(whole.read_bytes()[: headers.MAX_HEADER_BYTES])
    assert not headers.needs_seeking(fast.read_bytes()[: headers.MAX_HEADER_BYTES])
    assert not headers.needs_seeking((files / "a.wav").read_bytes()[: headers.MAX_HEADER_BYTES])


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\3\4" + bytes(60), "an archive (ZIP)"),
        (b"\x1f\x8b" + bytes(60), "an archive (gzip)"),
        (b"%PDF-1.7" + bytes(60), "a PDF document"),
        (b"\x89PNG\r\n" + bytes(60), "a picture"),
        (b"<!doctype html><html><head><title>Not found</title></head>", "text"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile:///etc/x\n", "text"),
    ],
)
def test_what_is_no_sound_is_recognised(head: bytes, kind: str) -> None:
    assert str(headers.other_kind(head)) == kind
    assert not headers.is_recording(head)


def test_speech_is_taken_for_no_file(speech: Samples) -> None:
    data = to_bytes(speech)
    for start in range(0, len(data) - headers.MAX_HEADER_BYTES, 2 * 977):
        head = data[start : start + headers.MAX_HEADER_BYTES]
        assert not headers.is_recording(head)
        assert not headers.other_kind(head)


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_for_something(head: bytes) -> None:
    headers.needs_seeking(head)
    assert headers.required_bytes(head) <= headers.MAX_HEADER_BYTES
    assert isinstance(headers.is_recording(head), bool)
    assert isinstance(headers.other_kind(head), Message | None)
