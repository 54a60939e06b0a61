"""The tree of failures that a user can meet; a bug is any other exception.

Every message is one sentence or two for the user: what happened, and what to do about it. It never
holds a key, a token or a whole URL with a query.

* `CaptionsError`
    * `UsageError`: an option, a setting or a file name that cannot be what the user meant
    * `SourceError`: sound cannot be had from where it should come from
        * `DeviceError`: a microphone or a loopback
        * `RecordingError`: a file, a stream or standard input
    * `EngineError`: the on-device speech engine cannot work
        * `ModelMissingError`: its weights are not installed
    * `WireError`: the conversation with a speech server went wrong
        * `ProtocolError`: a frame that does not fit the protocol
        * `ConnectionRefusedByServerError`: the server was found and said no
        * `UntrustedServerError`: key and sound would not be safe on their way
        * `ConnectionLostError`: no server, or no longer
        * `ServerReportedError`: the server sent one of its error messages
    * `OutputError`: captions cannot be written to where they should go
    * `StoppedError`: the user ended a command before its work was done
    * `KeyringError`: the system's keyring cannot keep or give the API key
    * `DisplayError`: there is no screen to show captions on
    * `AlreadyRunningError`: a second copy of the app
    * `NotRunningError`: no copy of the app, where one is asked for something
"""


class CaptionsError(Exception):
    """Anything that went wrong and that a user can do something about."""

    exit_code = 1
    """What the program exits with when it cannot go on."""


class UsageError(CaptionsError, ValueError):
    """An option, a setting or a file name that cannot be what the user meant."""

    exit_code = 2


class SourceError(CaptionsError):
    """Sound cannot be had from where it should come from."""


class DeviceError(SourceError):
    """A microphone or a loopback is missing, busy or gone."""


class RecordingError(SourceError):
    """A file, a stream or standard input is missing, unreadable or holds no sound."""


class EngineError(CaptionsError):
    """The on-device speech engine cannot work."""


class ModelMissingError(EngineError):
    """The engine's weights are not installed."""


class WireError(CaptionsError):
    """The conversation with a speech server went wrong."""


class ProtocolError(WireError):
    """A frame that does not fit the protocol."""


class ConnectionRefusedByServerError(WireError):
    """The server was found and refused the connection.

    Attributes:
        status: the HTTP status of the refusal.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class ConnectionLostError(WireError):
    """There is no server at the address, or no longer."""


class UntrustedServerError(WireError):
    """Key and sound would not be safe on their way to a server, or it is not the one it claims.

    Attributes:
        name: what is wrong, as a stable word of `captions.protocol.failures`.
    """

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class ServerReportedError(WireError):
    """The server sent one of its error messages.

    Attributes:
        name: the message's type on the wire, such as ``quota_exceeded``.
    """

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class OutputError(CaptionsError):
    """Captions cannot be written to where they should go."""


class StoppedError(CaptionsError):
    """The user, or the system, ended a command before its work was done.

    Attributes:
        exit_code: 128 and the number of the signal, as shells count.
    """

    def __init__(self, message: str, signal_number: int) -> None:
        super().__init__(message)
        self.exit_code = 128 + signal_number


class KeyringError(CaptionsError):
    """The system's keyring is missing, locked, or refuses."""


class DisplayError(CaptionsError):
    """There is no screen to show captions on."""


class AlreadyRunningError(CaptionsError):
    """Another copy of the app is running."""


class NotRunningError(CaptionsError):
    """No copy of the app is running that could be asked for something."""

    exit_code = 3
