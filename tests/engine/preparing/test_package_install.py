"""Packages of model families: whether they can be installed, and what pip may do."""

import sys
import zipfile
from pathlib import Path

import pytest

from captions.engine.library.release import ModelFamily
from captions.engine.preparing import package_install
from captions.engine.preparing.package_install import PackageState, PythonEnvironment
from captions.engine.recognition import recognisers
from captions.errors import EngineError

VENV = PythonEnvironment(is_frozen=False, is_managed=False, has_pip=True, is_writable=True)


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognisers, "is_installed", lambda _: False)


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(
    ("environment", "state"),
    [
        pytest.param(VENV, PackageState.INSTALLABLE, id="a virtual environment"),
        pytest.param(
            PythonEnvironment(is_frozen=True, is_managed=False, has_pip=True, is_writable=True),
            PackageState.IMPOSSIBLE,
            id="a packed program",
        ),
        pytest.param(
            PythonEnvironment(is_frozen=False, is_managed=True, has_pip=True, is_writable=True),
            PackageState.IMPOSSIBLE,
            id="the operating system's Python",
        ),
        pytest.param(
            PythonEnvironment(is_frozen=False, is_managed=False, has_pip=False, is_writable=True),
            PackageState.BY_COMMAND,
            id="an environment without pip",
        ),
        pytest.param(
            PythonEnvironment(is_frozen=False, is_managed=False, has_pip=True, is_writable=False),
            PackageState.BY_COMMAND,
            id="an environment of another user",
        ),
    ],
)
def test_only_an_environment_of_our_own_is_changed(
    environment: PythonEnvironment, state: PackageState
) -> None:
    assert package_install.find_package_state(ModelFamily.WHISPER, environment) is state


def test_the_included_models_need_no_package() -> None:
    assert package_install.find_package_state(ModelFamily.INCLUDED) is PackageState.PRESENT


def test_requirements_are_those_of_the_extra() -> None:
    (requirement,) = package_install.find_requirements(ModelFamily.WHISPER)
    assert requirement.startswith("faster-whisper>=")
    assert package_install.find_package_name(ModelFamily.WHISPER) == "faster-whisper"
    assert package_install.find_package_name(ModelFamily.MOONSHINE_VOICE) == "moonshine-voice"


def test_the_command_uses_pip_or_uv() -> None:
    without_pip = PythonEnvironment(
        is_frozen=False, is_managed=False, has_pip=False, is_writable=True
    )
    assert " -m pip install " in package_install.find_command(ModelFamily.WHISPER, VENV)
    command = package_install.find_command(ModelFamily.WHISPER, without_pip)
    assert command.startswith(f'uv pip install --python "{sys.executable}" "faster-whisper>=')


class TestPip:
    """The real pip, with packages in a folder, which installs into another folder."""

    @pytest.fixture(autouse=True)
    def target(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        target = tmp_path / "target"
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
        monkeypatch.setenv("PIP_TARGET", str(target))
        monkeypatch.setattr(recognisers, "is_installed", lambda _: (target / "heard").exists())
        monkeypatch.setattr(package_install, "find_requirements", lambda _: ["heard>=1.0"])
        monkeypatch.setattr(PythonEnvironment, "detect", lambda: VENV)
        return target

    def test_a_package_is_installed(self, tmp_path: Path, target: Path) -> None:
        pack_wheel(tmp_path)
        package_install.install_package(ModelFamily.WHISPER)
        assert (target / "heard" / "__init__.py").exists()

    def test_a_package_that_needs_another_version_of_ours_is_refused(
        self, tmp_path: Path, target: Path
    ) -> None:
        pack_wheel(tmp_path, requires="numpy>=99")
        with pytest.raises(EngineError, match=r"heard cannot be installed \(.+\): check the"):
            package_install.install_package(ModelFamily.WHISPER)
        assert not (target / "heard").exists()

    def test_a_missing_package_is_one_sentence_with_the_command(self) -> None:
        with pytest.raises(EngineError, match="-m pip install") as failure:
            package_install.install_package(ModelFamily.WHISPER)
        assert failure.value.code == "package_install_failed"


def pack_wheel(folder: Path, requires: str = "") -> None:
    """Make a wheel that a real pip installs."""
    about = "heard-1.0.dist-info"
    needed = f"Requires-Dist: {requires}\n" if requires else ""
    files = {
        "heard/__init__.py": "",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: heard\nVersion: 1.0\n{needed}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": "",
    }
    with zipfile.ZipFile(folder / "heard-1.0-py3-none-any.whl", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
