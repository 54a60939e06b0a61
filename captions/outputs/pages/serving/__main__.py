"""The process that serves a page: ``python -m captions.outputs.pages.serving``, started by the app.

It reads messages from standard input (see `captions.outputs.pages.page_messages`), and ends when
that is closed.
"""

import asyncio
import socket
import sys
from contextlib import suppress

from captions import logs
from captions.errors import CaptionsError, EngineError, OutputError
from captions.outputs.pages.page_messages import (
    Answer,
    PageListening,
    PageRefused,
    PageSetup,
    ReaderCount,
    decode_command,
    encode_line,
)
from captions.outputs.pages.serving.input_lines import InputLines
from captions.outputs.pages.serving.page_service import PageService
from captions.web import listener
from captions.web.connection_limits import ConnectionLimits
from captions.web.fault_log import FaultLog
from captions.web.listener import ListenSocket, ServerEntrances
from captions.web.unauthenticated import UnauthenticatedConnections

_MAX_OPEN_FILES = 8192
_SEND_BYTES = 16 * 1024
"""Send buffer of a connection; small, so that a slow reader soon gets the newest state."""
_LIMITS = ConnectionLimits(frame_rate=5.0, frame_burst=100.0, max_unauthenticated=1024)
"""Readers send nothing but the control frames of a WebSocket."""
_ALL_INTERFACES = "0.0.0.0"  # noqa: S104  # only if the user allows it
_LOOPBACK = "127.0.0.1"


def main() -> int:
    """Serve a page until standard input ends; return the exit code."""
    lines = InputLines()
    first = lines.read_first()
    if not first:
        return 0
    setup = decode_command(first)
    if not isinstance(setup, PageSetup):
        return 2
    try:
        _raise_file_limit()
        asyncio.run(_serve_page(setup, lines))
    except CaptionsError as error:
        _write_answer(_make_refusal(error))
    except Exception as error:  # noqa: BLE001  # a bug: reported in one sentence and a crash file
        sys.stderr.write(f"captions: {logs.write_crash_report(error)}\n")
        return 1
    return 0


async def _serve_page(setup: PageSetup, lines: InputLines) -> None:
    host = _ALL_INTERFACES if setup.network else _LOOPBACK
    listen_socket = _bind_socket(host, setup.port)
    service = PageService(setup, lambda count: _write_answer(ReaderCount(count)))
    stop = asyncio.Event()
    listener.call_on_signals(stop.set)
    lines.start(lambda line: service.handle_command(decode_command(line)), stop.set)
    unauthenticated = UnauthenticatedConnections(_LIMITS, lambda _reason: None)
    entrances = ServerEntrances(ListenSocket(listen_socket, None), unauthenticated, FaultLog())
    watching = asyncio.create_task(service.watch_readers())
    try:
        await listener.run(service.app, entrances, lambda: _write_answer(PageListening()), stop)
    finally:
        watching.cancel()


def _bind_socket(host: str, port: int) -> socket.socket:
    try:
        return listener.bind_socket(host, port, _SEND_BYTES)
    except EngineError as error:
        reason = error.parameters["reason"]
        raise OutputError("page_port_unavailable", port=str(port), reason=reason) from error


def _make_refusal(error: CaptionsError) -> PageRefused:
    parameters = {name: str(value) for name, value in error.parameters.items()}
    return PageRefused(error.code, parameters)


def _write_answer(answer: Answer) -> None:
    with suppress(OSError):  # The app has ended; so will this process.
        sys.stdout.buffer.write(encode_line(answer))
        sys.stdout.buffer.flush()


def _raise_file_limit() -> None:
    """Allow as many connections as there may be readers; macOS allows 256 files by default."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _MAX_OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main())
