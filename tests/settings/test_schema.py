"""Settings: a wrong value falls back and is reported, and a rewrite loses nothing."""

import os
import stat
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.errors import OutputError, UsageError
from captions.settings.file import FILE_NAME, default_path, load_settings, save_settings
from captions.settings.paths import rule_at, with_value
from captions.settings.rules import FieldRule
from captions.settings.schema import (
    AppearanceSettings,
    CaptionSettings,
    Settings,
    SoundSettings,
    WindowSettings,
    with_changes,
    with_overrides,
)
from captions.settings.toml_text import parse_settings, update_toml

LONG = 21 * "a"
TOO_LONG = "should have items of at most 20 characters"


def test_no_text_means_all_defaults_and_no_problem() -> None:
    assert parse_settings("") == (Settings(), [])


def test_a_file_that_is_not_there_means_all_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == (Settings(), [])


def test_a_file_that_the_user_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"The settings file .*none\.toml.* does not exist"):
        load_settings(tmp_path / "none.toml", must_exist=True)


def test_what_is_given_is_read(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text('[captions]\nrows = 3\n[window]\nposition = "top"\n', encoding="utf-8")
    expected = Settings(captions=CaptionSettings(rows=3), window=WindowSettings(position="top"))
    assert load_settings(path) == (expected, [])


def test_the_users_folder_holds_the_file() -> None:
    assert default_path().name == FILE_NAME
    assert "captions" in str(default_path().parent).lower()


@pytest.mark.parametrize("content", [b"\x80[captions]", None], ids=["no text", "a folder"])
def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / FILE_NAME
    path.mkdir() if content is None else path.write_bytes(content)
    settings, problems = load_settings(path)
    assert settings == Settings()
    assert len(problems) == 1
    assert "cannot be read" in str(problems[0])
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(path, must_exist=True)


@pytest.mark.parametrize(
    "text",
    ["[captions\nrows = 3", f"x = {'9' * 5000}", "a = " + "[" * 5000],
    ids=["no bracket", "a number of 5000 digits", "lists nested 5000 deep"],
)
def test_broken_toml_is_reported_and_all_is_default(text: str) -> None:
    settings, problems = parse_settings(text)
    assert settings == Settings()
    assert len(problems) == 1
    assert "not valid TOML" in str(problems[0])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("captions.rows = 7", "captions.rows = 7 should be from 1 to 6; using 2."),
        ("captions.rows = 0", "captions.rows = 0 should be from 1 to 6; using 2."),
        ("captions.rows = 2.5", "captions.rows = 2.5 should be a whole number; using 2."),
        ("captions.rows = true", "captions.rows = True should be a whole number; using 2."),
        ("captions.rows = '2'", "captions.rows = '2' should be a whole number; using 2."),
        (
            "captions.clear_seconds = true",
            "captions.clear_seconds = True should be a number; using 8.0.",
        ),
        (
            "captions.clear_seconds = nan",
            "captions.clear_seconds = nan should be from 0 to 600; using 8.0.",
        ),
        (
            "captions.clear_seconds = inf",
            "captions.clear_seconds = inf should be from 0 to 600; using 8.0.",
        ),
        (
            "recognition.keyterms = 'Ada'",
            "recognition.keyterms = 'Ada' should be a list of strings; using [].",
        ),
        (
            "recognition.keyterms = [3]",
            "recognition.keyterms should be a list of strings; left out: 3.",
        ),
        (
            f"recognition.keyterms = ['{LONG}']",
            f"recognition.keyterms {TOO_LONG}; left out: '{LONG}'.",
        ),
        (
            "recognition.keyterms = ['a b c d e f']",
            ("recognition.keyterms should have items of at most 5 words; left out: 'a b c d e f'."),
        ),
        ("sound.device = 3", "sound.device = 3 should be a string; using ''."),
        (
            "window.position = 'left'",
            "window.position = 'left' should be one of bottom, top, free; using 'bottom'.",
        ),
        (
            "window.click_through = 1",
            "window.click_through = 1 should be true or false; using False.",
        ),
        (
            "recognition.silence_seconds = 9",
            "recognition.silence_seconds = 9 should be from 0.3 to 3; using 0.7.",
        ),
        ("captions = 3", "captions should be a table; the defaults are used."),
    ],
)
def test_a_wrong_value_keeps_its_default_and_is_reported(text: str, told: str) -> None:
    settings, problems = parse_settings(text)
    assert (settings, list(map(str, problems))) == (Settings(), [told])


MIXED = f"""[recognition]
keyterms = [
    "Ada",  # in the file for years
    "a b c d e f",
    "{LONG}",
    "Grace",
]
"""


def test_valid_items_of_a_list_are_used_and_the_others_are_named() -> None:
    settings, problems = parse_settings(MIXED)
    assert settings.recognition.keyterms == ("Ada", "Grace")
    assert list(map(str, problems)) == [
        ("recognition.keyterms should have items of at most 5 words; left out: 'a b c d e f'."),
        f"recognition.keyterms {TOO_LONG}; left out: '{LONG}'.",
    ]


def test_items_beyond_the_most_are_left_out_and_counted() -> None:
    rule = rule_at("recognition.keyterms")
    most = rule.max_items or 0
    terms = [f"name {number}" for number in range(most + 5)]
    settings, (problem,) = parse_settings(f"recognition.keyterms = {terms}")
    assert settings.recognition.keyterms == tuple(terms[:most])
    named = ", ".join(f"'name {most + number}'" for number in range(3))
    assert str(problem) == (
        f"recognition.keyterms should have at most {most} items; left out: {named} and 2 more."
    )


def test_an_invalid_item_takes_no_place_of_a_valid_one() -> None:
    most = rule_at("recognition.keyterms").max_items or 0
    terms = ["a b c d e f", *(f"name {number}" for number in range(most))]
    settings, problems = parse_settings(f"recognition.keyterms = {terms}")
    assert settings.recognition.keyterms == tuple(terms[1:])
    assert len(problems) == 1


def test_saving_another_setting_keeps_the_invalid_items_of_a_list() -> None:
    changed = with_value(parse_settings(MIXED).settings, "captions.rows", 4)
    text = update_toml(changed, MIXED)
    assert MIXED.rstrip() in text
    assert parse_settings(text) == (changed, parse_settings(MIXED).problems)


def test_saving_a_changed_list_leaves_its_valid_items_alone_in_the_file() -> None:
    changed = with_value(parse_settings(MIXED).settings, "recognition.keyterms", ("Grace", "Alan"))
    assert parse_settings(update_toml(changed, MIXED)) == (changed, [])


@pytest.mark.parametrize(
    "text",
    [
        "appearance.committed_colour = ''",
        "appearance.committed_colour = 'ffffff'",
        "appearance.committed_colour = '#fffff'",
        "appearance.committed_colour = '#gggggg'",
        "appearance.committed_colour = '##12345'",
        "captions.rows = [2]",
        "captions.rows = 1979-05-27",
        "window.position = ''",
    ],
)
def test_any_wrong_value_is_one_problem(text: str) -> None:
    settings, problems = parse_settings(text)
    assert settings == Settings()
    assert len(problems) == 1


def test_a_name_is_no_colour() -> None:
    settings, (problem,) = parse_settings("appearance.committed_colour = 'white'")
    assert settings == Settings()
    assert str(problem).endswith("should be a colour such as '#ffffff'; using '#ffffff'.")


def test_one_wrong_value_leaves_its_neighbours_alone() -> None:
    settings, problems = parse_settings("[captions]\nrows = 99\nrow_chars = 50")
    assert settings.captions == CaptionSettings(row_chars=50)
    assert len(problems) == 1


def test_a_whole_number_will_do_where_a_number_is_asked_for() -> None:
    settings, problems = parse_settings("captions.clear_seconds = 5")
    assert not problems
    assert isinstance(settings.captions.clear_seconds, float)


def test_a_short_colour_will_do() -> None:
    assert (
        parse_settings("appearance.partial_colour = '#Abc'").settings.appearance.partial_colour
        == "#Abc"
    )


def test_another_source_and_device_replace_only_what_is_given() -> None:
    settings = Settings(sound=SoundSettings(source="a.wav", device="Desk"))
    assert with_overrides(settings) == settings
    assert with_overrides(settings, source="mic").sound == SoundSettings(
        source="mic", device="Desk"
    )
    assert with_overrides(settings, device="USB").sound == SoundSettings(
        source="a.wav", device="USB"
    )
    assert with_overrides(settings, server="http://x").recognition.server == "http://x"


def test_a_plain_key_is_allowed_for_one_server_alone() -> None:
    here = with_overrides(Settings(), server="http://192.0.2.1", allow_plain_key=True)
    assert here.recognition.allows_plain_key
    assert not with_overrides(here, server="http://192.0.2.2").recognition.allows_plain_key
    assert not with_overrides(here, server="http://192.0.2.1:81").recognition.allows_plain_key
    assert not with_overrides(Settings(), allow_plain_key=True).recognition.allows_plain_key


OLD = """# My own notes.
[captions]
rows = 3  # three for the big screen
from_the_future = "kept"

[a_newer_part]
x = 1
"""


def test_comments_and_unknown_keys_survive_a_rewrite() -> None:
    text = update_toml(replace(Settings(), captions=CaptionSettings(rows=4)), OLD)
    assert "# My own notes." in text
    assert "rows = 4  # three for the big screen" in text
    assert 'from_the_future = "kept"' in text
    assert "[a_newer_part]\nx = 1" in text
    assert parse_settings(text).settings.captions.rows == 4


def test_unknown_keys_are_no_problem() -> None:
    assert parse_settings(OLD).problems == []


def test_a_part_that_is_no_table_becomes_one() -> None:
    assert parse_settings(update_toml(Settings(), "captions = 3")) == (Settings(), [])


def test_broken_toml_is_not_written_over() -> None:
    with pytest.raises(UsageError, match="not valid TOML"):
        update_toml(Settings(), "[captions")


def test_saved_settings_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / FILE_NAME
    settings = Settings(sound=SoundSettings(device='A "fine" mic\\'))
    save_settings(settings, path)
    save_settings(settings, path)
    assert load_settings(path) == (settings, [])
    assert [item.name for item in path.parent.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        pytest.param("utf-8", "", id="UTF-8"),
        pytest.param("utf-8", "\ufeff", id="UTF-8 with a byte-order mark"),
        pytest.param("utf-16-le", "\ufeff", id="UTF-16 as Windows writes it"),
        pytest.param("utf-16-be", "\ufeff", id="UTF-16, the other order"),
        pytest.param("utf-16-le", "", id="UTF-16 without a mark"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_file_keeps_its_encoding_line_ends_and_comments(
    tmp_path: Path, encoding: str, mark: str, newline: str
) -> None:
    path = tmp_path / FILE_NAME
    text = '# Größe\n[captions]\nrows = 3\nmine = "ü"\n[interface]\nlanguage = "de"\n'
    path.write_bytes((mark + text.replace("\n", newline)).encode(encoding))
    settings, problems = load_settings(path)
    assert (settings.captions.rows, settings.interface.language, problems) == (3, "de", [])
    save_settings(replace(settings, captions=replace(settings.captions, rows=5)), path)
    saved = path.read_bytes().decode(encoding)
    assert saved.startswith(f"{mark}# Größe{newline}[captions]{newline}rows = 5{newline}mine = ")
    assert saved.count("\n") == saved.count(newline)
    assert load_settings(path).settings.captions.rows == 5


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(os.mkfifo, "not a regular file", id="a FIFO"),
        pytest.param(lambda path: path.symlink_to(path), "symbolic links", id="a link to itself"),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"), "not a regular file", id="a device"
        ),
        pytest.param(
            lambda path: path.write_bytes(b"#" * 10_000_000), "larger than 256 KiB", id="10 MB"
        ),
    ],
)
def test_what_cannot_be_a_settings_file_is_a_sentence_at_once(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / FILE_NAME
    make(path)
    settings, (problem,) = load_settings(path)
    assert settings == Settings()
    assert words in str(problem)
    with pytest.raises(UsageError, match=words):
        load_settings(path, must_exist=True)
    with pytest.raises(OutputError, match=words):
        save_settings(Settings(), path)


def test_a_name_that_no_file_can_hold_is_a_sentence(tmp_path: Path) -> None:
    settings = Settings(sound=SoundSettings(source="\udcff.wav"))
    with pytest.raises(OutputError, match="characters that a text file cannot store"):
        save_settings(settings, tmp_path / FILE_NAME)
    assert not list(tmp_path.iterdir())


def test_a_long_wrong_value_is_not_repeated_whole() -> None:
    _, (problem,) = parse_settings(f"captions.rows = '{'x' * 10_000}'")
    assert str(problem).startswith("captions.rows = 'xxx")
    assert len(str(problem)) < 200


def test_saving_over_broken_toml_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text("[captions", encoding="utf-8")
    with pytest.raises(UsageError):
        save_settings(Settings(), path)
    assert path.read_text(encoding="utf-8") == "[captions"
    assert [item.name for item in tmp_path.iterdir()] == [FILE_NAME]


def test_saving_over_what_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"\x80")
    with pytest.raises(UsageError, match="is not a text file: correct or remove it"):
        save_settings(Settings(), path)
    assert path.read_bytes() == b"\x80"


def test_a_crash_while_saving_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE_NAME
    save_settings(Settings(), path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="No space left on device"):
        save_settings(Settings(captions=CaptionSettings(rows=5)), path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [FILE_NAME]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be saved to"):
        save_settings(Settings(), tmp_path / "file" / FILE_NAME)


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / FILE_NAME
    real.write_text("", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    save_settings(Settings(captions=CaptionSettings(rows=5)), link)
    assert link.is_symlink()
    assert load_settings(real).settings.captions.rows == 5
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_only_what_was_changed_is_carried_over() -> None:
    saved = Settings(captions=CaptionSettings(rows=3))
    started = replace(saved, sound=SoundSettings(source="talk.wav"))
    chosen = replace(started, window=WindowSettings(position="top"))
    assert with_changes(saved, started, chosen) == Settings(
        captions=CaptionSettings(rows=3), window=WindowSettings(position="top")
    )


def test_a_change_deep_in_the_tree_is_carried_over() -> None:
    started = with_value(Settings(), "outputs.page.port", 5000)
    chosen = with_value(started, "outputs.obs.enabled", value=True)
    assert with_changes(Settings(), started, chosen) == with_value(
        Settings(), "outputs.obs.enabled", value=True
    )


def test_settings_of_outputs_are_read_and_have_rules() -> None:
    text = '[outputs.page]\nenabled = true\nport = 80\n[outputs.obs]\naddress = "ws://obs:4455"'
    settings, problems = parse_settings(text)
    assert settings.outputs.page.enabled
    assert settings.outputs.page.port == Settings().outputs.page.port
    assert settings.outputs.obs.address == "ws://obs:4455"
    assert "outputs.page.port" in str(problems[0])


def values(rule: FieldRule, default: object) -> st.SearchStrategy[Any]:
    if rule.choices:
        return st.sampled_from(rule.choices)
    if rule.colour:
        return st.text("0123456789abcdefABCDEF", min_size=6, max_size=6).map("#{}".format)
    match default:
        case bool():
            return st.booleans()
        case int():
            return st.integers(int(rule.low or 0), int(rule.high or 0))
        case float():
            return st.floats(rule.low, rule.high)
        case _:
            return texts(rule, default)


def texts(rule: FieldRule, default: object) -> st.SearchStrategy[Any]:
    text = st.text(st.characters(codec="utf-8"), max_size=rule.max_item_chars)
    if words := rule.max_item_words:
        text = text.filter(lambda item: len(item.split()) <= words)
    return st.lists(text, max_size=rule.max_items).map(tuple) if default == () else text


def tree(kind: type[Any]) -> st.SearchStrategy[Any]:
    default = kind()
    parts = {}
    for part in fields(kind):
        value = getattr(default, part.name)
        rule = part.metadata.get("rule", FieldRule())
        parts[part.name] = tree(type(value)) if is_dataclass(value) else values(rule, value)
    return st.builds(kind, **parts)


TREES = tree(Settings)


@given(TREES, st.sampled_from(["", OLD]))
def test_all_settings_come_back_from_their_text(settings: Settings, old: str) -> None:
    assert parse_settings(update_toml(settings, old)) == (settings, [])


@given(TREES)
def test_writing_twice_changes_nothing(settings: Settings) -> None:
    once = update_toml(settings)
    assert update_toml(settings, once) == once


@given(st.text())
def test_no_text_at_all_breaks_reading(text: str) -> None:
    parse_settings(text)


@given(
    st.sampled_from([part.name for part in fields(AppearanceSettings)]),
    st.one_of(st.integers(), st.floats(), st.booleans(), st.text("ab#0 "), st.lists(st.integers())),
)
def test_no_value_at_all_gets_past_its_rule(name: str, value: object) -> None:
    text = update_toml(Settings())
    lines = [
        f"{name} = {_toml(value)}" if line.startswith(f"{name} =") else line
        for line in text.splitlines()
    ]
    settings, problems = parse_settings("\n".join(lines))
    if problems:
        assert settings == Settings()
    else:
        assert parse_settings(update_toml(settings)) == (settings, [])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)
