"""The numbers of posts on disk."""

import asyncio
from pathlib import Path

import pytest

from captions.outputs.platforms.sequence_numbers import MAX_NUMBER, SequenceNumbers
from tests.conftest import on_loop

ADDRESS = "https://wmcapi.zoom.us/closedcaption?signature=4f1c9a"


def test_the_last_number_is_remembered_without_the_address(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "numbers.json"

    async def main() -> None:
        assert await SequenceNumbers(path).read_number(ADDRESS) == 0
        await SequenceNumbers(path).write_number(ADDRESS, 7)
        await SequenceNumbers(path).write_number("https://other.example", 3)
        assert await SequenceNumbers(path).read_number(ADDRESS) == 7

    on_loop(main())
    assert b"4f1c9a" not in path.read_bytes()


def test_platforms_may_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    addresses = [f"{ADDRESS}{index}" for index in range(20)]

    async def main() -> None:
        writers = [SequenceNumbers(path).write_number(address, 5) for address in addresses]
        await asyncio.gather(*writers)
        numbers = [await SequenceNumbers(path).read_number(address) for address in addresses]
        assert numbers == [5] * 20

    on_loop(main())


def test_only_the_newest_hundred_addresses_are_remembered(tmp_path: Path) -> None:
    async def main() -> None:
        numbers = SequenceNumbers(tmp_path / "numbers.json")
        for index in range(101):
            await numbers.write_number(f"{ADDRESS}{index}", 5)
        assert await numbers.read_number(f"{ADDRESS}0") == 0
        assert await numbers.read_number(f"{ADDRESS}1") == 5

    on_loop(main())


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\0", b"[1]", b'{"a": "b"}', b"[" * 50_000, b" " * 70_000],
    ids=["empty", "not text", "a list", "not numbers", "nested", "too large"],
)
def test_a_damaged_file_is_replaced(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.write_bytes(content)

    async def main() -> None:
        numbers = SequenceNumbers(path)
        assert await numbers.read_number(ADDRESS) == 0
        await numbers.write_number(ADDRESS, MAX_NUMBER - 1)
        assert await numbers.read_number(ADDRESS) == MAX_NUMBER - 1

    on_loop(main())


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    async def main() -> None:
        numbers = SequenceNumbers(tmp_path / "file" / "numbers.json")
        assert await numbers.write_number(ADDRESS, 1)
        assert await SequenceNumbers(tmp_path / "numbers.json").write_number(ADDRESS, 1) == ""

    on_loop(main())
