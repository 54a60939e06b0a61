"""Texts about microphones, the computer's own sound and the sound system."""

TEMPLATES = {
    "captions_resume_with_sound": "{reason} Captions then resume automatically.",
    "device_busy": "{device} is in use: close the program that uses it.",
    "device_gone": "{device} is disconnected: connect it again.",
    "device_in_exclusive_use": (
        "{device} cannot be recorded: another program may have exclusive use of it."
    ),
    "device_rate_unsupported": (
        "{device} does not record at {rate}\u00a0Hz: choose another sample rate."
    ),
    "device_silent": "{device} no longer delivers audio.",
    "device_substituted": (
        "“{wanted}” is not connected: {device} is used until it is. 'captions devices' lists "
        "all connected devices."
    ),
    "device_unavailable": (
        "{device} cannot be opened: another program may be using it, or the privacy settings "
        "may block it."
    ),
    "echo_canceller_missing": (
        "To caption both, install the echo canceller (pip install livekit); or choose only "
        "the microphone or only computer audio."
    ),
    "loopback_missing_macos": (
        "To capture computer audio on macOS 14.2 or later, install another package (pip "
        "install 'captions-overlay[macos]'); or install the BlackHole driver."
    ),
    "loopback_missing_windows": (
        "To capture computer audio on Windows, install another package: pip install "
        "'captions-overlay[windows]'."
    ),
    "microphone_missing": "No microphone is connected: connect one.",
    "portaudio_missing": "Install PortAudio (Debian and Ubuntu: apt install libportaudio2).",
    "sound_server_missing": (
        "Computer audio requires PulseAudio or PipeWire with an output device, and none was "
        "found: start one of them, or connect speakers or headphones."
    ),
    "sound_system_failed": "The audio system cannot be started: {reason}.",
    "system_audio_forbidden": (
        "{device} cannot be recorded: allow it in System Settings, Privacy & Security, Screen & "
        "System Audio Recording."
    ),
}
"""English templates by code."""
