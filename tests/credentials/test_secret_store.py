"""Secrets of outputs: from the environment, or from a keyring that may not be usable."""

import logging
from collections.abc import Mapping

import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from captions.credentials import SERVICE_NAME, KeyPlace, KeyState, KeyStore, SecretStore
from captions.credentials.secret_store import MAX_SECRET_CHARS, ZOOM_VARIABLE, check_secret
from captions.errors import KeyringError, UsageError
from tests.conftest import on_loop
from tests.support.fakes.keyrings import BrokenRing, MemoryRing, SleepyRing

SECRET = "https://wmcapi.zoom.us/closedcaption?id=1&signature=4f1c9a"  # noqa: S105  # of no meeting


def store(
    ring: MemoryRing | None = None,
    environment: Mapping[str, str] | None = None,
    name: str = "zoom",
    variable: str = ZOOM_VARIABLE,
) -> SecretStore:
    kept = ring or MemoryRing()
    return SecretStore(name, variable, environment or {}, lambda: kept, 30)


def test_a_secret_is_stored_read_and_deleted() -> None:
    async def main() -> None:
        secrets = store()
        assert await secrets.read_state() == KeyState(KeyPlace.NOWHERE)
        await secrets.write(f" {SECRET}\n")
        assert await secrets.read_state() == KeyState(KeyPlace.KEYRING)
        assert await secrets.read() == SECRET
        await secrets.delete()
        assert await secrets.read() == ""
        await secrets.delete()

    on_loop(main())


def test_the_environment_comes_first_and_asks_no_keyring() -> None:
    async def main() -> None:
        secrets = store(BrokenRing(KeyringLocked()), {ZOOM_VARIABLE: f" {SECRET}\n"})
        assert await secrets.read() == SECRET
        assert await secrets.read_state() == KeyState(KeyPlace.ENVIRONMENT)

    on_loop(main())


def test_a_secret_without_a_variable_is_never_read_from_the_environment() -> None:
    async def main() -> None:
        assert await store(None, {"": SECRET}, "page", "").read() == ""

    on_loop(main())


def test_each_secret_has_its_own_account() -> None:
    async def main() -> None:
        ring = MemoryRing()
        await store(ring).write("one")
        await store(ring, name="teams").write("two")
        await KeyStore("zoom", {}, lambda: ring).write_key("three")
        assert await store(ring).read() == "one"
        assert await store(ring, name="teams").read() == "two"
        assert {service for service, _ in ring.kept} == {SERVICE_NAME}
        assert len(ring.kept) == 3

    on_loop(main())


@pytest.mark.parametrize(
    ("variable", "error", "expected"),
    [
        (ZOOM_VARIABLE, KeyringLocked(SECRET), f"variable {ZOOM_VARIABLE}"),
        (ZOOM_VARIABLE, NoKeyringError(SECRET), "has no keyring"),
        ("", KeyringLocked(SECRET), "cannot be used: unlock it"),
    ],
    ids=["a locked one names the variable", "none at all", "no variable can be named"],
)
def test_a_keyring_that_fails_is_one_sentence_without_the_secret(
    variable: str, error: Exception, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        secrets = store(BrokenRing(error), variable=variable)
        with pytest.raises(KeyringError) as failed:
            await secrets.write(SECRET)
        assert expected in str(failed.value)
        assert failed.value.__cause__ is None
        assert await secrets.read_state() == KeyState(KeyPlace.NO_KEYRING, failed.value.message)
        assert SECRET not in str(failed.value) + repr(secrets) + caplog.text

    caplog.set_level(logging.DEBUG)
    on_loop(main())


def test_a_keyring_that_never_answers_is_given_up() -> None:
    async def main() -> None:
        ring = SleepyRing()
        secrets = SecretStore("zoom", ZOOM_VARIABLE, {}, lambda: ring, 0.01)
        with pytest.raises(KeyringError, match="does not respond"):
            await secrets.read()
        ring.woken.set()

    on_loop(main())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ", "Nothing was entered"),
        ("pass\nword", "line breaks"),
        ("pass\0word", "invisible"),
        ("x" * (MAX_SECRET_CHARS + 1), ZOOM_VARIABLE),
    ],
    ids=["blanks", "two lines", "a control character", "longer than Windows stores"],
)
def test_what_cannot_be_stored_is_refused_without_being_repeated(text: str, expected: str) -> None:
    with pytest.raises(UsageError, match=expected) as refused:
        check_secret(text, ZOOM_VARIABLE)
    assert not text.strip() or text not in str(refused.value)


def test_a_password_may_contain_spaces_and_any_letters() -> None:
    assert check_secret(" größer als 3 ") == "größer als 3"
