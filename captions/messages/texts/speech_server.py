"""Texts about the connection to a speech server."""

TEMPLATES = {
    "certificate_expired": (
        "The certificate of {server} has expired or is not valid yet: ask its owner to renew it, "
        "and check this computer's clock."
    ),
    "certificate_for_other_host": (
        "The certificate of {server} is for another address: check the server's address."
    ),
    "certificate_untrusted": (
        "The certificate of {server} is from an unknown authority: install that authority's "
        "certificate on this computer, or use another server."
    ),
    "commit_unanswered": "The speech server did not respond to the last commit.",
    "connection_broke": "The connection to the speech server was lost.",
    "frame_base64_invalid": "audio_base_64 is not valid base64 ({reason}).",
    "frame_field_invalid": "A '{type}' message is not valid: {reason}.",
    "frame_not_json": "The message is not JSON: {reason}.",
    "frame_not_object": "The message is not a JSON object but a {type}.",
    "frame_too_deep": "The message is nested too deeply.",
    "key_exposed": (
        "The key is not sent unencrypted to {server}: use an https:// address, or allow it with "
        "--allow-plain-key or in the settings."
    ),
    "key_has_invalid_characters": (
        "The API key contains characters that are not allowed: copy it again."
    ),
    "server_address_invalid": (
        "'{server}' is not a server address: it should look like https://api.elevenlabs.io "
        "or http://127.0.0.1:8080."
    ),
    "server_closed": "The speech server closed the connection.",
    "server_closed_with_code": "The speech server closed the connection (code {status}).",
    "server_closed_with_reason": (
        "The speech server closed the connection (code {status}, {reason})."
    ),
    "server_message_too_large": "The speech server sent a message of more than {size} KiB.",
    "server_refused": "{server} refused the connection (HTTP {status}).",
    "server_refused_with_reason": ("{server} refused the connection (HTTP {status}): {reason}."),
    "server_reported": "{text}",
    "server_reported_type": "The speech server reported “{type}” and gave no reason.",
    "server_unreachable": (
        "The speech server at {server} cannot be reached: check its address and the network."
    ),
    "server_unresponsive": "The speech server does not respond.",
    "server_without_encryption": (
        "{server} does not support encrypted connections: check its address, which begins "
        "with http:// for a server without encryption."
    ),
}
"""English templates by code."""
