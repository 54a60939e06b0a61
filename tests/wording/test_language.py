"""The language of tables: found without Qt, and the same as Qt's."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from captions.wording import language
from captions.wording.notifications import notices


@pytest.fixture
def german() -> Iterator[None]:
    language.set_language("de")
    yield
    language.set_language("en")


@pytest.mark.usefixtures("german")
def test_a_text_of_a_table_is_translated() -> None:
    assert notices.make_notification("no_microphone").title == "Es ist kein Mikrofon angeschlossen"


@pytest.mark.usefixtures("german")
def test_a_text_without_a_translation_stays_english() -> None:
    assert language.translated("Nobody wrote this down.") == "Nobody wrote this down."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names its language elsewhere")
@pytest.mark.parametrize(
    ("environment", "found"),
    [
        pytest.param({"LANG": "de_DE.UTF-8"}, ["de_DE"], id="LANG"),
        pytest.param({"LANG": "en_GB.UTF-8", "LC_ALL": "de_AT"}, ["de_AT"], id="LC_ALL first"),
        pytest.param(
            {"LANG": "fr_FR.UTF-8", "LANGUAGE": "de:en"}, ["de", "en", "fr_FR"], id="a list"
        ),
        pytest.param({"LANG": "C", "LANGUAGE": "de"}, ["C"], id="a bare system has no list"),
        pytest.param({}, [""], id="nothing is set"),
    ],
)
def test_the_system_names_its_languages(environment: dict[str, str], found: list[str]) -> None:
    assert language.find_system_languages(environment) == found


def test_no_text_of_the_state_needs_qt() -> None:
    code = "import sys; sys.modules['PySide6'] = None; import captions.wording.status"
    subprocess.run([sys.executable, "-c", code], check=True)
