"""Texts for programs that use the client library or the protocol, and for their developers."""

_HOW = "Audio is sent as bytes, as a numpy array, as base64, or as a dict with 'audio_base_64'"

TEMPLATES = {
    "audio_array_not_flat": ("An array of samples must have one channel, shape (n,), not {shape}."),
    "audio_array_type_unsupported": "Samples are int16, or float from -1 to 1, not {type}.",
    "audio_base64_invalid": "Audio as text must be base64 of samples, and this is not base64.",
    "audio_chunk_too_large": (
        "{size} bytes are too many in one chunk: send about one second at a time."
    ),
    "audio_field_missing": _HOW + " (it is missing).",
    "audio_field_unknown": _HOW + " ('{field}' is not known).",
    "audio_format_required": "audio_format and sample_rate are required",
    "audio_of_half_samples": "{size} bytes are not a whole number of 16-bit samples.",
    "audio_of_partial_samples": "Audio of {size} bytes is not a whole number of {format} samples",
    "audio_type_unsupported": _HOW + ", not as {type}.",
    "connection_unreadable": "The connection cannot be read ({reason}).",
    "credential_required": "An api_key or a single-use token is required",
    "ffmpeg_required_for_url": (
        "ffmpeg is required to stream a URL: install it (Debian and Ubuntu: apt install ffmpeg), "
        "and try again."
    ),
    "ffmpeg_start_failed": (
        "ffmpeg cannot be started for {stream}: check the address, and that 'ffmpeg -version' "
        "works in a terminal."
    ),
    "last_words_missing": (
        "The speech server did not respond to the last commit: the last words are missing."
    ),
    "message_invalid": "Message must be a valid protocol message",
    "message_type_unexpected": "Unexpected message type: {type}",
    "model_id_required": "model_id is required",
    "option_invalid": "{option}: '{value}' is not valid ({reason}).",
    "option_unknown": "'{option}' is not an option of a realtime session.",
    "options_refused": "{problems}",
    "previous_text_not_first": "previous_text can only be sent with the first chunk.",
    "previous_text_not_text": "previous_text must be text, not {type}.",
    "sample_rate_mismatch": (
        "sample_rate: {rate}\u00a0Hz does not match the session, which uses {session_rate}\u00a0Hz."
    ),
    "stream_not_started": (
        "{stream} delivered no audio within {seconds:.0f}\u00a0s: check the address and the "
        "network."
    ),
    "stream_unstreamable": "{stream} cannot be streamed ({reason}).",
    "translation_unsupported": (
        "This server does not translate: use 'captions serve' with a multilingual Whisper model, "
        "or omit the translation."
    ),
    "url_required": "url is required",
}
"""English templates by code."""
