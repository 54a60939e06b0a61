"""The API key: from the environment, or from a keyring that may be locked, missing or asleep."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError
from typing_extensions import override

from captions.credentials import SERVICE_NAME, KeyPlace, KeyState, KeyStore, api_key, check_key
from captions.errors import KeyringError, UsageError
from tests.conftest import on_loop
from tests.support.fakes.keyrings import BrokenRing, MemoryRing, SleepyRing
from tests.support.virtual_screen import REPOSITORY

SERVER = "https://api.example.com"
SECRET = "sk_4f1c9a"  # noqa: S105  # of no account


def store(
    ring: MemoryRing | None = None,
    environment: Mapping[str, str] | None = None,
    server: str = SERVER,
    patience: float = 30,
) -> KeyStore:
    kept = ring or MemoryRing()
    return KeyStore(server, environment or {}, lambda: kept, patience)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ""),
        ({"CAPTIONS_API_KEY": " one\n", "ELEVENLABS_API_KEY": "two"}, "one"),
        ({"CAPTIONS_API_KEY": " ", "ELEVENLABS_API_KEY": "two"}, "two"),
    ],
    ids=["none is no key", "ours comes first", "blanks are none"],
)
def test_the_environments_key(environment: dict[str, str], expected: str) -> None:
    assert api_key(environment) == expected


def test_what_is_written_is_read_and_forgotten() -> None:
    async def main() -> None:
        keys = store(MemoryRing())
        assert await keys.read_state() == KeyState(KeyPlace.NOWHERE)
        await keys.write_key(f" {SECRET}\n")
        assert await keys.read_state() == KeyState(KeyPlace.KEYRING)
        assert await keys.read_key() == SECRET
        await keys.delete_key()
        assert await keys.read_key() == ""
        await keys.delete_key()

    on_loop(main())


def test_the_environment_wins_and_asks_no_keyring() -> None:
    async def main() -> None:
        keys = store(BrokenRing(KeyringLocked()), {"CAPTIONS_API_KEY": "one"})
        assert await keys.read_key() == "one"
        assert await keys.read_state() == KeyState(KeyPlace.ENVIRONMENT)

    on_loop(main())


def test_a_key_is_given_to_no_other_server() -> None:
    async def main() -> None:
        ring = MemoryRing()
        await store(ring).write_key(SECRET)
        assert await store(ring, server="wss://API.example.com/v1?x=1").read_key() == SECRET
        assert await store(ring, server="https://api.example.com:444").read_key() == ""
        assert await store(ring, server="https://example.com").read_key() == ""
        assert await store(ring, server="http://api.example.com").read_key() == ""
        assert await store(ring, server="http://api.example.com:443").read_key() == ""

    on_loop(main())


def test_the_user_of_an_address_is_no_part_of_the_account() -> None:
    async def main() -> None:
        ring = MemoryRing()
        await store(ring, server="https://me:hidden@api.example.com").write_key(SECRET)
        assert list(ring.kept) == [(SERVICE_NAME, "https://api.example.com:443")]

    on_loop(main())


@pytest.mark.parametrize(
    ("former", "server"),
    [
        ("api.example.com", "https://api.example.com"),
        ("api.example.com:444", "wss://API.example.com:444/v1"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_a_key_of_an_earlier_version_gets_its_new_account(former: str, server: str) -> None:
    async def main() -> None:
        ring = MemoryRing()
        ring.kept[SERVICE_NAME, former] = SECRET
        assert await store(ring, server=server).read_state() == KeyState(KeyPlace.KEYRING)
        ((_, account),) = ring.kept
        assert account.startswith("http")
        assert await store(ring, server=server).read_key() == SECRET

    on_loop(main())


def test_a_key_of_an_earlier_version_is_not_given_to_http_elsewhere() -> None:
    async def main() -> None:
        ring = MemoryRing()
        ring.kept[SERVICE_NAME, "192.168.1.5:8080"] = SECRET
        assert await store(ring, server="http://192.168.1.5:8080").read_key() == ""
        assert await store(ring, server="https://192.168.1.5:8080").read_key() == SECRET

    on_loop(main())


def test_a_key_that_cannot_be_moved_is_read_where_it_is() -> None:
    class ReadOnly(MemoryRing):
        @override
        def set_password(self, service: str, username: str, password: str) -> None:
            raise PasswordSetError

    async def main() -> None:
        ring = ReadOnly()
        ring.kept[SERVICE_NAME, "api.example.com"] = SECRET
        assert await store(ring).read_key() == SECRET
        await store(ring).delete_key()
        assert not ring.kept

    on_loop(main())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyringLocked(SECRET), "keyring is locked"),
        (InitError(SECRET), "keyring is locked"),
        (NoKeyringError(SECRET), "has no keyring"),
        (ModuleNotFoundError(SECRET), "has no keyring"),
        (PasswordSetError(SECRET), "keyring denied access"),
        (OSError(SECRET), "keyring denied access"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_keyring_that_fails_is_one_sentence_that_offers_the_environment(
    error: Exception, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        keys = store(BrokenRing(error))
        with pytest.raises(KeyringError) as failed:
            await keys.write_key(SECRET)
        sentence = str(failed.value)
        assert expected in sentence
        assert "CAPTIONS_API_KEY" in sentence
        assert await keys.read_state() == KeyState(KeyPlace.NO_KEYRING, failed.value.message)
        assert failed.value.__cause__ is None
        assert SECRET not in sentence + repr(keys) + caplog.text

    caplog.set_level(logging.DEBUG)
    on_loop(main())


def test_a_keyring_that_never_answers_is_given_up() -> None:
    async def main() -> None:
        ring = SleepyRing()
        with pytest.raises(KeyringError, match="does not respond"):
            await store(ring, patience=0.01).read_key()
        ring.woken.set()

    on_loop(main())


@pytest.mark.parametrize("text", ["", "  ", "a b", "é", "a\nb", "a\0", "x" * 513])
def test_what_cannot_be_a_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_key(text)
    assert not text.strip() or text not in str(refused.value)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A session bus of its own, and nothing else of a desktop."""
    if shutil.which("gnome-keyring-daemon") is None:
        raise FileNotFoundError("The tests need gnome-keyring: run packaging/dev.py.")
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    ) as bus:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        folders = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        runtime = {"XDG_RUNTIME_DIR": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": address}
        yield {**os.environ, **folders, **runtime}
        bus.terminate()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a keyring of Linux")
def test_a_real_keyring_keeps_a_key(desktop: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        env=desktop,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        assert daemon.stdin is not None
        assert daemon.stdout is not None
        daemon.stdin.write(b"a password")
        daemon.stdin.close()
        daemon.stdout.readline()
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.programs.keyring_writer", SERVER],
            cwd=REPOSITORY,
            env={**desktop, "GIVEN": SECRET},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        daemon.terminate()
    assert done.stderr == ""
    assert done.stdout.split("\n")[:3] == ["nowhere", "keyring True", "nowhere"]
    told = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a keyring of Linux")
def test_a_desktop_without_a_keyring_is_not_asked_to_create_one_for_reading(
    desktop: dict[str, str],
) -> None:
    without_screen = {**desktop, "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--components=secrets"],
        env=without_screen,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        assert daemon.stdout is not None
        daemon.stdout.readline()
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.programs.keyring_writer", SERVER],
            cwd=REPOSITORY,
            env=without_screen,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        daemon.terminate()
    assert (done.stdout, done.stderr) == ("nowhere\n", "")
