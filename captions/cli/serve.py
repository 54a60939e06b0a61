"""``captions serve``: runs the speech server for other programs."""

import math
import sys
from pathlib import Path
from typing import Annotated

import typer

from captions.engine import serve as server
from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.network.tls import TlsFiles
from captions.errors import CaptionsError, UsageError
from captions.protocol.options import PartialStability

HIGHEST_PORT = 65_535
_LEAST_CHUNK_BYTES = 64 * 1024

commands = typer.Typer(add_completion=False)


def _check_finite(value: float) -> float:
    """Return a finite number; "nan" would pass the checks of the bounds."""
    if not math.isfinite(value):
        raise typer.BadParameter(f"{value} is not a finite number of seconds.")
    return value


_ACCESS_PANEL = "Access"
_LIMITS_PANEL = "Limits"

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[
    int, typer.Option(min=0, max=HIGHEST_PORT, help="Port to listen on; 0 for any free port.")
]
Model = Annotated[str, typer.Option(help="Speech model, as listed by 'captions models'.")]
Stability = Annotated[
    PartialStability,
    typer.Option(
        "--stability",
        help=(
            "Stability of partials: the more stable, the later they appear. Clients may request "
            "a different one."
        ),
    ),
]
Threads = Annotated[
    int, typer.Option(min=0, max=256, help="Number of recognition threads; 0 for one per core.")
]
Origins = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-origin",
        metavar="ORIGIN",
        help=(
            "Allow web pages from this origin, such as https://example.org; may be repeated. '*' "
            "allows all."
        ),
        rich_help_panel=_ACCESS_PANEL,
    ),
]
Hosts = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="NAME",
        help="Host name under which clients reach this computer; may be repeated.",
        rich_help_panel=_ACCESS_PANEL,
    ),
]
TlsCert = Annotated[
    Path | None,
    typer.Option(
        help="Certificate (PEM) for encrypted connections.", rich_help_panel=_ACCESS_PANEL
    ),
]
TlsKey = Annotated[
    Path | None,
    typer.Option(help="Private key (PEM) of the certificate.", rich_help_panel=_ACCESS_PANEL),
]
Insecure = Annotated[
    bool,
    typer.Option(
        "--allow-insecure",
        help=(
            "Serve other computers even without encryption, or with a key of fewer than 16 "
            "characters."
        ),
        rich_help_panel=_ACCESS_PANEL,
    ),
]
Idle = Annotated[
    float,
    typer.Option(
        min=0,
        callback=_check_finite,
        help="Idle time in seconds after which a session is closed; 0 for never.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
AutoCommit = Annotated[
    float,
    typer.Option(
        min=0,
        callback=_check_finite,
        help=(
            "Seconds of uncommitted audio after which it is committed automatically; 0 for never."
        ),
        rich_help_panel=_LIMITS_PANEL,
    ),
]
MinCommit = Annotated[
    float,
    typer.Option(
        min=0,
        callback=_check_finite,
        help="Minimum audio in seconds for a commit; 0 for none.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
SessionTime = Annotated[
    float,
    typer.Option(
        min=0,
        callback=_check_finite,
        help="Maximum duration of a session in seconds; 0 for no limit.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
Sessions = Annotated[
    int,
    typer.Option(
        min=0,
        help="Maximum number of concurrent sessions; 0 for no limit.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
ChunkBytes = Annotated[
    int,
    typer.Option(
        min=_LEAST_CHUNK_BYTES,
        max=64 * 1024 * 1024,
        help="Maximum audio in one message in bytes.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
Waiting = Annotated[
    float,
    typer.Option(
        min=1,
        callback=_check_finite,
        help="Maximum queued audio of a session in seconds; above it, the client is slowed down.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
WaitingMegabytes = Annotated[
    int,
    typer.Option(
        min=1,
        help="Maximum queued audio of all sessions in megabytes.",
        rich_help_panel=_LIMITS_PANEL,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the server's address as JSON.")]
Tethered = Annotated[bool, typer.Option("--tethered", hidden=True)]


@commands.command()
def serve(  # noqa: PLR0913  # one argument for each option
    *,
    host: Host = "127.0.0.1",
    port: Port = 0,
    model: Model = "moonshine",
    stability: Stability = PartialStability.BALANCED,
    threads: Threads = 0,
    allow_origin: Origins = None,
    allow_host: Hosts = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    allow_insecure: Insecure = False,
    idle: Idle = 15.0,
    auto_commit: AutoCommit = 36.0,
    min_commit: MinCommit = 0.3,
    max_session: SessionTime = 0.0,
    max_sessions: Sessions = 32,
    max_chunk_bytes: ChunkBytes = 768 * 1024,
    max_waiting: Waiting = 600.0,
    max_waiting_mb: WaitingMegabytes = 256,
    json: Json = False,
    tethered: Tethered = False,
) -> None:
    """Serve on-device speech recognition over the ElevenLabs realtime protocol.

    Clients must send the key in CAPTIONS_SERVE_KEY; without it, a random key is created and
    printed. No audio and no recognised text is ever stored.
    """
    limits = ServerLimits(
        idle_timeout=idle or math.inf,
        forced_commit=auto_commit or math.inf,
        min_commit=min_commit,
        max_session_seconds=max_session or math.inf,
        max_sessions=max_sessions or sys.maxsize,
        max_chunk_bytes=max_chunk_bytes,
        max_queued_seconds=max_waiting,
        max_queued_bytes=max_waiting_mb * 1024 * 1024,
    )
    place = server.ListenAddress(host, port, _tls_files(tls_cert, tls_key), allow_insecure)
    hosts, origins = tuple(allow_host or ()), tuple(allow_origin or ())
    chosen = server.ServeOptions(place, hosts, origins, threads, limits, model, stability, tethered)
    _run_server(chosen, as_json=json)


def _run_server(options: server.ServeOptions, *, as_json: bool) -> None:
    """Run the server, and print its address, or a failure, for the program that started it.

    Raises:
        CaptionsError: the server cannot start.
    """
    try:
        server.serve(options, server.announce_json if as_json else server.announce_text)
    except CaptionsError as error:
        if as_json:
            server.announce_failure(error)
        raise


def _tls_files(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    """Return the certificate and the key, if they are given.

    Raises:
        UsageError: one is given without the other.
    """
    if certificate is None or key is None:
        if certificate is not key:
            raise UsageError("tls_files_incomplete")
        return None
    return TlsFiles(certificate, key)
