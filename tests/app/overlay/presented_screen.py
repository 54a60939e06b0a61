"""An overlay with its presenter that leaves nothing behind when a test ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.settings.looks import LookStore
from captions.settings.schema import Settings
from captions.ui.overlay.saved_positions import SavedPositions


@contextmanager
def presenting(settings: Settings, folder: Path) -> Iterator[OverlayPresenter]:
    """Yield the presenter of an open overlay, whose files are in a folder.

    The windows are deleted at the end and not later: with other screens, a later test would lay
    them out.
    """
    positions, looks = SavedPositions(folder / "places"), LookStore(folder / "looks")
    presenter = OverlayPresenter(settings, positions, looks)
    presenter.open()
    try:
        yield presenter
    finally:
        presenter.close()
        for window in (presenter.overlay, presenter.toolbar):
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
