"""Loads the TLS certificate and private key of the server."""

import ssl
from pathlib import Path
from typing import NamedTuple

from captions.errors import UsageError, describe_reason
from captions.messages.message import Message


class TlsFiles(NamedTuple):
    """Certificate and private key in PEM format."""

    certificate: Path
    """The server's certificate, followed by its chain."""
    key: Path
    """The private key of the certificate, without a password."""


def create_context(files: TlsFiles) -> ssl.SSLContext:
    """Return the TLS context of the server.

    Raises:
        UsageError: a file is missing, unreadable or not in PEM format, or the key does not match.
    """
    for path, what in ((files.certificate, "certificate"), (files.key, "private key")):
        _check_pem(path, what)
    tls_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # Without a password argument, OpenSSL prompts for one in the terminal.
        tls_context.load_cert_chain(files.certificate, files.key, password="")
    except ssl.SSLError as error:
        raise UsageError(_describe_failure(files, error)) from error
    return tls_context


def _check_pem(path: Path, what: str) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            "tls_file_unreadable", role=what, file=str(path), reason=describe_reason(error)
        ) from error
    if b"-----BEGIN " not in content:
        raise UsageError("tls_file_not_pem", role=what, file=str(path))


def _describe_failure(files: TlsFiles, error: ssl.SSLError) -> Message:
    certificate, key = str(files.certificate), str(files.key)
    if error.reason == "KEY_VALUES_MISMATCH":
        return Message("tls_files_not_a_pair", certificate=certificate, key=key)
    if b"ENCRYPTED" in files.key.read_bytes():
        return Message("tls_key_protected", key=key)
    reason = error.reason or "unreadable"
    return Message("tls_files_invalid", certificate=certificate, key=key, reason=reason)
