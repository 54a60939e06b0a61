"""Serving other machines: encrypted and with a key that nobody guesses, or on demand alone."""

import json
import os
import ssl
import subprocess
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from captions.engine import KEY_VARIABLE
from captions.protocol.addresses import Address, socket_url
from tests.conftest import on_loop
from tests.support.engines.speech_servers import KEY, SERVE, asked, process


def refused(*options: str, key: str = KEY) -> str:
    """Return the one sentence with which a server does not start."""
    done = subprocess.run(
        (*SERVE, *options),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, KEY_VARIABLE: key},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])  # noqa: S104  # what is tested
def test_other_machines_are_not_served_in_the_open(host: str) -> None:
    said = refused("--host", host)
    assert said.startswith(f"captions: Other computers can reach this server on {host}")
    assert "add --tls-cert and --tls-key" in said
    assert "--allow-insecure" in said
    assert "guess" not in said


def test_short_key_is_not_taken_from_other_machines(pem: Path) -> None:
    files = ("--tls-cert", f"{pem}/cert.pem", "--tls-key", f"{pem}/own.key")
    said = refused("--host", "0.0.0.0", *files, key="x" * 15)  # noqa: S104  # what is tested
    assert "set CAPTIONS_SERVE_KEY to one of at least 16 characters" in said
    assert "unencrypted" not in said
    assert "x" * 15 not in said


def test_both_are_done_on_demand_with_a_warning() -> None:
    warning = (
        b"captions: Other computers can reach this server on 0.0.0.0, and its key and all audio "
        b"are sent unencrypted: add --tls-cert and --tls-key.\n"
    )
    with process("--host", "0.0.0.0", "--allow-insecure", warning=warning) as address:  # noqa: S104
        assert asked(address, "GET", "/metrics").status == 401


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1"])
def test_this_computer_is_served_with_any_key(host: str) -> None:
    with process("--host", host, key="short") as address:
        assert asked(address, "GET", "/metrics").status == 200


def test_page_that_may_use_the_server_is_checked_before_it_starts() -> None:
    assert "'example.org' is not the origin" in refused("--allow-origin", "example.org")


def test_other_machines_are_served_encrypted(pem: Path) -> None:
    trust = ssl.create_default_context(cafile=pem / "cert.pem")

    async def converse(address: Address) -> str:
        sent = {"xi-api-key": KEY}
        async with connect(socket_url(address.url), ssl=trust, additional_headers=sent) as client:
            return str(json.loads(await client.recv())["message_type"])

    with process("--tls-cert", f"{pem}/cert.pem", "--tls-key", f"{pem}/own.key") as address:
        assert address.url.startswith("https://127.0.0.1:")
        assert on_loop(converse(address)) == "session_started"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (["cert.pem", "other.key"], "does not belong to"),
        (["cert.pem", "locked.key"], "protected by a password"),
        (["cert.pem", "damaged.key"], "choose other files"),
        (["cert.pem", "no key.key"], "not in PEM format"),
        (["cert.pem", "missing.key"], "cannot be read (No such file"),
        ([".", "own.key"], "cannot be read (Is a directory)"),
        (["cert.pem"], "belong together"),
    ],
)
def test_tls_files_that_cannot_be_used_are_one_sentence(
    pem: Path, files: list[str], words: str
) -> None:
    options = [
        part
        for option, name in zip(("--tls-cert", "--tls-key"), files, strict=False)
        for part in (option, str(pem / name))
    ]
    assert words in refused(*options)
