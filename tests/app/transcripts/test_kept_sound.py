"""Sound of a kept session, which is recorded, ended and deleted while captions run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from captions.app.transcripts.kept_sound import KeptSound
from captions.history.sound.folders import delete_sound, session_folder
from captions.history.sound.pieces import list_pieces
from captions.history.sound.reader import SoundReader
from captions.messages.message import Message
from captions.pcm import SAMPLE_BYTES, Chunk

RATE = 16_000


@pytest.fixture
def problems() -> list[Message]:
    return []


@pytest.fixture
def sound(tmp_path: Path, problems: list[Message]) -> Iterator[KeptSound]:
    kept = KeptSound(tmp_path, problems.append)
    yield kept
    kept.close()


def second_of_sound(stream_time: float) -> Chunk:
    return Chunk(bytes(RATE * SAMPLE_BYTES), RATE, stream_time)


def measure_session(data_folder: Path, session_id: int) -> float:
    return SoundReader(session_folder(data_folder, session_id)).seconds


def test_each_session_has_its_own_sound(sound: KeptSound, tmp_path: Path) -> None:
    for session_id in (1, 2):
        for number in range(3):
            sound.record_chunk(session_id, "", second_of_sound(number))
    sound.close()
    assert measure_session(tmp_path, 1) == pytest.approx(3.0, abs=0.01)
    assert measure_session(tmp_path, 2) == pytest.approx(3.0, abs=0.01)


def test_sound_that_is_ended_is_complete_and_may_continue(sound: KeptSound, tmp_path: Path) -> None:
    sound.record_chunk(1, "", second_of_sound(0.0))
    sound.end()
    sound.record_chunk(1, "", second_of_sound(1.0))
    sound.close()
    assert measure_session(tmp_path, 1) == pytest.approx(2.0, abs=0.01)


def test_what_arrives_while_sound_is_deleted_is_recorded_afterwards(
    sound: KeptSound, tmp_path: Path, problems: list[Message]
) -> None:
    sound.record_chunk(1, "", second_of_sound(0.0))
    with sound.pause(1):
        assert measure_session(tmp_path, 1) == pytest.approx(1.0, abs=0.01), "it is closed"
        sound.record_chunk(1, "", second_of_sound(1.0))
        delete_sound(tmp_path, 1)
        assert not session_folder(tmp_path, 1).exists()
    sound.record_chunk(1, "", second_of_sound(2.0))
    sound.close()
    (piece,) = list_pieces(session_folder(tmp_path, 1))[""]
    assert piece.start == 1.0
    assert measure_session(tmp_path, 1) == pytest.approx(3.0, abs=0.01)
    assert problems == []


def test_deleting_the_sound_of_another_session_changes_nothing(
    sound: KeptSound, tmp_path: Path
) -> None:
    sound.record_chunk(1, "", second_of_sound(0.0))
    with sound.pause(2):
        sound.record_chunk(1, "", second_of_sound(1.0))
    sound.close()
    assert len(list_pieces(session_folder(tmp_path, 1))[""]) == 1
    assert measure_session(tmp_path, 1) == pytest.approx(2.0, abs=0.01)
