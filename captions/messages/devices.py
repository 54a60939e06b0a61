"""Texts about microphones, the computer's own sound and the sound system."""

TEMPLATES = {
    "captions_resume_with_sound": "{reason} Captions then resume by themselves.",
    "device_busy": "{device} is busy: close the program that uses it.",
    "device_gone": "{device} is gone: plug it in again.",
    "device_in_exclusive_use": (
        "{device} cannot be recorded: another program may have exclusive use of it."
    ),
    "device_rate_unsupported": (
        "{device} does not record at {rate} Hz: choose another sample rate."
    ),
    "device_silent": "{device} no longer delivers sound.",
    "device_substituted": (
        "“{wanted}” is not connected: {device} is used until it is. 'captions devices' lists all "
        "connected devices."
    ),
    "device_unavailable": (
        "{device} cannot be opened: another program may be using it, or the system's privacy "
        "settings may forbid its use."
    ),
    "device_unplugged": "{device} was unplugged: plug it in again.",
    "echo_canceller_missing": (
        "To caption both, install the echo canceller: pip install livekit; or choose the "
        "microphone or the computer alone."
    ),
    "loopback_missing_macos": (
        "To capture the computer's sound on macOS 14.2 or later, install another package: "
        "pip install 'captions-overlay[macos]'; or install the BlackHole driver."
    ),
    "loopback_missing_windows": (
        "To capture the computer's sound on Windows, install another package: "
        "pip install 'captions-overlay[windows]'."
    ),
    "microphone_missing": "No microphone was found: plug one in.",
    "portaudio_missing": "Install PortAudio (Debian and Ubuntu: apt install libportaudio2).",
    "sound_server_missing": (
        "The computer's sound can be captured through PulseAudio or PipeWire alone, and neither "
        "runs, or has an output: start it, or plug something in."
    ),
    "sound_system_failed": "The sound system cannot be started: {reason}.",
    "system_audio_forbidden": (
        "{device} cannot be recorded: allow it in System Settings, Privacy & Security, Screen & "
        "System Audio Recording."
    ),
}
"""English templates by code."""
