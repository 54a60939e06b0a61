"""Tests of the trial on a fresh Debian: what it takes from this computer, and what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fresh_debian
import pytest
from programs import SetupError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('Acquire::http::Proxy "http://here:3128";', True),
        ('Acquire::https::CAInfo "/etc/ssl/here.crt";', True),
        ('Acquire::Check-Valid-Until "false";', True),
        ('Acquire::Languages:: "none";', False),
        ('APT::Install-Recommends "0";', False),
        ('DPkg::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb || true";', False),
    ],
)
def test_of_apts_configuration_only_its_transport_is_taken(line: str, *, kept: bool) -> None:
    dump = f'APT "";\n{line}\nDir "/";\n'
    assert fresh_debian.transport_options(dump) == (f"{line}\n" if kept else "")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("https_proxy", True),
        ("NO_PROXY", True),
        ("PIP_INDEX_URL", True),
        ("SSL_CERT_FILE", True),
        ("ELEVENLABS_API_KEY", False),
        ("CAPTIONS_API_KEY", False),
        ("PYTHONPATH", False),
        ("VIRTUAL_ENV", False),
    ],
)
def test_of_the_variables_only_those_of_registries_are_taken(name: str, *, kept: bool) -> None:
    assert fresh_debian.registry_variables({name: "x"}) == ({name: "x"} if kept else {})


def test_a_folder_is_removed_afterwards(tmp_path: Path) -> None:
    with fresh_debian.empty_folder(tmp_path / "new", keep=False) as folder:
        (folder / "etc").mkdir()
    assert not folder.exists()


def test_a_folder_is_kept_if_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with fresh_debian.empty_folder(tmp_path / "new", keep=True) as folder:
        (folder / "etc").mkdir()
    assert (folder / "etc").exists()
    assert capsys.readouterr().out == f"The machine is in {folder}.\n"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear ...")
    with (
        pytest.raises(SetupError, match="is not empty"),
        fresh_debian.empty_folder(tmp_path, keep=False),
    ):
        pass
    assert (tmp_path / "letter.txt").read_text() == "Dear ..."


def test_missing_programs_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert fresh_debian.main(["trixie"]) == 2
    assert capsys.readouterr().err.startswith("debootstrap, setpriv, unshare, chroot,")
