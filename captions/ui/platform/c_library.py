"""The type of functions that load C libraries, so that tests can pass fakes in."""

from collections.abc import Callable
from typing import Any

CLibraryLoader = Callable[[str], Any]
"""Loads a library by name, such as `ctypes.CDLL`; the library's functions have no types."""
