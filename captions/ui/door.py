"""Where other programs of the same user reach the running app: one line asks, one line answers.

It is a local socket beside the app's lock; on Windows, a pipe named after it. Only the user's own
programs can open it. Whatever else they send is refused with a sentence, and disturbs nothing.
"""

import hashlib
import logging
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from captions.errors import CaptionsError, NotRunningError
from captions.model.wishes import Answer, Wish
from captions.ui import lock

_log = logging.getLogger(__name__)

LONGEST = 64
"""Bytes of a question; the longest one that there is has twelve."""
_LONGEST_ANSWER = 8192
"""Bytes."""
MOST = 8
"""Programs that are listened to at once."""
PATIENCE_MS = 5000
"""How long a program may take to ask, and how long it waits for its answer, in milliseconds."""


class Door(QObject):
    """Answers those who ask something of the app."""

    def __init__(self, answer: Callable[[Wish], Answer]) -> None:
        """``answer`` does what is asked, and tells what came of it."""
        super().__init__()
        self._answer = answer
        self._guests: set[QLocalSocket] = set()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._let_in)

    def open(self, folder: Path | None = None) -> None:
        """Listen from now on; where nothing can be listened at, the app goes on without.

        Args:
            folder: where the lock is kept; by default as `captions.ui.lock` has it.
        """
        name = _name(folder or lock.make_folder())
        # Who holds the lock is alone: what is found there was left behind by a copy that died.
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            said = self._server.errorString()
            _log.warning("'captions tell' cannot reach the app at %s: %s.", name, said)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
        for guest in list(self._guests):
            guest.abort()

    def _let_in(self) -> None:
        while self._server.hasPendingConnections():
            guest = self._server.nextPendingConnection()
            guest.setReadBufferSize(LONGEST)
            guest.disconnected.connect(partial(self._see_off, guest))
            self._guests.add(guest)
            if len(self._guests) > MOST:
                guest.abort()
                continue
            guest.readyRead.connect(partial(self._listen, guest))
            QTimer.singleShot(PATIENCE_MS, guest, guest.abort)
            self._listen(guest)  # What came before anybody listened is told by no signal.

    def _listen(self, guest: QLocalSocket) -> None:
        if not guest.canReadLine() and guest.bytesAvailable() < LONGEST:
            return
        asked = bytes(guest.readLine(LONGEST + 1).data())
        guest.readyRead.disconnect()
        guest.write(msgspec.json.encode(self._reply(asked)) + b"\n")
        guest.flush()
        if sys.platform != "win32":  # There it would throw away what the guest has not read yet.
            guest.disconnectFromServer()

    def _reply(self, asked: bytes) -> Answer:
        try:
            wish = Wish(asked.decode().removesuffix("\n"))
        except ValueError:
            known = ", ".join(Wish)
            said = f"There is no such thing to ask for: choose one of {known}."
            return msgspec.structs.replace(self._answer(Wish.STATE), refusal=said)
        return self._answer(wish)

    def _see_off(self, guest: QLocalSocket) -> None:
        self._guests.discard(guest)
        guest.deleteLater()


def ask(wish: Wish, folder: Path | None = None) -> Answer:
    """Ask the running app for something, and wait for its answer; no loop is needed.

    Args:
        wish: what is asked for.
        folder: where its lock is kept; by default as `captions.ui.lock` has it.

    Raises:
        NotRunningError: no copy of the app is running.
        CaptionsError: one is running, and does not answer.
    """
    door = QLocalSocket()
    door.connectToServer(_name(folder or lock.make_folder()))
    if not door.waitForConnected(PATIENCE_MS):
        if lock.is_held(folder):
            raise CaptionsError("Captions is running, but cannot be reached: use its menu.")
        raise NotRunningError("Captions is not running: start it first.")
    door.write(f"{wish}\n".encode())
    while not door.canReadLine() and door.bytesAvailable() < _LONGEST_ANSWER:
        if not door.waitForReadyRead(PATIENCE_MS):
            raise CaptionsError("Captions is running, but does not answer: try again in a moment.")
    try:
        return msgspec.json.decode(door.readLine(_LONGEST_ANSWER).data(), type=Answer)
    except msgspec.MsgspecError as error:
        raise CaptionsError(
            "The running copy of Captions is another version: quit it, and start it again."
        ) from error


def _name(folder: Path) -> str:
    """Return what Qt calls the socket: a path, or on Windows the name of a pipe."""
    path = str(folder / "captions.socket")
    if sys.platform == "win32":
        return f"captions-{hashlib.sha256(path.encode()).hexdigest()[:16]}"
    return path
