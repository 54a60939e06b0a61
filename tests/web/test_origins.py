"""Which names and which pages get through the gate."""

import pytest

from captions.errors import UsageError
from captions.web.origins import AllowedOrigins, is_own_name, is_own_page

NAMES = frozenset({"mybox.local"})


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost:8080", True),
        ("LOCALHOST", True),
        ("captions.localhost:80", True),
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.7", True),
        ("mybox.local:8080", True),
        ("MyBox.local", True),
        ("evil.example:8080", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("2130706433", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_names_of_the_server(host: str, own: bool) -> None:
    assert is_own_name(host, NAMES) is own


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        pytest.param("http://127.0.0.1:80", "127.0.0.1", True, id="its own page, a port told"),
        pytest.param("http://127.0.0.1:8080", "127.0.0.1:8080", True, id="its own page"),
        pytest.param("https://box", "box", True, id="its own page behind a proxy"),
        pytest.param("http://127.0.0.1:8081", "127.0.0.1:8080", False, id="another port"),
        pytest.param("http://localhost:8080", "127.0.0.1:8080", False, id="another name"),
        pytest.param("https://good.example", "127.0.0.1:8080", True, id="one that is allowed"),
        pytest.param("HTTPS://Good.example", "127.0.0.1:8080", True, id="in any letters"),
        pytest.param("https://good.example:443", "127.0.0.1:8080", True, id="its default port"),
        pytest.param("https://good.example:444", "127.0.0.1:8080", False, id="not its port"),
        pytest.param("HTTP://Box:80", "box", True, id="its own page, in other letters"),
        pytest.param("http://[::1]:8080", "[::1]:8080", True, id="its own page at IPv6"),
        pytest.param("https://x@good.example", "127.0.0.1:8080", False, id="a name before it"),
        pytest.param("https://good.example/x", "127.0.0.1:8080", False, id="a path behind it"),
        pytest.param("https://good.example:x", "127.0.0.1:8080", False, id="a port that is none"),
        pytest.param("http://good.example", "127.0.0.1:8080", False, id="not encrypted"),
        pytest.param("https://good.example.evil", "127.0.0.1:8080", False, id="a longer one"),
        pytest.param("null", "127.0.0.1:8080", False, id="a page of no origin"),
        pytest.param("", "", False, id="nothing"),
        pytest.param("http://", "", False, id="no name"),
        pytest.param("file://", "", False, id="a file"),
        pytest.param("http://[", "127.0.0.1", False, id="no origin at all"),
    ],
)
def test_origins_of_pages(origin: str, host: str, allowed: bool) -> None:
    found = AllowedOrigins(["https://good.example"]).is_allowed(origin) or is_own_page(origin, host)
    assert found is allowed


def test_a_star_allows_every_page() -> None:
    assert AllowedOrigins(["*", "https://other.example"]).is_allowed("https://any.example")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://good.example", "https://good.example"),
        ("HTTPS://Good.Example", "https://good.example"),
        ("https://good.example/", "https://good.example"),
        ("https://good.example:443", "https://good.example"),
        ("https://good.example:443/", "https://good.example"),
        (" http://good.example:80 ", "http://good.example"),
        ("https://good.example:8443", "https://good.example:8443"),
        ("https://b\u00fccher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("null", "null"),
        ("chrome-extension://abcdef", "chrome-extension://abcdef"),
        ("file://", "file://"),
    ],
)
def test_origins_are_compared_as_browsers_write_them(written: str, sent: str) -> None:
    origins = AllowedOrigins([written])
    assert origins.is_allowed(sent)
    assert not origins.is_allowed("https://evil.example")
    assert not origins.is_allowed(f"{sent}.evil.example")


@pytest.mark.parametrize(
    "written",
    [
        "good.example",
        "https://",
        "https://good.example/path",
        "https://a.example?x",
        "",
        "https://[",
    ],
)
def test_what_is_no_origin_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(UsageError, match="not the origin of a page: use one such as"):
        AllowedOrigins([written])
