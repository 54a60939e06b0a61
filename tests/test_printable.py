"""Text of unknown origin, made safe to print."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.printable import make_lines_printable, make_printable, redact_server


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mikrofon (Ümläut) 中文 🎙", "Mikrofon (Ümläut) 中文 🎙"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍💻", "👩‍💻"),
        ("a\x1b[31mred\x1b]0;title\x07b", "a [31mred ]0;title b"),
        ("a\x9b31mb\x90c", "a 31mb c"),
        ("a\r\n\tb\0\x7fc", "a b c"),
        ("a\u202eb\u2066c\u2069\u200f\u061cd", "abcd"),
        ("a\u2028b", "a b"),
        ("\ufeffa\u2060b", "ab"),
        ("a\udcffb", "a\ufffdb"),
    ],
)
def test_only_what_a_terminal_obeys_is_taken_out(text: str, expected: str) -> None:
    assert make_printable(text) == expected


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    found = make_printable(text)
    assert not {unicodedata.category(letter) for letter in found} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(letter) for letter in found} & {
        *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    }
    assert make_printable(found) == found


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("wss://me:hu@sh@api.example.com:444/v1?token=hush", "wss://api.example.com:444"),
        ("me:hush@api.example.com/hush", "api.example.com"),
        ("api.example.com#hush", "api.example.com"),
        ("", ""),
    ],
)
def test_no_secret_of_a_server_is_shown(url: str, expected: str) -> None:
    assert redact_server(url) == expected


def test_a_long_text_is_cut() -> None:
    assert make_printable("a" * 100, 3) == "aaa…"
    assert make_printable("aaa", 3) == "aaa"


def test_lines_stay_lines() -> None:
    assert make_lines_printable("a\x1bb\nc\u202e\n") == "a b\nc\n"
