"""The on-device speech server, which speaks the same protocol as the cloud service."""

KEY_VARIABLE = "CAPTIONS_SERVE_KEY"
"""Environment variable with the key of the server; defined here so that a parent process need not
import the server."""
