"""What the user is told of everything that can happen, in plain words and in their language.

One table holds it all: every kind of `Failed`, every state of source, session and engine, and what
the app itself has to say. An event's own words are for the log and the command line; here stand
those for somebody who has a tray and a settings dialog. Only the words of a `Trouble` are the same
in both, and stand in its own table.
"""

from typing import NamedTuple

from captions.events import (
    EngineChanged,
    Event,
    Failed,
    Gap,
    SessionChanged,
    SourceChanged,
)
from captions.model.trouble import TROUBLES
from captions.wording.language import marked, translated
from captions.wording.sentences import localised

_SELF_EXPLANATORY = {
    "auth_error",
    "quota_exceeded",
    "unaccepted_terms",
    "rate_limited",
    "resource_exhausted",
}
"""Failures of which a server's own words tell the user nothing more."""
DETAIL = "{detail}"
"""Where a text has what only the event knows: a device's name, a sentence of the system."""


class Notice(NamedTuple):
    """What is said of one kind of happening; both texts are in English, for `translated`."""

    title: str
    """A few words; empty where there is nothing to say."""
    advice: str = ""
    """One sentence on what to do, or on what is done; empty where the title says it all."""
    calls: bool = True
    """Whether the user is called by a notification; if not, it is only shown while it lasts."""


class Told(NamedTuple):
    """What a notification says, in the interface's language."""

    title: str
    advice: str
    kind: str
    """What it is about: within a minute, the same is not told again."""


NOTHING = Notice("", calls=False)
_RECOGNITION = {
    "connection_lost": Notice(
        marked("The speech server is not there"),
        marked("It is tried again by itself; check the network, and the server's address."),
    ),
    "not_found": Notice(
        marked("There is no speech server at this address"),
        marked("Correct the server's address in the settings, under Recognition."),
    ),
    "insecure_server": Notice(
        marked("The key would be sent unencrypted"),
        marked(
            "Use an address that begins with https://, or allow it for this server in the "
            "settings, under Recognition."
        ),
    ),
    "tls_expired": Notice(
        marked("The speech server's certificate has expired"),
        marked("Ask the server's owner to renew it, and check this computer's clock."),
    ),
    "tls_wrong_host": Notice(
        marked("The speech server's certificate is for another address"),
        marked("Correct the server's address in the settings, under Recognition."),
    ),
    "tls_unknown_authority": Notice(
        marked("The speech server's certificate is not trusted"),
        marked("Install that authority's certificate on this computer, or use another server."),
    ),
    "tls_failed": Notice(
        marked("No encrypted connection to the speech server is possible"),
        marked("Correct the server's address in the settings, under Recognition."),
    ),
    "error": Notice(
        marked("The speech server failed"),
        marked("It is tried again by itself; if this goes on, choose another in the settings."),
    ),
    "auth_error": Notice(
        marked("The speech server refused the key"),
        marked("Enter the key again in the settings, or recognise speech on this computer."),
    ),
    "quota_exceeded": Notice(
        marked("The account has no credit left"),
        marked("Add credit to it, or recognise speech on this computer, which is free."),
    ),
    "commit_throttled": Notice(
        marked("Committed too often"),
        marked("Wait a moment between two commits; captions go on."),
    ),
    "transcriber_error": Notice(
        marked("Speech recognition failed"),
        marked("It is tried again by itself; if this goes on, choose another model."),
    ),
    "unaccepted_terms": Notice(
        marked("The service's terms are not accepted"),
        marked("Accept them on the service's web page, or recognise speech on this computer."),
    ),
    "rate_limited": Notice(
        marked("The speech server has too many requests"),
        marked("Captions go on by themselves in a moment."),
    ),
    "input_error": Notice(
        marked("The speech server did not understand the sound"),
        marked("Choose another sample rate in the settings, under Sound."),
    ),
    "invalid_request": Notice(
        marked("The speech server refused the settings"),
        marked("Change what the captions' window names, in the settings under Recognition."),
    ),
    "queue_overflow": Notice(
        marked("The speech server cannot keep up"),
        marked("Captions go on by themselves in a moment."),
    ),
    "resource_exhausted": Notice(
        marked("The speech server is full"),
        marked("Captions go on by themselves as soon as it has room."),
    ),
    "session_time_limit_exceeded": Notice(
        marked("The speech server begins a new session"),
        marked("Captions go on by themselves."),
        calls=False,
    ),
    "chunk_size_exceeded": Notice(
        marked("The speech server refused the size of the sound"),
        marked("Choose a lower sample rate in the settings, under Sound."),
    ),
    "insufficient_audio_activity": Notice(
        marked("The speech server has heard nothing for long"),
        marked("See whether the microphone hears you; captions go on when you speak."),
    ),
    "other_language": Notice(
        marked("Another language is spoken"),
        marked(
            "Choose a model for it in the settings, under Recognition; "
            "'captions models' lists more."
        ),
    ),
    "gap": Notice(
        marked("Some speech was not captioned"),
        marked("Speech recognition was not available: {detail} s of sound are missing."),
    ),
    "engine_died": Notice(
        marked("The speech engine stopped"),
        marked("It is started again by itself, and what was said meanwhile is kept."),
    ),
}
_SOUND = {
    "no_microphone": Notice(
        marked("There is no microphone"),
        marked("Plug one in; captions then go on by themselves."),
    ),
    "microphone_lost": Notice(
        marked("The microphone is gone"),
        marked("Plug it in again, or choose another in the settings; captions then go on."),
    ),
    "no_output": Notice(
        marked("The computer's sound cannot be heard"),
        DETAIL,
    ),
    "output_lost": Notice(
        marked("The computer's sound is gone"),
        marked("Plug loudspeakers or headphones in again; captions then go on by themselves."),
    ),
    "no_portaudio": Notice(marked("The sound library is missing"), DETAIL),
    "another_device": Notice(marked("The chosen device is not there"), DETAIL),
    "silent_track": Notice(marked("The sound track is silent"), DETAIL),
    "stream_lost": Notice(marked("The stream is interrupted"), DETAIL),
    "source_failed": Notice(marked("Nothing is heard any more"), DETAIL),
    "cannot_be_heard": Notice(marked("This cannot be heard"), DETAIL),
}
_TROUBLES = {
    trouble.kind: Notice(trouble.title, trouble.advice, calls=trouble.grave) for trouble in TROUBLES
}
"""Translators are shown their words by ``packaging/translations.py``."""
_APP = {
    "setting_wrong": Notice(marked("A setting is wrong"), DETAIL),
    "not_saved": Notice(marked("The settings were not saved"), DETAIL),
    "must_end": Notice(marked("Captions has to end"), DETAIL),
    "key_works": Notice(marked("The key works."), calls=False),
    "sound_heard": Notice(marked("Sound is heard."), calls=False),
    "sound_silent": Notice(
        marked("Nothing but silence is heard"),
        marked("Speak, or choose another device or source."),
        calls=False,
    ),
    "key_store": Notice(marked("The system's keyring does not work"), DETAIL),
    "shortcut_taken": Notice(marked("A shortcut does not work"), DETAIL),
    "window_limited": Notice(marked("This desktop limits the captions' window"), DETAIL),
}
_STATES = {
    "source.opening": NOTHING,
    "source.listening": Notice(marked("Listening to {detail}"), calls=False),
    "source.missing": Notice(DETAIL, calls=False),  # `Failed` told more.
    "source.paused": Notice(marked("Paused: nothing is heard."), calls=False),
    "source.ended": NOTHING,
    "session.connecting": Notice(marked("Connecting…"), calls=False),
    "session.listening": Notice(marked("Listening"), calls=False),
    "session.reconnecting": Notice(DETAIL, calls=False),
    "session.failed": Notice(DETAIL, calls=False),
    "session.ended": NOTHING,
    "engine.starting": Notice(marked("Starting speech recognition…"), calls=False),
    "engine.ready": NOTHING,
    "engine.restarting": NOTHING,
    "engine.failed": Notice(marked("Speech cannot be recognised"), DETAIL),
}
NOTICES = _RECOGNITION | _SOUND | _TROUBLES | _APP | _STATES
"""By kind: that of a `Failed`, ``part.state`` of a state, or the app's own."""


def of(event: Event) -> Told | None:
    """Return what to notify the user of, or `None` where they are not called."""
    match event:
        case Failed(kind, title, advice) if kind not in NOTICES:
            # Servers may send errors that this version does not know.
            return Told(title, advice, kind)
        case Failed(kind, _, advice):
            return _told(kind, advice)
        case Gap(_, seconds):
            return _told("gap", f"{seconds:.0f}")
        case SourceChanged() | SessionChanged() | EngineChanged():
            return _told(state(event), event.detail)
        case _:
            return None


def about(kind: str, detail: str = "") -> Told:
    """Return what the app itself notifies of; a kind of the table, whether or not it calls."""
    title, advice, _ = NOTICES[kind]
    return Told(_filled(title, detail), _filled(advice, detail), kind)


def words(kind: str, detail: str = "") -> str:
    """Return what the status line says of a kind: what is so, and what to do."""
    title, advice, _ = about(kind, detail)
    return f"{title}. {advice}" if advice else title


def explains(kind: str) -> bool:
    """Return True if a kind of failure tells the user all; a server's own words may name a key."""
    return kind in _SELF_EXPLANATORY


def of_failure(kind: str, detail: str) -> str:
    """Return what is said of a failed session or key.

    A server's own words are left out where a kind says it all: they may be long, or name a key.

    Args:
        kind: of the failure.
        detail: a sentence with what only the failure itself knows.
    """
    return words(kind) if explains(kind) else localised(detail)


def state(event: SourceChanged | SessionChanged | EngineChanged) -> str:
    """Return the kind that a state is in the table, such as ``session.connecting``."""
    part = type(event).__name__.removesuffix("Changed").lower()
    return f"{part}.{event.state.value}"


def _told(kind: str, detail: str) -> Told | None:
    return about(kind, detail) if NOTICES[kind].calls else None


def _filled(text: str, detail: str) -> str:
    return translated(text).replace(DETAIL, localised(detail)).strip() if text else ""
