"""Lines of JSON between the app and the process that prepares a model.

The app writes one job to the standard input of the process, and closes it to cancel. The process
writes reports to its standard output; the last one is `JobDone` or `JobFailed`.
"""

from typing import Any

import msgspec

from captions.engine.library.release import CatalogueModel
from captions.messages.message import Message


class PrepareModel(msgspec.Struct, frozen=True, tag="prepare"):
    """Install the package that a model needs, download its files, and measure its speed."""

    model: CatalogueModel
    folder: str
    """Folder of all models."""


class ImportModel(msgspec.Struct, frozen=True, tag="import"):
    """Copy a model from a folder or an archive, and measure its speed."""

    path: str
    folder: str
    """Folder of all models."""
    licence_accepted: bool = False
    """True if the user has accepted a licence that restricts the use."""


class MeasureModel(msgspec.Struct, frozen=True, tag="measure"):
    """Measure the speed of an installed model."""

    name: str
    folder: str
    """Folder of all models."""


Job = PrepareModel | ImportModel | MeasureModel


class PackageStarted(msgspec.Struct, frozen=True, tag="package"):
    """A Python package is being installed."""

    package: str
    """Name of the package."""


class FetchStarted(msgspec.Struct, frozen=True, tag="fetch"):
    """The files of a release are being downloaded; earlier counts are void."""

    origin: str
    """Name of the place, shown to the user."""
    total: int
    """Size of all files in bytes."""


class BytesStored(msgspec.Struct, frozen=True, tag="bytes"):
    """More of the files is on this computer."""

    count: int
    """Bytes of the model that are stored."""


class MeasureStarted(msgspec.Struct, frozen=True, tag="measuring"):
    """The files are complete, and the speed is being measured."""

    name: str
    """Name of the model."""


class JobDone(msgspec.Struct, frozen=True, tag="done"):
    """The job is complete."""

    name: str
    """Name of the model."""
    factor: float = 0.0
    """How many times faster than speech the model runs here; 0 if it was not measured."""


class JobFailed(msgspec.Struct, frozen=True, tag="failed"):
    """The job cannot be completed."""

    message: dict[str, Any]
    """The reason (`captions.messages.message.Message.to_plain`)."""
    model: str = ""
    """Name of the model, if it was found out only during the job."""
    is_stored: bool = False
    """True if the model's files are complete and only its speed could not be measured."""


Report = PackageStarted | FetchStarted | BytesStored | MeasureStarted | JobDone | JobFailed

_ENCODER = msgspec.json.Encoder()
_JOB_DECODER: msgspec.json.Decoder[Job] = msgspec.json.Decoder(Job)
_REPORT_DECODER: msgspec.json.Decoder[Report] = msgspec.json.Decoder(Report)


def encode_line(value: Job | Report) -> bytes:
    """Return a job or a report as a line."""
    return _ENCODER.encode(value) + b"\n"


def decode_job(line: bytes) -> Job:
    """Return the job in a line.

    Raises:
        msgspec.MsgspecError: the line holds none.
    """
    return _JOB_DECODER.decode(line)


def decode_report(line: bytes) -> Report:
    """Return the report in a line.

    Raises:
        msgspec.MsgspecError: the line holds none.
    """
    return _REPORT_DECODER.decode(line)


def make_failure(message: Message, model: str = "", *, is_stored: bool = False) -> JobFailed:
    """Return the report of a failure."""
    return JobFailed(message.to_plain(), model, is_stored)
