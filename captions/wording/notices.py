"""What the user is told of everything that can happen, in plain words and in their language.

One table holds it all: every kind of `Failed`, every state of source, session and engine, and what
the app itself has to say. What only an event knows is its detail, a `Message`; the log and the
command line show that detail, in English, instead of the advice given here.
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
from captions.messages.message import Message
from captions.wording.language import marked, rendered, translated

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


class NoticeText(NamedTuple):
    """What is said of one kind of happening; both texts are in English, for `translated`."""

    title: str
    """A few words; empty where there is nothing to say."""
    advice: str = ""
    """One sentence on what to do, or on what is done; empty where the title says it all."""
    calls: bool = True
    """Whether the user is called by a notification; if not, it is only shown while it lasts."""


class NotificationText(NamedTuple):
    """What a notification says, in the interface's language."""

    title: str
    advice: str
    kind: str
    """What it is about: within a minute, the same is not told again."""


NOTHING = NoticeText("", calls=False)
_RECOGNITION = {
    "connection_lost": NoticeText(
        marked("The speech server cannot be reached"),
        marked(
            "Captions try to reconnect by themselves; check the network and the server's address."
        ),
    ),
    "not_found": NoticeText(
        marked("There is no speech server at this address"),
        marked("Correct the server's address in the settings, under Recognition."),
    ),
    "insecure_server": NoticeText(
        marked("The key would be sent unencrypted"),
        marked(
            "Use an address that begins with https://, or allow it for this server in the "
            "settings, under Recognition."
        ),
    ),
    "tls_expired": NoticeText(
        marked("The speech server's certificate has expired"),
        marked("Ask the server's owner to renew it, and check this computer's clock."),
    ),
    "tls_wrong_host": NoticeText(
        marked("The speech server's certificate is for another address"),
        marked("Correct the server's address in the settings, under Recognition."),
    ),
    "tls_unknown_authority": NoticeText(
        marked("The speech server's certificate is not trusted"),
        marked("Install that authority's certificate on this computer, or use another server."),
    ),
    "tls_failed": NoticeText(
        marked("No encrypted connection to the speech server is possible"),
        marked("Correct the server's address in the settings, under Recognition."),
    ),
    "error": NoticeText(
        marked("The speech server failed"),
        marked(
            "Captions try to reconnect by themselves; if this continues, choose another "
            "server in the settings."
        ),
    ),
    "auth_error": NoticeText(
        marked("The speech server refused the key"),
        marked("Check the API key, or recognise speech on this computer, which needs none."),
    ),
    "quota_exceeded": NoticeText(
        marked("The account has no credit left"),
        marked("Add credit to it, or recognise speech on this computer, which is free."),
    ),
    "commit_throttled": NoticeText(
        marked("Committed too often"),
        marked("Wait a moment between two commits; captions continue."),
    ),
    "transcriber_error": NoticeText(
        marked("Speech recognition failed"),
        marked("Captions try again by themselves; if this continues, choose another model."),
    ),
    "unaccepted_terms": NoticeText(
        marked("The service's terms are not accepted"),
        marked("Accept them on the service's web page, or recognise speech on this computer."),
    ),
    "rate_limited": NoticeText(
        marked("The speech server has too many requests"),
        marked("Captions resume by themselves in a moment."),
    ),
    "input_error": NoticeText(
        marked("The speech server did not accept the sound"),
        marked("Choose another sample rate in the settings, under Sound."),
    ),
    "invalid_request": NoticeText(
        marked("The speech server refused the settings"),
        marked("Change what the captions' window names, in the settings under Recognition."),
    ),
    "queue_overflow": NoticeText(
        marked("The speech server cannot keep up"),
        marked("Captions resume by themselves in a moment."),
    ),
    "resource_exhausted": NoticeText(
        marked("The speech server is full"),
        marked("Captions resume by themselves as soon as it has room."),
    ),
    "session_time_limit_exceeded": NoticeText(
        marked("The speech server begins a new session"),
        marked("Captions resume by themselves."),
        calls=False,
    ),
    "chunk_size_exceeded": NoticeText(
        marked("The speech server refused the size of the sound"),
        marked("Choose a lower sample rate in the settings, under Sound."),
    ),
    "insufficient_audio_activity": NoticeText(
        marked("The speech server has received no speech for long"),
        marked("Check that the microphone picks up your voice; captions resume when you speak."),
    ),
    "other_language": NoticeText(
        marked("Another language is spoken"),
        marked(
            "Choose a model for it in the settings, under Recognition; "
            "'captions models' lists more."
        ),
    ),
    "gap": NoticeText(
        marked("Some speech was not captioned"),
        marked("Speech recognition was not available: {detail} s of sound are missing."),
    ),
    "engine_died": NoticeText(
        marked("The speech engine stopped"),
        marked("It restarts by itself, and what is said meanwhile is kept."),
    ),
}
_SOUND = {
    "no_microphone": NoticeText(
        marked("There is no microphone"),
        marked("Plug one in; captions then resume by themselves."),
    ),
    "microphone_lost": NoticeText(
        marked("The microphone is gone"),
        marked("Plug it in again, or choose another in the settings; captions then resume."),
    ),
    "no_output": NoticeText(
        marked("The computer's sound cannot be captured"),
        DETAIL,
    ),
    "output_lost": NoticeText(
        marked("The computer's sound is gone"),
        marked("Plug loudspeakers or headphones in again; captions then resume by themselves."),
    ),
    "no_portaudio": NoticeText(marked("The sound library is missing"), DETAIL),
    "another_device": NoticeText(marked("The chosen device is not connected"), DETAIL),
    "silent_track": NoticeText(marked("The sound track is silent"), DETAIL),
    "stream_lost": NoticeText(marked("The stream is interrupted"), DETAIL),
    "source_failed": NoticeText(marked("The sound has stopped"), DETAIL),
    "cannot_be_heard": NoticeText(marked("This source cannot be used"), DETAIL),
}
_PROBLEMS = {
    "microphone_muted": NoticeText(
        marked("The microphone is muted, or its volume is at zero"),
        marked("Unmute it, or turn it up."),
        calls=False,
    ),
    "computer_muted": NoticeText(
        marked("The computer's sound is muted, or its volume is at zero"),
        marked("Unmute it, or turn it up."),
        calls=False,
    ),
    "microphone_silent": NoticeText(
        marked("The microphone delivers only silence"),
        marked(
            "Check whether a switch on it is off, or whether the system's privacy "
            "settings block its sound."
        ),
    ),
    "computer_silent": NoticeText(
        marked("The computer plays something, but its sound is silent"),
        marked("Turn its volume up, or play it on the default output."),
        calls=False,
    ),
    "engine_stalled": NoticeText(
        marked("Speech recognition does not answer"),
        marked(
            "It restarts by itself, and what was said is kept; if this happens again, "
            "choose a faster model in the settings."
        ),
    ),
    "server_stalled": NoticeText(
        marked("The speech server accepts sound and does not answer"),
        marked("Check the server, then start Captions again."),
    ),
    "no_words": NoticeText(
        marked("There is sound, but no words are recognised in it"),
        marked(
            "If someone is speaking, ask them to come closer, or check the language in "
            "the settings."
        ),
        calls=False,
    ),
    "clipping": NoticeText(
        marked("The microphone is too loud, which distorts words"),
        marked("Turn its volume down."),
        calls=False,
    ),
}
"""Those of `captions.model.health.problem`; what is not grave is only shown."""
_APP = {
    "setting_wrong": NoticeText(marked("A setting is wrong"), DETAIL),
    "not_saved": NoticeText(marked("The settings were not saved"), DETAIL),
    "must_end": NoticeText(marked("Captions cannot continue"), DETAIL),
    "key_works": NoticeText(marked("The key works."), calls=False),
    "sound_heard": NoticeText(marked("The test received sound."), calls=False),
    "sound_silent": NoticeText(
        marked("The test received only silence"),
        marked("Speak, or choose another device or source."),
        calls=False,
    ),
    "key_store": NoticeText(marked("The system's keyring does not work"), DETAIL),
    "shortcut_taken": NoticeText(marked("A shortcut does not work"), DETAIL),
    "window_limited": NoticeText(marked("This desktop limits the captions' window"), DETAIL),
}
_STATES = {
    "source.opening": NOTHING,
    "source.listening": NoticeText(marked("Listening to {detail}"), calls=False),
    "source.missing": NoticeText(DETAIL, calls=False),  # `Failed` told more.
    "source.paused": NoticeText(marked("Captions are paused."), calls=False),
    "source.ended": NOTHING,
    "session.connecting": NoticeText(marked("Connecting…"), calls=False),
    "session.listening": NoticeText(marked("Listening"), calls=False),
    "session.reconnecting": NoticeText(DETAIL, calls=False),
    "session.failed": NoticeText(DETAIL, calls=False),
    "session.ended": NOTHING,
    "engine.starting": NoticeText(marked("Starting speech recognition…"), calls=False),
    "engine.ready": NOTHING,
    "engine.restarting": NOTHING,
    "engine.failed": NoticeText(marked("Speech cannot be recognised"), DETAIL),
}
NOTICES = _RECOGNITION | _SOUND | _PROBLEMS | _APP | _STATES
"""By kind: that of a `Failed`, ``part.state`` of a state, or the app's own."""


def of(event: Event) -> NotificationText | None:
    """Return what to notify the user of, or `None` where they are not called."""
    match event:
        case Failed(kind, detail):
            return _told(kind, detail)
        case Gap(_, seconds):
            return _told("gap", f"{seconds:.0f}")
        case SourceChanged() | SessionChanged() | EngineChanged():
            return _told(state(event), event.detail)
        case _:
            return None


def about(kind: str, detail: Message | str | None = None) -> NotificationText:
    """Return what the app itself notifies of; a kind of the table, whether or not it calls.

    Args:
        kind: of the table; an unknown one is treated as a plain error of the server.
        detail: what only the event knows; text from elsewhere is a plain string.
    """
    title, advice, _ = _notice(kind)
    return NotificationText(_filled(title, detail), _filled(advice, detail), kind)


def words(kind: str, detail: Message | str | None = None) -> str:
    """Return what the status line says of a kind: what is so, and what to do."""
    title, advice, _ = about(kind, detail)
    return f"{title}. {advice}" if advice else title


def explains(kind: str) -> bool:
    """Return True if a kind of failure tells the user all; a server's own words may name a key."""
    return kind in _SELF_EXPLANATORY


def in_english(event: Failed) -> tuple[str, str]:
    """Return title and advice of a failure for logs, traces and the command line."""
    title, advice, _ = _notice(event.kind)
    return title, str(event.detail or advice.replace(DETAIL, "").strip())


def of_failure(kind: str, detail: Message | None) -> str:
    """Return what is said of a failed session or key.

    A server's own words are left out where a kind says it all: they may be long, or name a key.

    Args:
        kind: of the failure.
        detail: what only the failure itself knows.
    """
    return words(kind) if explains(kind) else rendered(detail)


def state(event: SourceChanged | SessionChanged | EngineChanged) -> str:
    """Return the kind that a state is in the table, such as ``session.connecting``."""
    part = type(event).__name__.removesuffix("Changed").lower()
    return f"{part}.{event.state.value}"


def _notice(kind: str) -> NoticeText:
    """Return the texts of a kind; servers may send errors that this version does not know."""
    return NOTICES.get(kind, NOTICES["error"])


def _told(kind: str, detail: Message | str | None) -> NotificationText | None:
    return about(kind, detail) if _notice(kind).calls else None


def _filled(text: str, detail: Message | str | None) -> str:
    shown = detail if isinstance(detail, str) else rendered(detail)
    return translated(text).replace(DETAIL, shown).strip() if text else ""
