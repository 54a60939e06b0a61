"""Samples: nothing is lost between chunks, rates and formats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.pcm import (
    Chunker,
    Resampler,
    from_bytes,
    from_ulaw,
    measure_level,
    to_bytes,
    to_ulaw,
)


@given(st.lists(st.integers(-32768, 32767), max_size=200))
def test_bytes_become_samples_and_bytes_again(values: list[int]) -> None:
    data = np.array(values, "<i2").tobytes()
    assert to_bytes(from_bytes(data)) == data


def test_what_is_beyond_full_scale_is_clipped() -> None:
    samples = np.array([-2, -1, 0, 1, 2], np.float32)
    assert np.frombuffer(to_bytes(samples), "<i2").tolist() == [-32768, -32768, 0, 32767, 32767]


@given(st.lists(st.binary(max_size=50), max_size=20), st.integers(1, 7))
def test_chunking_loses_nothing(pieces: list[bytes], size: int) -> None:
    chunker = Chunker(rate=10, chunk_seconds=size / 10, stream_time=5.0)
    chunks = [chunk for piece in pieces for chunk in chunker.feed(piece)]
    chunks += list(chunker.flush())
    data = b"".join(pieces)
    assert b"".join(chunk.data for chunk in chunks) == data[: len(data) - len(data) % 2]
    at = 5.0
    for chunk in chunks:
        assert chunk.stream_time == pytest.approx(at)
        at += chunk.seconds
    assert all(len(chunk.data) == 2 * size for chunk in chunks[:-1])
    assert list(chunker.flush()) == []


@pytest.mark.parametrize("from_rate", [8000, 44_100, 48_000, 16_000])
@pytest.mark.parametrize("block", [160, 999, 48_000])
def test_resampled_sine_is_a_sine_without_seams(from_rate: int, block: int) -> None:
    wave = np.sin(2 * np.pi * 440 * np.arange(2 * from_rate) / from_rate).astype(np.float32)
    resampler = Resampler(from_rate, 16_000)
    parts = [resampler.feed(wave[at : at + block]) for at in range(0, len(wave), block)]
    parts.append(resampler.feed(np.zeros(0, np.float32), last=True))
    heard = np.concatenate(parts)
    assert len(heard) == pytest.approx(32_000, abs=2)
    ideal = np.sin(2 * np.pi * 440 * np.arange(len(heard)) / 16_000)
    assert np.abs(heard - ideal)[800:-800].max() < 0.01


def test_level_is_told_in_decibels_of_full_scale() -> None:
    sine = np.sin(np.arange(16_000) / 10).astype(np.float32)
    assert measure_level(sine) == pytest.approx((0, -3.01), abs=0.05)
    assert measure_level(sine / np.float32(2)) == pytest.approx((-6.02, -9.03), abs=0.05)


@pytest.mark.parametrize("count", [0, 10])
def test_silence_is_as_quiet_as_it_gets(count: int) -> None:
    assert measure_level(np.zeros(count, np.float32)) == (-120, -120)


@pytest.mark.parametrize(
    ("linear", "code"), [(0, 0xFF), (-1, 0x7F), (32767, 0x80), (-32768, 0x00), (1000, 0xCE)]
)
def test_ulaw_codes_are_those_of_the_standard(linear: int, code: int) -> None:
    assert to_ulaw(np.array([linear], "<i2").tobytes()) == bytes([code])


def test_every_ulaw_code_survives() -> None:
    codes = bytes(range(256))
    again = to_ulaw(to_bytes(from_ulaw(codes)))
    # Zero has two codes; the negative one is read as plain zero.
    assert again == codes.replace(b"\x7f", b"\xff")
