"""Looks of the user: named, saved, exported, imported and reset."""

from dataclasses import replace
from pathlib import Path

import pytest

from captions.errors import OutputError, UsageError
from captions.settings.looks import (
    MAX_LOOKS,
    MAX_NAME_CHARS,
    LookStore,
    NamedLook,
    find_nearest,
    read_look,
    write_look,
)
from captions.settings.schema import AppearanceSettings

LARGE = AppearanceSettings(font_px=80, committed_colour="#ffff00")
SMALL = AppearanceSettings(font_px=12, chroma_key="green")


@pytest.fixture
def store(tmp_path: Path) -> LookStore:
    return LookStore(tmp_path / "looks")


def test_without_looks_there_is_nothing_to_list(store: LookStore) -> None:
    assert store.list_looks() == []
    store.delete_look("Mine")


def test_saved_looks_are_listed_by_name_and_found_by_another_copy(store: LookStore) -> None:
    store.save_look("second", SMALL)
    store.save_look("First", LARGE)
    assert LookStore(store.folder).list_looks() == [
        NamedLook("First", LARGE),
        NamedLook("second", SMALL),
    ]
    store.delete_look("second")
    assert store.list_looks() == [NamedLook("First", LARGE)]


def test_a_look_of_the_same_name_is_replaced_whatever_its_case(store: LookStore) -> None:
    store.save_look("Mine", SMALL)
    store.save_look("  mine ", LARGE)
    assert store.list_looks() == [NamedLook("mine", LARGE)]


@pytest.mark.parametrize(
    "name", ["../../etc", "CON", "a/b\\c", "Grün & groß", "字幕", "x" * MAX_NAME_CHARS, ".", '"']
)
def test_any_printable_name_is_kept_in_a_file_of_the_folder(store: LookStore, name: str) -> None:
    store.save_look(name, LARGE)
    assert store.list_looks() == [NamedLook(name, LARGE)]
    assert [path.parent for path in store.folder.iterdir()] == [store.folder]


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * (MAX_NAME_CHARS + 1)])
def test_other_names_are_refused(store: LookStore, name: str) -> None:
    with pytest.raises(UsageError, match="A look needs a name of 1 to 60"):
        store.save_look(name, LARGE)
    assert store.list_looks() == []


def test_an_exported_look_is_imported_elsewhere(store: LookStore, tmp_path: Path) -> None:
    file = tmp_path / "export.toml"
    write_look(NamedLook("Mine", LARGE), file)
    look, problems = store.import_look(file)
    assert (look, problems) == (NamedLook("Mine", LARGE), [])
    assert store.list_looks() == [look]


def test_an_imported_look_replaces_none_of_the_users(store: LookStore, tmp_path: Path) -> None:
    store.save_look("Mine", SMALL)
    file = tmp_path / "export.toml"
    write_look(NamedLook("mine", LARGE), file)
    for _ in range(2):
        assert store.import_look(file).look.name == "mine (2)"
    assert [look.name for look in store.list_looks()] == ["Mine", "mine (2)"]


def test_wrong_values_are_replaced_and_reported(store: LookStore, tmp_path: Path) -> None:
    file = tmp_path / "Striped.toml"
    file.write_text(
        "[appearance]\nfont_px = 9000\nalign = 'diagonal'\nupper_case = true\nfuture = 1\n"
    )
    look, problems = store.import_look(file)
    assert look == NamedLook("Striped", AppearanceSettings(upper_case=True))
    assert [problem.parameters["setting"] for problem in problems] == [
        "appearance.font_px",
        "appearance.align",
    ]


@pytest.mark.parametrize(
    "content", [b"", b"no toml", b"appearance = 1", b"\xff\xfe\x00", b"name = 1\n[appearance]\n"]
)
def test_other_files_are_no_looks_and_do_no_harm(store: LookStore, content: bytes) -> None:
    store.save_look("Mine", LARGE)
    file = store.folder / "other.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="is not a look: choose a file"):
        read_look(file)
    assert store.list_looks() == [NamedLook("Mine", LARGE)]


def test_a_missing_file_is_reported(store: LookStore, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        store.import_look(tmp_path / "none.toml")


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "looks").write_text("a file")
    store = LookStore(tmp_path / "looks")
    with pytest.raises(OutputError, match="The look cannot be saved to"):
        store.save_look("Mine", LARGE)
    assert store.list_looks() == []


def test_there_are_no_more_looks_than_a_menu_can_list(store: LookStore) -> None:
    for number in range(MAX_LOOKS):
        write_look(NamedLook(f"Look {number}", SMALL), store.folder / f"{number}.toml")
    with pytest.raises(UsageError, match="There are already 100 looks"):
        store.save_look("One more", LARGE)


def test_settings_are_reset_to_the_look_that_they_were_made_from() -> None:
    looks = [NamedLook("Plain", AppearanceSettings()), NamedLook("Large", LARGE)]
    assert find_nearest(replace(LARGE, align="right"), looks).name == "Large"
    assert find_nearest(AppearanceSettings(upper_case=True), looks).name == "Plain"
    assert find_nearest(LARGE, looks).appearance == LARGE


def test_the_chosen_look_stays_in_use_while_settings_change(store: LookStore) -> None:
    plain, large = NamedLook("Plain", AppearanceSettings()), NamedLook("Large", LARGE)
    looks = [plain, large]
    store.chosen = large
    nearly_plain = replace(AppearanceSettings(), upper_case=True)
    assert store.find_base(nearly_plain, looks) == large, "although the other is nearer"
    assert store.find_base(plain.appearance, looks) == plain, "settings of another look"
    assert store.find_base(LARGE, looks) == large


def test_without_a_chosen_look_the_nearest_is_in_use_from_then_on(store: LookStore) -> None:
    plain, large = NamedLook("Plain", AppearanceSettings()), NamedLook("Large", LARGE)
    assert store.find_base(replace(LARGE, align="right"), [plain, large]) == large
    assert store.find_base(replace(plain.appearance, align="right"), [plain, large]) == large
    assert store.find_base(LARGE, [plain]) == plain, "the chosen look was deleted"


def test_a_look_is_renamed(store: LookStore) -> None:
    store.save_look("Old", LARGE)
    assert store.rename_look("OLD", " New  name") == NamedLook("New name", LARGE)
    assert store.list_looks() == [NamedLook("New name", LARGE)]
    store.rename_look("New name", "NEW name")
    assert store.list_looks() == [NamedLook("NEW name", LARGE)]
    assert store.has_look("new name")
    assert not store.has_look("Old")


@pytest.mark.parametrize(
    ("name", "new_name", "code"),
    [
        ("Old", "other", "look_name_taken"),
        ("Old", " ", "look_name_invalid"),
        ("Gone", "New", "look_unreadable"),
    ],
)
def test_a_look_that_cannot_be_renamed_stays(
    store: LookStore, name: str, new_name: str, code: str
) -> None:
    store.save_look("Old", LARGE)
    store.save_look("Other", AppearanceSettings())
    with pytest.raises(UsageError) as raised:
        store.rename_look(name, new_name)
    assert raised.value.message.code == code
    assert [look.name for look in store.list_looks()] == ["Old", "Other"]


def test_a_damaged_look_is_reported(store: LookStore) -> None:
    store.save_look("Good", LARGE)
    (store.folder / "bad.toml").write_text("name = ")
    found = store.read_looks()
    assert [look.name for look in found.looks] == ["Good"]
    assert [problem.code for problem in found.problems] == ["look_damaged"]
