"""Fetching a file from a real server that breaks off, forgets, lies, stalls and thinks again."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from captions.engine.library.download import RetryPolicy, UnreachableError, fetch_file
from captions.engine.library.release import ModelFile
from captions.errors import EngineError
from tests.support.servers.certificates import certificate, server_context
from tests.support.servers.file_server import Answer, FileServer, serving

CONTENT = bytes(range(256)) * 4096  # 1 MiB, more than one block
HALF = len(CONTENT) // 2
FILE = ModelFile("model.bin", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
OTHER = CONTENT[::-1]


class Watch:
    """Counts bytes, and the seconds that were waited for without waiting."""

    def __init__(self) -> None:
        self.bytes = 0
        self.highest = 0
        self.waits: list[float] = []

    def __call__(self, size: int) -> None:
        self.bytes += size
        self.highest = max(self.highest, self.bytes)

    @property
    def patience(self) -> RetryPolicy:
        return RetryPolicy(timeout=60.0, max_tries=3, sleep=self.waits.append)

    def await_answers(self, answers: list[Answer]) -> RetryPolicy:
        """Wait less for a server that stalls than for one on a busy machine."""
        stalls = any(answer.stalls for answer in answers)
        return self.patience._replace(timeout=1.0) if stalls else self.patience


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(CONTENT) as running:
        yield running


def fetched(server: FileServer, folder: Path, watch: Watch) -> bytes:
    path = fetch_file(f"{server.url}/model.bin", FILE, folder, watch, watch.patience)
    assert [item.name for item in folder.iterdir()] == ["model.bin"]
    assert watch.bytes == watch.highest == len(CONTENT)
    return path.read_bytes()


def test_file_is_fetched_once(server: FileServer, tmp_path: Path) -> None:
    assert fetched(server, tmp_path, Watch()) == CONTENT
    assert fetched(server, tmp_path, Watch()) == CONTENT
    assert server.ranges == [(None, None)]


@pytest.mark.parametrize(
    ("answers", "ranges"),
    [
        pytest.param(
            [Answer(most=HALF), Answer()],
            [(None, None), (f"bytes={HALF}-", '"one"')],
            id="broken off, then resumed",
        ),
        pytest.param(
            [Answer(most=HALF), Answer(ignores_range=True)],
            [(None, None), (f"bytes={HALF}-", '"one"')],
            id="the server knows no ranges",
        ),
        pytest.param(
            [Answer(content=OTHER, most=HALF, version='"old"'), Answer()],
            [(None, None), (f"bytes={HALF}-", '"old"')],
            id="the file was changed meanwhile, and the server says so",
        ),
        pytest.param(
            [Answer(content=OTHER, most=HALF, version=""), Answer(), Answer()],
            [(None, None), (f"bytes={HALF}-", None), (None, None)],
            id="the file was changed meanwhile, and only its digest tells",
        ),
        pytest.param(
            [Answer(most=HALF, version='W/"weak"'), Answer()],
            [(None, None), (f"bytes={HALF}-", None)],
            id="a weak version says nothing about bytes",
        ),
        pytest.param(
            [Answer(most=HALF), Answer(shifted=-1000)],
            [(None, None), (f"bytes={HALF}-", '"one"')],
            id="the range begins before what was asked for",
        ),
        pytest.param(
            [Answer(most=HALF), Answer(shifted=1000), Answer()],
            [(None, None), (f"bytes={HALF}-", '"one"'), (f"bytes={HALF}-", '"one"')],
            id="the range begins behind what was asked for",
        ),
        pytest.param(
            [Answer(503), Answer(429), Answer()],
            [(None, None)] * 3,
            id="the server has no time, then some",
        ),
        pytest.param(
            [Answer(most=HALF, stalls=True), Answer()],
            [(None, None), (f"bytes={HALF}-", '"one"')],
            id="nothing more comes, then resumed",
        ),
        pytest.param(
            [Answer(most=HALF), Answer(416), Answer()],
            [(None, None), (f"bytes={HALF}-", '"one"'), (None, None)],
            id="the server has no such range any more",
        ),
        pytest.param(
            [Answer(content=CONTENT + b"more")], [(None, None)], id="more comes than there should"
        ),
    ],
)
def test_file_arrives_whole_whatever_happens(
    server: FileServer,
    tmp_path: Path,
    answers: list[Answer],
    ranges: list[tuple[str | None, str | None]],
) -> None:
    server.answers = list(answers)
    watch = Watch()
    path = fetch_file(
        f"{server.url}/model.bin", FILE, tmp_path, watch, watch.await_answers(answers)
    )
    assert path.read_bytes() == CONTENT
    assert server.ranges == ranges
    assert watch.bytes == len(CONTENT)
    assert [item.name for item in tmp_path.iterdir()] == ["model.bin"]


def test_waits_grow_and_progress_begins_them_anew(server: FileServer, tmp_path: Path) -> None:
    server.answers = [Answer(503), Answer(503), Answer(most=HALF), Answer(503)]
    watch = Watch()
    fetch_file(f"{server.url}/model.bin", FILE, tmp_path, watch, watch.patience)
    assert watch.waits == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("answers", "words", "kept"),
    [
        pytest.param([Answer(404)], "is no longer available from", [], id="moved"),
        pytest.param([Answer(410)], "(status 410): check whether there is a newer", [], id="gone"),
        pytest.param([Answer(403)], "refuses to send model.bin", [], id="refused"),
        pytest.param(
            [Answer(content=OTHER)], "is not the file that Captions expects", [], id="lie"
        ),
        pytest.param([Answer(503)] * 3, "the server is overloaded", [], id="no time ever"),
        pytest.param([Answer(stalls=True, most=0)] * 3, "no data arrived in time", [], id="mute"),
        pytest.param(
            [Answer(most=HALF), *[Answer(most=0)] * 3],
            "the connection was lost",
            ["model.bin.part", "model.bin.part.version"],
            id="broken off again and again",
        ),
        pytest.param(
            [Answer(content=CONTENT[:HALF])] + [Answer(503)] * 3,
            "is overloaded",
            [],
            id="too short",
        ),
    ],
)
def test_failure_is_one_sentence(
    server: FileServer, tmp_path: Path, answers: list[Answer], words: str, kept: list[str]
) -> None:
    server.answers = list(answers)
    watch = Watch()
    with pytest.raises(UnreachableError) as failure:
        fetch_file(f"{server.url}/model.bin", FILE, tmp_path, watch, watch.await_answers(answers))
    assert words in str(failure.value)
    assert "127.0.0.1" in str(failure.value)
    assert "/folder" not in str(failure.value)
    if kept:
        assert sorted(item.name for item in tmp_path.iterdir()) == kept
    assert not (tmp_path / "model.bin").exists()


def test_no_server_is_told(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        url = server.url
    watch = Watch()
    with pytest.raises(UnreachableError, match="the connection failed"):
        fetch_file(f"{url}/model.bin", FILE, tmp_path, watch, watch.patience)


def test_no_such_host_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*_: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    watch = Watch()
    with pytest.raises(UnreachableError, match=r"nowhere\.example cannot be found"):
        fetch_file("http://nowhere.example/model.bin", FILE, tmp_path, watch, watch.patience)
    assert not watch.waits


def test_interrupted_fetch_goes_on_where_it_stopped(server: FileServer, tmp_path: Path) -> None:
    def interrupt(size: int) -> None:
        if size:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_file(f"{server.url}/model.bin", FILE, tmp_path, interrupt, Watch().patience)
    there = (tmp_path / "model.bin.part").stat().st_size
    assert 0 < there < len(CONTENT)
    assert fetched(server, tmp_path, Watch()) == CONTENT
    assert server.ranges[1] == (f"bytes={there}-", '"one"')


def test_file_of_another_digest_is_fetched_anew(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(OTHER)
    assert fetched(server, tmp_path, Watch()) == CONTENT


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_full_disk_is_told(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "model.bin.part").symlink_to("/dev/full")
    with pytest.raises(EngineError, match="There is no space left for the model in"):
        fetch_file(f"{server.url}/model.bin", FILE, tmp_path, Watch(), Watch().patience)


def test_folder_that_cannot_be_written_is_told(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "model.bin.part.version").mkdir()
    with pytest.raises(EngineError, match="cannot be written to"):
        fetch_file(f"{server.url}/model.bin", FILE, tmp_path, Watch(), Watch().patience)


class TestProxy:
    """The proxy of the system's settings, here in the environment."""

    @pytest.fixture(autouse=True)
    def no_exceptions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)

    def failure_through(self, proxy: str, url: str, folder: Path) -> str:
        with pytest.MonkeyPatch.context() as environment:
            for name in ("http_proxy", "https_proxy"):
                environment.setenv(name, proxy)
            with pytest.raises(UnreachableError) as failure:
                fetch_file(url, FILE, folder, Watch(), Watch().patience)
        return str(failure.value)

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_proxy_that_wants_a_password_is_named(
        self, server: FileServer, tmp_path: Path, scheme: str
    ) -> None:
        server.answers = [Answer(407)]
        proxy = f"http://mary:secret@127.0.0.1:{server.port}"
        told = self.failure_through(proxy, f"{scheme}://nowhere.example/model.bin", tmp_path)
        refusal = f"127.0.0.1:{server.port} does not allow the download from nowhere.example"
        assert refusal in told
        assert "secret" not in told

    def test_proxy_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with serving(CONTENT) as ended:
            proxy = f"http://127.0.0.1:{ended.port}"
        told = self.failure_through(proxy, "http://nowhere.example/model.bin", tmp_path)
        assert f"the proxy 127.0.0.1:{ended.port} cannot be reached" in told

    def test_proxy_whose_name_is_unknown_is_named_instead_of_the_server(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def ask(*_: object) -> NoReturn:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", ask)
        told = self.failure_through("proxy.example:3128", "http://nowhere.example/f", tmp_path)
        assert told.startswith("The proxy proxy.example:3128 cannot be found")

    def test_file_is_fetched_through_a_proxy(
        self, server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
        fetch_file("http://nowhere.example/f", FILE, tmp_path, Watch(), Watch().patience)
        assert (tmp_path / "model.bin").read_bytes() == CONTENT


def test_server_that_cannot_prove_its_identity_is_told_at_once(tmp_path: Path) -> None:
    context = server_context(certificate("nobody"), tmp_path)
    with serving(CONTENT, context) as server:
        watch = Watch()
        url = f"https://127.0.0.1:{server.port}/model.bin"
        with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 cannot prove its identity"):
            fetch_file(url, FILE, tmp_path, watch, watch.patience)
    assert not watch.waits
