"""Runs the speech server in this process until a signal or the end of standard input."""

import asyncio
import importlib
import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from captions import logs
from captions.engine import KEY_VARIABLE
from captions.engine.library.catalogue import DEFAULT
from captions.engine.models import LoadedModels
from captions.engine.processor_cores import usable_cores
from captions.engine.serving.connection import ServerResources
from captions.engine.serving.input_queue import QueueUsage
from captions.engine.serving.limits import DEFAULTS, ServerLimits
from captions.engine.serving.metrics import ServerMetrics
from captions.engine.serving.network import tls
from captions.engine.serving.network.access import AccessKeys
from captions.engine.serving.network.tls import TlsFiles
from captions.engine.serving.server import EntryPolicy, RecognitionEngine, SpeechServer
from captions.engine.serving.status_page import page_routes
from captions.engine.serving.worker_pool import RecognitionPool, TranslationThread
from captions.errors import CaptionsError, UsageError
from captions.protocol.options import PartialStability
from captions.web import listener
from captions.web.listener import ListenSocket, ServerEntrances
from captions.web.origins import AllowedOrigins
from captions.web.unauthenticated import UnauthenticatedConnections

_MIN_KEY_CHARACTERS = 16
"""Minimum key length for a server that other machines can reach; shorter keys can be guessed."""
_PRELOADED_MODULES = ("encodings.idna", "numpy.ma")
"""Modules that libraries import lazily. They are imported before the server accepts connections,
because clients may later use up the file descriptors that the imports need."""


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Address of the server and its encryption."""

    host: str = "127.0.0.1"
    """Host name or IP address to listen on."""
    port: int = 0
    """TCP port; 0 for any free port."""
    tls: TlsFiles | None = None
    """Certificate and key; `None` for a server without encryption."""
    allow_insecure: bool = False
    """True if the server may accept other machines without encryption or with a short key."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Options of ``captions serve``."""

    listen_address: ListenAddress
    """Address to listen on."""
    hosts: tuple[str, ...] = ()
    """Accepted host names, besides the loopback names and the listen address."""
    origins: tuple[str, ...] = ()
    """Origins of web pages that may use the server, besides its own page."""
    threads: int = 0
    """Number of recognition threads; 0 for one per core."""
    limits: ServerLimits = DEFAULTS
    """Limits of the server."""
    model: str = DEFAULT
    """Name of the recognition model."""
    stability: PartialStability = PartialStability.BALANCED
    """Stability of partials, unless the client requests another."""
    tethered: bool = False
    """True if the server stops when standard input ends, so that it never outlives its parent."""


def load_engine(options: ServeOptions) -> RecognitionEngine:
    """Load the model named in the options.

    Raises:
        UsageError: no model has that name.
        ModelMissingError: the model has not been fetched.
        EngineError: the model cannot be loaded.
    """
    models = LoadedModels.load(options.model)
    transcriber = partial(
        models.create_transcriber,
        forced_commit=options.limits.forced_commit,
        stability=options.stability,
    )
    return RecognitionEngine(models.capabilities, transcriber, models.live_translator)


def serve(
    options: ServeOptions,
    announce: Callable[[str, str], None],
    load: Callable[[ServeOptions], RecognitionEngine] = load_engine,
) -> None:
    """Run the server until a signal arrives.

    Args:
        options: options of the server.
        announce: called with the base URL and the key once the server accepts connections.
        load: loads the recognition engine.

    Raises:
        UsageError: the key, an origin or the TLS files are invalid, or the server would accept
            other machines insecurely.
        EngineError: the address is not available, or the model cannot be loaded.
    """
    address = options.listen_address
    tls_context = None if address.tls is None else tls.create_context(address.tls)
    origins = AllowedOrigins(options.origins)
    key = _read_key()
    listen_socket = ListenSocket(listener.bind_socket(address.host, address.port), tls_context)
    _check_exposure(address, listen_socket, key)
    resources = ServerResources(
        options.limits,
        RecognitionPool(options.threads or usable_cores()),
        TranslationThread(),
        QueueUsage(),
        ServerMetrics(),
    )
    entry = EntryPolicy(
        hosts=(address.host, *options.hosts),
        origins=origins,
        requires_metrics_key=not listen_socket.is_private,
    )
    server = SpeechServer(
        load(options), AccessKeys(key, options.limits.max_tokens), resources, entry
    )
    url = _base_url(address.host, listen_socket)
    for name in _PRELOADED_MODULES:
        importlib.import_module(name)
    try:
        asyncio.run(
            _run_until_stopped(
                server, listen_socket, lambda: announce(url, key), tethered=options.tethered
            )
        )
    finally:
        if resources.is_busy:
            _exit_process()


def announce_json(url: str, key: str) -> None:
    """Print the URL and the key as one line of JSON, for the parent process."""
    _print_line(json.dumps({"url": url, "api_key": key}))


def announce_failure(error: CaptionsError) -> None:
    """Print why the server cannot start as one line of JSON, for the parent process.

    Besides the English text, the line has the message as a value, which the app translates.
    """
    _print_line(json.dumps({"error": str(error), "message": error.message.to_plain()}))


def announce_text(url: str, key: str) -> None:
    """Print the URL as one line of text, with the key unless the user has set it."""
    own = KEY_VARIABLE in os.environ
    _print_line(f"Serving on {url}, key {f'from {KEY_VARIABLE}' if own else key}")


def _check_exposure(address: ListenAddress, listen_socket: ListenSocket, key: str) -> None:
    """Check that other machines cannot use the server insecurely, or warn if the user allows it.

    Raises:
        UsageError: they can, and the user has not allowed it.
    """
    flaws = []
    if listen_socket.tls_context is None:
        flaws.append("its key and all audio are sent unencrypted: add --tls-cert and --tls-key")
    if len(key) < _MIN_KEY_CHARACTERS:
        flaws.append(
            f"its key is easy to guess: set {KEY_VARIABLE} to one of at least "
            f"{_MIN_KEY_CHARACTERS} characters"
        )
    if listen_socket.is_private or not flaws:
        return
    listed = "; ".join(flaws)
    if not address.allow_insecure:
        listen_socket.listener.close()
        raise UsageError("server_exposed", host=address.host, flaws=listed)
    sys.stderr.write(
        f"captions: Other computers can reach this server on {address.host}, and {listed}.\n"
    )


def _base_url(host: str, listen_socket: ListenSocket) -> str:
    """Return the base URL of the server."""
    shown = f"[{host}]" if ":" in host else host
    scheme = "http" if listen_socket.tls_context is None else "https"
    return f"{scheme}://{shown}:{listen_socket.listener.getsockname()[1]}"


async def _run_until_stopped(
    server: SpeechServer,
    listen_socket: ListenSocket,
    ready: Callable[[], None],
    *,
    tethered: bool,
) -> None:
    resources = server.resources
    unauthenticated = UnauthenticatedConnections(resources.limits, resources.metrics.record_drop)
    stop = asyncio.Event()
    listener.call_on_signals(stop.set)
    if tethered:
        listener.call_on_end_of_input(stop.set)
    entrances = ServerEntrances(listen_socket, unauthenticated, resources.fault_log)
    try:
        await listener.run(server.create_app(page_routes()), entrances, ready, stop)
    finally:
        resources.close()


def _exit_process() -> None:
    """Exit while worker threads are running; a normal exit would wait for them."""
    failure = sys.exception()
    if failure is not None:
        sys.stderr.write(f"captions: {logs.write_crash_report(failure)}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if failure is None else 1)


def _read_key() -> str:
    """Return the user's key, or a random one.

    Raises:
        UsageError: the user's key cannot be sent in a header.
    """
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError("server_key_invalid", variable=KEY_VARIABLE)
    return key or secrets.token_urlsafe(32)


def _print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
