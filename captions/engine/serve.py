"""Runs the speech server in this process until it is told to stop."""

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
from captions.engine.models import DEFAULT, Models
from captions.engine.serving import listening, tls
from captions.engine.serving.access import Access
from captions.engine.serving.connection import Shared
from captions.engine.serving.limits import DEFAULTS, Limits
from captions.engine.serving.listening import Doors, Place
from captions.engine.serving.metrics import Metrics
from captions.engine.serving.newcomers import Newcomers
from captions.engine.serving.origins import Origins
from captions.engine.serving.page import page_routes
from captions.engine.serving.server import Engine, Entry, SpeechServer
from captions.engine.serving.tls import TlsFiles
from captions.engine.serving.turns import Turns, usable_cores
from captions.engine.serving.waiting import Room
from captions.errors import CaptionsError, UsageError
from captions.protocol.options import Stability

_LEAST_KEY_CHARACTERS = 16
"""Shorter keys can be found by trying, from other machines."""
_LATE_MODULES = ("encodings.idna", "numpy.ma")
"""What libraries load when they first need it. By then strangers may have taken the files that it
would be read from, so it is loaded before anyone is let in."""


@dataclass(frozen=True, slots=True)
class Where:
    """At which address the server is."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 0
    """0 takes a free one."""
    tls: TlsFiles | None = None
    allow_insecure: bool = False
    """True if other machines may be served without encryption, or with a short key."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What a person who starts the server chooses."""

    where: Where
    hosts: tuple[str, ...] = ()
    """Names of the server besides the loopback's and that of its address."""
    origins: tuple[str, ...] = ()
    """Origins of pages, besides its own, that may use it."""
    threads: int = 0
    """That recognise; 0 for one on each core."""
    limits: Limits = DEFAULTS
    model: str = DEFAULT
    """The recogniser's name."""
    stability: Stability = Stability.BALANCED
    """How calm partials are, where a client does not ask for it."""
    tethered: bool = False
    """Also stop when standard input ends, so that a child never outlives its parent."""


def load_engine(options: ServeOptions) -> Engine:
    """Load the recogniser that was chosen.

    Raises:
        UsageError: there is no such model.
        ModelMissingError: the model was not fetched.
        EngineError: the model cannot be loaded.
    """
    models = Models.load(options.model)
    transcriber = partial(
        models.transcriber,
        forced_commit=options.limits.automatic_commit,
        stability=options.stability,
    )
    return Engine(models.abilities, transcriber)


def serve(
    options: ServeOptions,
    announce: Callable[[str, str], None],
    load: Callable[[ServeOptions], Engine] = load_engine,
) -> None:
    """Serve until a signal arrives.

    Args:
        options: what is chosen.
        announce: is called with the base URL and the key once connections are taken.
        load: loads what recognises.

    Raises:
        UsageError: the key, an origin or the TLS files cannot be used, or other machines would be
            served insecurely.
        EngineError: the address cannot be had, or the model cannot be loaded.
    """
    where = options.where
    encryption = None if where.tls is None else tls.context(where.tls)
    origins = Origins(options.origins)
    key = _key()
    place = Place(listening.listen(where.host, where.port), encryption)
    _check_exposure(where, place, key)
    shared = Shared(options.limits, Turns(options.threads or usable_cores()), Room(), Metrics())
    entry = Entry(
        hosts=(where.host, *options.hosts),
        origins=origins,
        metrics_need_key=not place.is_private,
    )
    server = SpeechServer(load(options), Access(key, options.limits.tokens), shared, entry)
    url = _url(where.host, place)
    for name in _LATE_MODULES:
        importlib.import_module(name)
    try:
        asyncio.run(_serve(server, place, lambda: announce(url, key), tethered=options.tethered))
    finally:
        if shared.turns.busy:
            _leave()


def announce_json(url: str, key: str) -> None:
    """Print where the server is as one line of JSON, for a program that started it."""
    _say(json.dumps({"url": url, "api_key": key}))


def announce_failure(error: CaptionsError) -> None:
    """Print why there is no server as one line of JSON, for a program that started it."""
    _say(json.dumps({"error": str(error)}))


def announce_text(url: str, key: str) -> None:
    """Print where the server is as one line for a person; a key of the user's own stays unsaid."""
    own = KEY_VARIABLE in os.environ
    _say(f"Serving on {url}, key {f'from {KEY_VARIABLE}' if own else key}")


def _check_exposure(where: Where, place: Place, key: str) -> None:
    """Refuse to serve other machines insecurely, or warn if that was asked for.

    Raises:
        UsageError: it was not asked for.
    """
    flaws = []
    if place.encryption is None:
        flaws.append("its key and all sound travel in the open: give --tls-cert and --tls-key")
    if len(key) < _LEAST_KEY_CHARACTERS:
        flaws.append(
            f"its key can be guessed: give one of at least {_LEAST_KEY_CHARACTERS} characters in "
            f"{KEY_VARIABLE}"
        )
    if place.is_private or not flaws:
        return
    said = f"Other machines can reach this server on {where.host}, and {'; '.join(flaws)}"
    if not where.allow_insecure:
        place.listener.close()
        raise UsageError(f"{said}; or accept that with --allow-insecure.")
    sys.stderr.write(f"captions: {said}.\n")


def _url(host: str, place: Place) -> str:
    """Return the base URL at which the server is reached."""
    shown = f"[{host}]" if ":" in host else host
    scheme = "http" if place.encryption is None else "https"
    return f"{scheme}://{shown}:{place.listener.getsockname()[1]}"


async def _serve(
    server: SpeechServer, place: Place, ready: Callable[[], None], *, tethered: bool
) -> None:
    shared = server.shared
    newcomers = Newcomers(shared.limits, shared.metrics.dropped)
    stop = asyncio.Event()
    listening.on_signals(stop.set)
    if tethered:
        listening.on_end_of_input(stop.set)
    doors = Doors(place, newcomers, shared.faults)
    try:
        await listening.run(server.app(page_routes()), doors, ready, stop)
    finally:
        shared.turns.close()


def _leave() -> None:
    """End the process although threads recognise; Python would wait for them without end."""
    failure = sys.exception()
    if failure is not None:
        sys.stderr.write(f"captions: {logs.report(failure)}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if failure is None else 1)


def _key() -> str:
    """Return the user's key, or a random one.

    Raises:
        UsageError: the user's cannot be sent in a header.
    """
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError(f"{KEY_VARIABLE} holds characters that no key can have: choose another.")
    return key or secrets.token_urlsafe(32)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
