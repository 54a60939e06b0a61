"""What a program sends, as the wire has it: every form of sound, and everything that is none."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.errors import UsageError
from captions.pcm import to_ulaw
from captions.protocol.messages import (
    InputAudioChunk,
    decode_audio,
    decode_client_message,
    encode_message,
)
from captions.protocol.options import AudioFormat
from captions.realtime.payload import Audio, FrameEncoder

VALUES = [0, 1, -2, 300, 32_767, -32_768]
DATA = np.array(VALUES, "<i2").tobytes()
TEXT = b64encode(DATA).decode()
FORMS: dict[str, Callable[[bytes], Any]] = {
    "bytes": bytes,
    "a bytearray": bytearray,
    "a memoryview": memoryview,
    "a memoryview of samples": lambda data: np.frombuffer(data, "<i2").data,
    "little-endian int16": lambda data: np.frombuffer(data, "<i2"),
    "big-endian int16": lambda data: np.frombuffer(data, "<i2").astype(">i2"),
    "every second sample of an array": lambda data: np.frombuffer(data, "<i2").repeat(2)[::2],
    "float32": lambda data: np.frombuffer(data, "<i2").astype(np.float32) / 32_768,
    "big-endian float64": lambda data: np.frombuffer(data, "<i2").astype(">f8") / 32_768,
    "base64": lambda data: b64encode(data).decode(),
    "a dict": lambda data: {"audio_base_64": data},
    "a dict of base64": lambda data: {"audio_base_64": b64encode(data).decode()},
    "a mapping that is no dict": lambda data: MappingProxyType({"audio_base_64": data}),
}

each_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def pcm() -> FrameEncoder:
    return FrameEncoder(AudioFormat.PCM_16000, 16_000)


def ulaw() -> FrameEncoder:
    return FrameEncoder(AudioFormat.ULAW_8000, 8000)


def sent(payload: FrameEncoder, data: "Mapping[str, Any] | Audio") -> tuple[InputAudioChunk, float]:
    """Return what the server reads, and the seconds that it sounds."""
    if isinstance(data, Mapping):
        chunk, seconds = payload.build_chunk(data)
        return decode_client_message(encode_message(chunk)), seconds
    frame, seconds = payload.encode_frame(data)
    return decode_client_message(frame), seconds


class TestForms:
    @each_form
    def test_every_form_of_the_same_samples_is_the_same_message(
        self, form: Callable[[bytes], Any]
    ) -> None:
        message, seconds = sent(pcm(), form(DATA))
        assert message.audio_base_64 == TEXT
        assert message.sample_rate == 16_000
        assert not message.commit
        assert message.previous_text is None
        assert seconds == pytest.approx(len(VALUES) / 16_000)

    @each_form
    @given(samples=st.lists(st.integers(-32_768, 32_767), max_size=300))
    def test_what_is_sent_arrives(self, form: Callable[[bytes], Any], samples: list[int]) -> None:
        data = np.array(samples, "<i2").tobytes()
        message, seconds = sent(pcm(), form(data))
        assert decode_audio(message) == data
        assert seconds == pytest.approx(len(samples) / 16_000)

    def test_format_that_is_not_known_is_pcm_at_the_given_rate(self) -> None:
        message, seconds = sent(FrameEncoder(None, 12_345), DATA)
        assert message == InputAudioChunk(TEXT, sample_rate=12_345)
        assert seconds == pytest.approx(len(VALUES) / 12_345)

    def test_floats_beyond_full_scale_are_clipped(self) -> None:
        message, _ = sent(pcm(), np.array([-9, -1, -0.5, 0, 0.5, 1, 9], np.float32))
        heard = np.frombuffer(decode_audio(message), "<i2").tolist()
        assert heard == [-32_768, -32_768, -16_384, 0, 16_384, 32_767, 32_767]

    @pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
    def test_floats_that_are_no_numbers_are_silence(self, kind: type[np.floating[Any]]) -> None:
        message, _ = sent(pcm(), np.array([0.5, np.nan, np.inf, -np.inf, 0.5], kind))
        heard = np.frombuffer(decode_audio(message), "<i2").tolist()
        assert heard == [16_384, 0, 0, 0, 16_384]

    @pytest.mark.parametrize(
        "nothing",
        [
            pytest.param(b"", id="no bytes"),
            pytest.param("", id="no text"),
            pytest.param(np.zeros(0, np.int16), id="no samples"),
            pytest.param(np.zeros(0, np.float32), id="no floats"),
            pytest.param({"audio_base_64": ""}, id="a mapping with no text"),
            pytest.param({"audio_base_64": b"", "commit": False}, id="a mapping with no bytes"),
        ],
    )
    def test_nothing_is_a_message_without_sound(self, nothing: "dict[str, Any] | Audio") -> None:
        message, seconds = sent(pcm(), nothing)
        assert message.audio_base_64 == ""
        assert seconds == 0


class TestMuLaw:
    @given(st.binary(max_size=300))
    def test_its_bytes_are_samples_and_go_as_they_are(self, data: bytes) -> None:
        for form in (data, b64encode(data).decode(), {"audio_base_64": bytearray(data)}):
            message, seconds = sent(ulaw(), form)
            assert decode_audio(message) == data
            assert message.sample_rate == 8000
            assert seconds == pytest.approx(len(data) / 8000)

    @pytest.mark.parametrize("dtype", ["<i2", ">i2", "<f4"])
    def test_arrays_are_encoded(self, dtype: str) -> None:
        samples = np.array(VALUES, "<i2").astype(dtype)
        if samples.dtype.kind == "f":
            samples = samples / 32_768
        message, seconds = sent(ulaw(), samples)
        assert decode_audio(message) == to_ulaw(DATA)
        assert seconds == pytest.approx(len(VALUES) / 8000)


class TestMappings:
    @pytest.mark.parametrize(
        ("more", "commit", "previous_text"),
        [
            pytest.param({"commit": True}, True, None, id="a commit"),
            pytest.param({"commit": False}, False, None, id="no commit"),
            pytest.param({"commit": None}, False, None, id="a commit of which nothing is said"),
            pytest.param({"sample_rate": 16_000}, False, None, id="the session's own rate"),
            pytest.param({"sample_rate": None}, False, None, id="no rate"),
            pytest.param({"previous_text": "so it"}, False, "so it", id="the text before it"),
            pytest.param({"previous_text": None}, False, None, id="no text before it"),
            pytest.param(
                {"commit": True, "sample_rate": 16_000, "previous_text": 'a "b" \\'},
                True,
                'a "b" \\',
                id="all of them, and a text that is hard to write",
            ),
        ],
    )
    def test_every_key_is_sent(
        self, more: dict[str, Any], commit: bool, previous_text: str | None
    ) -> None:
        data = {"audio_base_64": TEXT, **more}
        message, seconds = sent(pcm(), data)
        assert message.audio_base_64 == TEXT
        assert message.sample_rate == 16_000
        assert (bool(message.commit), message.previous_text) == (commit, previous_text)
        assert seconds == pytest.approx(len(VALUES) / 16_000)
        assert sent(pcm(), MappingProxyType(data)) == (message, seconds)

    @pytest.mark.parametrize("form", [DATA, np.array(VALUES, ">i2")], ids=["bytes", "an array"])
    def test_sound_beside_other_keys_may_have_any_form(self, form: "Audio") -> None:
        message, _ = sent(pcm(), {"audio_base_64": form, "commit": True})
        assert message == InputAudioChunk(TEXT, commit=True, sample_rate=16_000)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"123", "3 bytes are not a whole number of 16-bit samples", id="odd bytes"),
        pytest.param(bytearray(1), "1 bytes are not a whole number", id="an odd bytearray"),
        pytest.param(
            memoryview(b"12345"), "5 bytes are not a whole number", id="an odd memoryview"
        ),
        pytest.param(np.zeros((2, 2), np.int16), r"shape \(n,\), not \(2, 2\)", id="stereo"),
        pytest.param(np.zeros((4, 1), np.int16), r"not \(4, 1\)", id="one channel as a column"),
        pytest.param(np.array(1, np.int16), r"not \(\)", id="an array without a dimension"),
        pytest.param(np.zeros(2, np.int32), "not int32", id="samples of 32 bits"),
        pytest.param(np.zeros(2, np.int8), "not int8", id="samples of 8 bits"),
        pytest.param(np.zeros(2, np.uint16), "not uint16", id="samples without a sign"),
        pytest.param(np.zeros(2, np.complex64), "not complex64", id="complex numbers"),
        pytest.param(np.zeros(2, np.bool_), "not bool", id="an array of booleans"),
        pytest.param(None, "not as NoneType", id="none at all"),
        pytest.param([0, 1], "not as list", id="a list of numbers"),
        pytest.param(7, "not as int", id="a number"),
        pytest.param({}, "it is missing", id="an empty mapping"),
        pytest.param({"commit": True}, "it is missing", id="a mapping without sound"),
        pytest.param({"audio_base_64": None}, "not as NoneType", id="a mapping with none"),
        pytest.param({"audioBase64": TEXT}, "'audioBase64' is not known", id="another spelling"),
        pytest.param(
            {"audio_base_64": TEXT, "comit": True}, "'comit' is not known", id="an unknown key"
        ),
        pytest.param({"audio_base_64": TEXT, 7: 1}, "'7' is not known", id="a key that is no text"),
        pytest.param(
            {"audio_base_64": TEXT, "sample_rate": 8000},
            "sample_rate: 8000\u00a0Hz does not match the session, which uses 16000",
            id="another rate",
        ),
        pytest.param(
            {"audio_base_64": b"1", "commit": True}, "1 bytes", id="a mapping with half a sample"
        ),
        pytest.param("no base64", "must be base64", id="a sentence"),
        pytest.param("AAA", "must be base64", id="base64 that is cut off"),
        pytest.param("AAA-AAA_", "must be base64", id="base64 for URLs"),
        pytest.param("AAAA\nAAA", "must be base64", id="base64 in lines"),
        pytest.param("äöüßäöüß", "must be base64", id="letters that base64 has not"),
        pytest.param("AAAA", "3 bytes are not a whole number", id="base64 of three bytes"),
        pytest.param("AA==", "1 bytes are not a whole number", id="base64 of one byte"),
    ],
)
def test_what_is_no_sound_is_named(data: Any, words: str) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(UsageError, match=words):
        sent(pcm(), data)


def test_empty_text_proves_no_base64() -> None:
    payload = pcm()
    sent(payload, "")
    with pytest.raises(UsageError, match="must be base64"):
        sent(payload, "!!!!!!!!")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("AAAA", "3 bytes are not a whole number", id="it holds half a sample"),
        pytest.param("AAAAA", "must be base64", id="it is cut off"),
        pytest.param('AAAAAA"}', "must be base64", id="it ends the frame"),
        pytest.param("AAAAAAA\\", "must be base64", id="it hides the end of the frame"),
        pytest.param("äöüßäöüß", "must be base64", id="it is no ASCII"),
    ],
)
def test_base64_is_looked_at_even_behind_some_that_was_good(text: str, words: str) -> None:
    payload = pcm()
    sent(payload, TEXT)
    with pytest.raises(UsageError, match=words):
        sent(payload, text)


@pytest.mark.parametrize(
    ("payload", "size", "seconds"),
    [
        pytest.param(pcm(), 3200, 0.1, id="a tenth of a second"),
        pytest.param(pcm(), 2, 1 / 16_000, id="one sample, with one padding character"),
        pytest.param(pcm(), 4, 2 / 16_000, id="two samples, with two padding characters"),
        pytest.param(pcm(), 6, 3 / 16_000, id="three samples, without padding"),
        pytest.param(FrameEncoder(AudioFormat.PCM_48000, 48_000), 96_000, 1.0, id="another rate"),
        pytest.param(ulaw(), 800, 0.1, id="mu-law, of which a sample is one byte"),
        pytest.param(pcm(), 0, 0.0, id="nothing"),
    ],
)
def test_message_knows_how_long_it_sounds(payload: FrameEncoder, size: int, seconds: float) -> None:
    for data in (bytes(size), {"audio_base_64": bytes(size), "commit": True}):
        assert sent(payload, data)[1] == pytest.approx(seconds)
