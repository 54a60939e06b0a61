"""Reads the certificate and the key with which other machines reach the server in secret."""

import ssl
from pathlib import Path
from typing import NamedTuple

from captions.errors import UsageError


class TlsFiles(NamedTuple):
    """Two files in PEM format."""

    certificate: Path
    """The server's certificate, and those that it rests upon behind it."""
    key: Path
    """The certificate's private key, without a password."""


def context(files: TlsFiles) -> ssl.SSLContext:
    """Return what encrypts the server's connections.

    Raises:
        UsageError: a file is missing, unreadable or no PEM, or the two do not belong together.
    """
    for path, what in ((files.certificate, "certificate"), (files.key, "private key")):
        _check(path, what)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # Without a password given here, OpenSSL would ask for one at the terminal.
        made.load_cert_chain(files.certificate, files.key, password="")
    except ssl.SSLError as error:
        raise UsageError(_why(files, error)) from error
    return made


def _check(path: Path, what: str) -> None:
    try:
        head = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The TLS {what} {path} cannot be read ({error.strerror}): choose another file."
        ) from error
    if b"-----BEGIN " not in head:
        raise UsageError(f"The TLS {what} {path} is not in PEM format: choose another file.")


def _why(files: TlsFiles, error: ssl.SSLError) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return (
            f"The TLS key {files.key} does not belong to the certificate {files.certificate}: "
            "give the two that were made together."
        )
    if b"ENCRYPTED" in files.key.read_bytes():
        return f"The TLS key {files.key} is protected by a password: give one without."
    return (
        f"The TLS files {files.certificate} and {files.key} hold no certificate with its key "
        f"({error.reason or 'unreadable'}): choose other files."
    )
