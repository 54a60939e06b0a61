"""Secrets, from the environment or the system's keyring: API keys, addresses and passwords."""

from captions.credentials.key_store import KEY_VARIABLES, KeyStore, api_key, check_key
from captions.credentials.secret_store import SecretStore
from captions.credentials.system_keyring import SERVICE_NAME, KeyPlace, KeyState

__all__ = [
    "KEY_VARIABLES",
    "SERVICE_NAME",
    "KeyPlace",
    "KeyState",
    "KeyStore",
    "SecretStore",
    "api_key",
    "check_key",
]
