"""Reading the system's keyring never makes the desktop ask for the password of a new one."""

import pytest
import secretstorage
from keyring.backends import SecretService
from keyring.backends.chainer import ChainerBackend
from secretstorage.exceptions import ItemNotFoundException
from typing_extensions import override

from captions.credentials.keyring_reader import KeyringReader
from tests.support.fakes.keyrings import MemoryRing


class Desktop:
    """A desktop's Secret Service, which may have no keyring."""

    def __init__(self) -> None:
        self.keyrings = 0
        self.is_open = 0

    def close(self) -> None:
        self.is_open -= 1


class ServiceRing(SecretService.Keyring):
    """The package's keyring on such a desktop."""

    priority = 5

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the package has no types
        self._desktop = desktop
        self._kept = MemoryRing()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self._desktop.keyrings = 1
        return self._kept.get_password(service, username)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self._desktop.keyrings = 1
        self._kept.set_password(service, username, password)

    @override
    def delete_password(self, service: str, username: str) -> None:
        self._kept.delete_password(service, username)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    made = Desktop()

    def connect() -> Desktop:
        made.is_open += 1
        return made

    def open_collection(_: object) -> None:
        if not made.keyrings:
            raise ItemNotFoundException

    monkeypatch.setattr(secretstorage, "dbus_init", connect)
    monkeypatch.setattr(secretstorage, "Collection", open_collection)
    return made


def test_reading_creates_no_keyring_and_storing_does(desktop: Desktop) -> None:
    reader = KeyringReader(ServiceRing(desktop))
    assert reader.get_password("captions", "key") is None
    assert desktop.keyrings == 0
    reader.set_password("captions", "key", "s3cret")
    assert desktop.keyrings == 1
    assert reader.get_password("captions", "key") == "s3cret"
    reader.delete_password("captions", "key")
    assert reader.get_password("captions", "key") is None
    assert not desktop.is_open, "connections to the bus are closed"


def test_the_other_keyrings_of_a_chain_are_read(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = MemoryRing()
    other.set_password("captions", "key", "s3cret")
    monkeypatch.setattr(ChainerBackend, "backends", [ServiceRing(desktop), other])
    chain = ChainerBackend()  # type: ignore[no-untyped-call]  # as above
    assert KeyringReader(chain).get_password("captions", "key") == "s3cret"
    assert desktop.keyrings == 0
