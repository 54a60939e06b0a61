"""Exceptions for expected failures; any other exception is a bug.

Every message is one sentence or two for the user: what happened, and what to do about it. It never
holds a key, a token or a whole URL with a query. An error carries its message as a code and
parameters (`captions.messages`); ``str`` gives the English text.

* `CaptionsError`
    * `UsageError`: an invalid option, setting or file name
    * `SourceError`: the audio source is unavailable
        * `DeviceError`: a microphone or a loopback device
        * `RecordingError`: a file, a stream or standard input
    * `EngineError`: the on-device speech engine cannot run
        * `ModelMissingError`: its model is not installed
    * `WireError`: the connection to a speech server failed
        * `ProtocolError`: a frame violates the protocol
        * `ConnectionRefusedByServerError`: the server refused the connection
        * `UntrustedServerError`: the connection would not protect the key and the audio
        * `ConnectionLostError`: the server cannot be reached, or the connection broke
        * `ServerReportedError`: the server sent one of its error messages
    * `OutputError`: captions cannot be written to their destination
        * `OutputUnavailableError`: not now; a later attempt may succeed
    * `HistoryError`: saved transcripts cannot be read or changed
    * `StoppedError`: the user ended a command before it finished
    * `KeyringError`: the system's keyring cannot store or return a secret
    * `DisplayError`: there is no screen to show captions on
    * `AlreadyRunningError`: another copy of the app is running
    * `NotRunningError`: a command was sent, but no copy of the app is running
"""

from collections.abc import Mapping

from typing_extensions import override

from captions.messages.message import Message, Parameter


class CaptionsError(Exception):
    """A failure that the user can do something about.

    Attributes:
        message: what happened and what to do, for any language.
    """

    exit_code = 1
    """Exit code of the program if it cannot continue."""

    def __init__(self, message: Message | str, /, **parameters: Parameter) -> None:
        """Describe the failure.

        Args:
            message: the message, or the code of one.
            parameters: values for the code's placeholders; none with a complete message.
        """
        self.message = message if isinstance(message, Message) else Message(message, **parameters)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """The message's code, such as ``device_busy``."""
        return self.message.code

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The message's parameters by their names."""
        return self.message.parameters

    @override
    def __str__(self) -> str:
        return str(self.message)

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def describe_reason(error: BaseException) -> str:
    """Return the system's reason for an error, without the path; its text if there is none."""
    return str(getattr(error, "strerror", None) or error)


class UsageError(CaptionsError, ValueError):
    """An option, a setting or a file name is invalid."""

    exit_code = 2


class SourceError(CaptionsError):
    """The audio source is unavailable."""


class DeviceError(SourceError):
    """A microphone or a loopback device is missing, busy or was unplugged."""


class RecordingError(SourceError):
    """A file, a stream or standard input is missing, unreadable or contains no audio."""


class EngineError(CaptionsError):
    """The on-device speech engine cannot run."""


class ModelMissingError(EngineError):
    """The engine's model is not installed."""


class WireError(CaptionsError):
    """The connection to a speech server failed."""


class ProtocolError(WireError):
    """A frame violates the protocol."""


class ConnectionRefusedByServerError(WireError):
    """The server refused the connection.

    Attributes:
        status: HTTP status of the refusal.
    """

    def __init__(self, message: Message, status: int) -> None:
        super().__init__(message)
        self.status = status


class ConnectionLostError(WireError):
    """The server cannot be reached, or the connection broke."""


class UntrustedServerError(WireError):
    """The connection would not protect the key and the audio, or the server is not who it claims.

    Attributes:
        name: stable identifier of the problem, from `captions.protocol.failures`.
    """

    def __init__(self, message: Message, name: str) -> None:
        super().__init__(message)
        self.name = name


class ServerReportedError(WireError):
    """The server sent one of its error messages.

    Attributes:
        name: message type on the wire, such as ``quota_exceeded``.
    """

    def __init__(self, message: Message, name: str) -> None:
        super().__init__(message)
        self.name = name


class OutputError(CaptionsError):
    """Captions cannot be written to their destination."""


class OutputUnavailableError(OutputError):
    """Captions cannot be sent at present; a later attempt may succeed."""


class HistoryError(CaptionsError):
    """Saved transcripts cannot be read or changed."""


class StoppedError(CaptionsError):
    """The user or the system ended a command before it finished.

    Attributes:
        exit_code: 128 plus the number of the signal, the convention of shells.
    """

    def __init__(self, message: Message, signal_number: int) -> None:
        super().__init__(message)
        self.exit_code = 128 + signal_number


class KeyringError(CaptionsError):
    """The system's keyring is missing or locked, or refuses the request."""


class DisplayError(CaptionsError):
    """There is no screen to show captions on."""


class AlreadyRunningError(CaptionsError):
    """Another copy of the app is running."""


class NotRunningError(CaptionsError):
    """No copy of the app is running that could execute a command."""

    exit_code = 3
