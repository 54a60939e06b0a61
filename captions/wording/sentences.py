"""Sentences of the rooms below, which know no language but English, in that of the interface.

They reach the user as details: why a device, a stream, the speech engine or a server fails. A
sentence that is not here stays in English.
"""

import re

from captions.wording.language import marked, translated

SENTENCES = (
    marked("{0} Captions then go on by themselves."),
    marked("{0} Captions go on by themselves when it is back."),
    marked(
        "Speech recognition failed {0} times in a row: {1} Choose “Start again” in the menu, or "
        "run 'captions doctor'."
    ),
    marked("The speech engine ended unexpectedly (code {0})."),
    marked("The speech engine does not say where it listens."),
    marked("It did not answer."),
    # Devices.
    marked("{0} is gone: plug it in again."),
    marked("{0} was unplugged: plug it in again."),
    marked("{0} gives no sound any more."),
    marked("{0} is busy: close the program that uses it."),
    marked("{0} does not record at {1} Hz: choose another sample rate."),
    marked(
        "{0} cannot be opened: another program may hold it, or its use may be forbidden in the "
        "system's privacy settings."
    ),
    marked("{0} cannot be recorded: another program may hold it for itself alone."),
    marked(
        "{0} cannot be recorded: allow it in System Settings, Privacy & Security, Screen & System "
        "Audio Recording."
    ),
    marked("No microphone is there: plug one in."),
    marked("“{0}” is not there: {1} is heard until it is. 'captions devices' lists what there is."),
    marked(
        "What the computer plays can be heard by PulseAudio or PipeWire alone, and neither runs, "
        "or has an output: start it, or plug something in."
    ),
    marked(
        "Install what hears the computer's sound on Windows: pip install "
        "'captions-overlay[windows]'."
    ),
    marked(
        "Install what hears the computer's sound on macOS 14.2 or later: pip install "
        "'captions-overlay[macos]'; or install the BlackHole driver."
    ),
    marked(
        "To hear both, install what takes echo away: pip install livekit; or hear the "
        "microphone or the computer alone."
    ),
    marked("Install PortAudio (Debian and Ubuntu: apt install libportaudio2)."),
    marked("The sound system cannot be started: {0}."),
    # The keyring.
    marked("This system has no keyring that could keep the API key: {0}."),
    marked("The system's keyring is locked: unlock it, or {0}."),
    marked("The system's keyring refuses: unlock it, or {0}."),
    marked("The system's keyring does not answer: unlock it, or {0}."),
    marked("set {0} in the environment instead"),
    # Recordings and streams.
    marked("There is no file {0}: check its name."),
    marked("{0} is a folder: name a file in it."),
    marked("{0} is empty: record or copy it again."),
    marked("{0} holds no sound: choose a recording, or a video with sound."),
    marked("{0} cannot be read as sound: it is broken or another kind of file ({1})."),
    marked("{0} broke off: check the network, and whether it is on air ({1})."),
    marked("{0} has given no sound for {1} s: check the network, and whether it is on air."),
    # Speech recognition.
    marked("The speech engine cannot be started: {0}."),
    marked("The speech engine takes too long to start: try again."),
    marked("The speech server does not answer."),
    marked("The speech server did not answer the last commit."),
    marked("The speech server closed the connection."),
    marked("The speech server closed the connection (code {0}{1})."),
    marked("The connection to the speech server broke."),
    marked("The speech server at {0} cannot be reached: check its address and the network."),
    marked(
        "The key is not sent unencrypted to {0}: use an https:// address, or allow it with "
        "--allow-plain-key or in the settings."
    ),
    marked(
        "{0} makes no encrypted connection: check its address, which begins with http:// for a "
        "server without encryption."
    ),
    marked(
        "The certificate of {0} has expired or is not valid yet: ask its owner to renew it, and "
        "check this computer's clock."
    ),
    marked("The certificate of {0} is for another address: check the server's address."),
    marked(
        "The certificate of {0} is from an unknown authority: install that authority's "
        "certificate on this computer, or use another server."
    ),
    marked("{0} refused the connection (HTTP {1}){2}."),
)
"""As the code has them, with numbers where it puts values in."""


def localised(sentence: str) -> str:
    """Return a sentence in the interface's language, if there is one for it."""
    for template, pattern in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return translated(template).format(*map(localised, found.groups()))
    return sentence


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\d\}", template)
    return re.compile("(.*?)".join(map(re.escape, parts)), re.DOTALL)


_PATTERNS = tuple((template, _pattern(template)) for template in SENTENCES)
