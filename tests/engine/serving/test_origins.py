"""Which names and which pages get through the gate."""

import pytest

from captions.engine.serving.origins import is_allowed_origin, is_own_name

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
    assert is_allowed_origin(origin, host, frozenset({"https://good.example"})) is allowed


def test_a_star_allows_every_page() -> None:
    assert is_allowed_origin("https://any.example", "127.0.0.1", frozenset({"*"}))
