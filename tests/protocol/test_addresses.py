"""Which server an address names, and who can read what it is sent."""

import pytest

from captions.protocol.addresses import is_exposed, is_loopback, parse_origin


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example.com", "https://api.example.com:443"),
        ("wss://API.Example.com/v1?x=1", "https://api.example.com:443"),
        ("api.example.com", "https://api.example.com:443"),
        ("https://me:hidden@api.example.com:444", "https://api.example.com:444"),
        ("http://api.example.com", "http://api.example.com:80"),
        ("ws://[::1]:8080", "http://[::1]:8080"),
        ("ftp://api.example.com", ""),
        ("http://", ""),
        ("http://x:99999", ""),
        ("", ""),
    ],
)
def test_a_server_is_told_apart_by_scheme_host_and_port(url: str, expected: str) -> None:
    assert parse_origin(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://192.168.1.5:8080", True),
        ("ws://captions.example.com", True),
        ("http://[2001:db8::1]:8080", True),
        ("http://localhost.example.com", True),
        ("http://0.0.0.0:80", True),
        ("https://192.168.1.5:8080", False),
        ("192.168.1.5", False),
        ("http://127.0.0.1:8080", False),
        ("ws://127.9.9.9", False),
        ("http://[::1]", False),
        ("HTTP://LOCALHOST", False),
    ],
)
def test_only_http_to_another_machine_is_exposed(url: str, expected: bool) -> None:
    assert is_exposed(url) is expected


def test_names_and_addresses_of_this_computer() -> None:
    assert [is_loopback(host) for host in ("localhost", "::1", "127.0.0.1", "example.com")] == [
        *(True, True, True, False)
    ]
