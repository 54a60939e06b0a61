"""Measured speeds, stored beside the models.

A speed is valid for one version of a model's files, of this program and of the processor. Any of
them may change while the folder of the models stays, for example on a disk that moves to another
computer.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec

from captions import __version__, atomic_files
from captions.engine.library.store import ModelStore
from captions.engine.model_files import PACKAGE
from captions.engine.processor_cores import usable_cores

_FILE_NAME = "speeds.json"
_MAX_BYTES = 1 << 20
_MAX_RECORDS = 500
"""Maximum number of stored speeds; the oldest are dropped."""
_CPU_INFO = Path("/proc/cpuinfo")


class SpeedRecord(msgspec.Struct, frozen=True):
    """A measured speed."""

    model: str
    """Digest of the model's files."""
    processor: str
    version: str
    """Version of this program."""
    factor: float
    """How many times faster than speech the model captions live."""


class SpeedCache:
    """The file of measured speeds."""

    def __init__(self, store: ModelStore, processor: str | None = None) -> None:
        """Use the folder of a store; ``processor`` replaces the name of this computer's."""
        self._store = store
        self._processor = find_processor() if processor is None else processor

    def read_factor(self, name: str) -> float:
        """Return the measured speed of a model; 0 if it is not known."""
        digest = self._find_digest(name)
        found = [record for record in self._read_records() if self._matches(record, digest)]
        return found[-1].factor if found else 0.0

    def write_factor(self, name: str, factor: float) -> None:
        """Store the measured speed of a model; without effect if the disk is full.

        The speed is then measured again by the next start of the app.
        """
        digest = self._find_digest(name)
        kept = [record for record in self._read_records() if not self._matches(record, digest)]
        kept.append(SpeedRecord(digest, self._processor, __version__, factor))
        content = msgspec.json.encode(kept[-_MAX_RECORDS:])
        with contextlib.suppress(OSError):
            self._store.folder.mkdir(parents=True, exist_ok=True)
            atomic_files.replace_file(self._store.folder / _FILE_NAME, content)

    def _read_records(self) -> list[SpeedRecord]:
        try:
            content = atomic_files.read_file(self._store.folder / _FILE_NAME, _MAX_BYTES)
            return msgspec.json.decode(content, type=list[SpeedRecord])
        except (OSError, msgspec.MsgspecError, RecursionError):
            return []

    def _matches(self, record: SpeedRecord, digest: str) -> bool:
        wanted = (digest, self._processor, __version__)
        return (record.model, record.processor, record.version) == wanted

    def _find_digest(self, name: str) -> str:
        """Return the digest of a model's files, or the version of an included one."""
        manifest = self._store.read_manifest(name)
        if manifest is None:
            return f"{name} {_included_version()}"
        listed = "\n".join(sorted(f"{file.sha256} {file.name}" for file in manifest.files))
        return hashlib.sha256(listed.encode()).hexdigest()


@cache
def find_processor() -> str:
    """Return the name of the processor and the number of cores that this process may use."""
    return f"{_processor_name() or platform.machine()}, {usable_cores()} cores"


def _processor_name() -> str:
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        with contextlib.suppress(OSError):
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            return found.stdout.strip()
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_IDENTIFIER", "")
    with contextlib.suppress(OSError):
        for line in _CPU_INFO.read_text("utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() in {"model name", "Model", "Hardware"}:
                return value.strip()
    return platform.processor()


def _included_version() -> str:
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return ""
