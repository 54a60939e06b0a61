"""Questions before transcripts are deleted for good."""

from PySide6.QtCore import QCoreApplication


def format_segment_question(count: int) -> str:
    """Return the question before segments are deleted."""
    if count == 1:
        return QCoreApplication.translate("Deletion", "Delete this segment?")
    template = QCoreApplication.translate("Deletion", "Delete {count} segments?")
    return template.format(count=count)


def format_session_question(titles: list[str]) -> str:
    """Return the question before sessions are deleted, given by their titles."""
    if len(titles) == 1:
        template = QCoreApplication.translate("Deletion", "Delete “{title}”?")
        return template.format(title=titles[0])
    template = QCoreApplication.translate("Deletion", "Delete {count} transcripts?")
    return template.format(count=len(titles))


def format_everything_question() -> str:
    """Return the question before all sessions are deleted."""
    return QCoreApplication.translate("Deletion", "Delete all transcripts?")


def format_loss(count: int) -> str:
    """Return what happens to what is deleted; ``count`` is the number of things."""
    if count == 1:
        return QCoreApplication.translate("Deletion", "It is erased from this computer for good.")
    return QCoreApplication.translate("Deletion", "They are erased from this computer for good.")
