"""Runs the speech server in this process until it is told to stop."""

import asyncio
import contextlib
import ipaddress
import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from captions.engine import KEY_VARIABLE
from captions.engine.models import DEFAULT, Models
from captions.engine.serving import listening, tls
from captions.engine.serving.access import Access
from captions.engine.serving.connection import Shared
from captions.engine.serving.limits import DEFAULTS, Limits
from captions.engine.serving.listening import Place
from captions.engine.serving.metrics import Metrics
from captions.engine.serving.page import page_routes
from captions.engine.serving.server import Engine, Entry, SpeechServer
from captions.engine.serving.sockets import Newcomers
from captions.engine.serving.tls import TlsFiles
from captions.engine.serving.turns import Turns, usable_cores
from captions.engine.serving.waiting import Room
from captions.errors import UsageError
from captions.protocol.options import Stability


@dataclass(frozen=True, slots=True)
class Where:
    """At which address the server is."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 0
    """0 takes a free one."""
    tls: TlsFiles | None = None

    @property
    def is_private(self) -> bool:
        """Whether only this computer can reach it."""
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"


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
    tethered: bool = field(default=False, kw_only=True)
    """Also stop when standard input ends, so that a child never outlives its parent."""


def serve(options: ServeOptions, announce: Callable[[str, str], None]) -> None:
    """Serve until a signal arrives.

    Args:
        options: what is chosen.
        announce: is called with the base URL and the key once connections are taken.

    Raises:
        UsageError: the key or the TLS files cannot be used, or there is no such model.
        ModelMissingError: the model was not fetched.
        EngineError: the address cannot be had, or the model cannot be loaded.
    """
    where = options.where
    encryption = None if where.tls is None else tls.context(where.tls)
    key = _key()
    listener = listening.listen(where.host, where.port)
    if encryption is None and not where.is_private:
        sys.stderr.write(
            f"captions: Other machines can reach this server on {where.host}, and its key and "
            "all sound travel in the open: give --tls-cert and --tls-key.\n"
        )
    shown = f"[{where.host}]" if ":" in where.host else where.host
    scheme = "http" if encryption is None else "https"
    url = f"{scheme}://{shown}:{listener.getsockname()[1]}"
    place = Place(listener, encryption)
    asyncio.run(_serve(options, _engine(options), key, place, lambda: announce(url, key)))


def announce_json(url: str, key: str) -> None:
    """Print where the server is as one line of JSON, for a program that started it."""
    _say(json.dumps({"url": url, "api_key": key}))


def announce_text(url: str, key: str) -> None:
    """Print where the server is as one line for a person; a key of the user's own stays unsaid."""
    own = KEY_VARIABLE in os.environ
    _say(f"Serving on {url}, key {f'from {KEY_VARIABLE}' if own else key}")


def _engine(options: ServeOptions) -> Engine:
    models = Models.load(options.model)
    transcriber = partial(
        models.transcriber,
        forced_commit=options.limits.automatic_commit,
        stability=options.stability,
    )
    return Engine(models.abilities, transcriber)


async def _serve(
    options: ServeOptions, engine: Engine, key: str, place: Place, ready: Callable[[], None]
) -> None:
    limits = options.limits
    metrics = Metrics()
    turns = Turns(options.threads or usable_cores())
    server = SpeechServer(
        engine,
        Access(key, limits.tokens),
        Shared(limits, turns, Room(), metrics),
        Entry(
            hosts=(options.where.host, *options.hosts),
            origins=options.origins,
            metrics_need_key=not options.where.is_private,
        ),
    )
    newcomers = Newcomers(limits, metrics.dropped)
    stop = asyncio.Event()
    listening.on_signals(stop.set)
    if options.tethered:
        listening.on_end_of_input(stop.set)
    with contextlib.closing(turns):
        await listening.run(server.app(page_routes()), place, newcomers, ready, stop)


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
