"""Fixtures for tests of the server."""

from pathlib import Path

import pytest

from tests.support.certificate import write_certificate


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return write_certificate(tmp_path)
