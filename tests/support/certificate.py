"""A TLS certificate for this computer, and private keys that fit it or do not."""

from pathlib import Path

CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUJ84JNfDLAoDd/h0wCSKyHtFtxTwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTEwNDAyNVoYDzIxMjYxMDI4
MTA0MDI1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQRadhWTK+41smfht5jZVyrv905TCsSPGTdeozQhlZmwpOb7pNtOXvs
uQvfANCsEo2Dj3smxRIAPQHcLU3qsl8xo28wbTAdBgNVHQ4EFgQUFvgLLiioDwDQ
GqQ8X/2pEgXxkaowHwYDVR0jBBgwFoAUFvgLLiioDwDQGqQ8X/2pEgXxkaowDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAKZxLq6d1pkap1NM1oQGMFtwxuIrddyJuL4ld5BT+cP6AiEA
8oj89A0FYvR/vb/gYPYr0R5qKD7i+uVNzFpzWnrSOWQ=
-----END CERTIFICATE-----
"""
PEM_KEYS = {
    # Made for this test; nothing else knows them.
    "own": """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVjz4fkyPx2cSoEz3
HfTlvwTPr79efYjGa5DM3F6XZ1+hRANCAAQRadhWTK+41smfht5jZVyrv905TCsS
PGTdeozQhlZmwpOb7pNtOXvsuQvfANCsEo2Dj3smxRIAPQHcLU3qsl8x
-----END PRIVATE KEY-----
""",
    "other": """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRsmdRHZ29wn2rHEW
PZaftFd3x7Xvi2f6lXdDisuXTz6hRANCAATk814brPeo8/sUJGvJ8KR1FQzin6Ck
ibaI+BgLYvBEt3ElBUfzvS2Ts4ERs2kPpRZsCCNI3W733BS2Xe5EB3sR
-----END PRIVATE KEY-----
""",
    "locked": """-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,27BED433D31EBDFE5DE576428A46CB6F

GhRTSzzmOMpd/r8gLitXnEeEK8i9RGMbaN34ginnLYIGVrdoBW6lSVwiug+/KQD7
N6WS37U0ekd1d/sFVzV6EbRj6YKfD+DFZdm9I/TUW06v10mNvtJ+GK6eJJPsWzHL
DVewm+zyEEpFKU+AfLebmRJz2/4erkodUtsNpHF+OJU=
-----END EC PRIVATE KEY-----
""",
    "damaged": "-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n",
    "no key": "nothing of the kind\n",
}


def write_certificate(folder: Path) -> Path:
    """Write the certificate and the keys to a folder, and return the folder."""
    (folder / "cert.pem").write_text(CERTIFICATE)
    for name, text in PEM_KEYS.items():
        (folder / f"{name}.key").write_text(text)
    return folder
