"""Names and purposes of the export formats in the interface language."""

from typing import NamedTuple

from PySide6.QtCore import QObject

from captions.formats.options import TextFormat


class FormatTexts(NamedTuple):
    """Name and purpose of a format."""

    title: str
    purpose: str


class FormatNames(QObject):
    """Finds the texts of formats."""

    def find_texts(self, text_format: TextFormat) -> FormatTexts:
        """Return the name and the purpose of a format."""
        titles = {
            TextFormat.TXT: self.tr("Plain text"),
            TextFormat.MARKDOWN: self.tr("Markdown"),
            TextFormat.SRT: self.tr("SRT subtitles"),
            TextFormat.VTT: self.tr("WebVTT subtitles"),
            TextFormat.ASS: self.tr("ASS subtitles"),
            TextFormat.TTML: self.tr("TTML subtitles"),
            TextFormat.JSONL: self.tr("JSON Lines"),
            TextFormat.CSV: self.tr("CSV table"),
        }
        purposes = {
            TextFormat.TXT: self.tr("For reading and for e-mail."),
            TextFormat.MARKDOWN: self.tr("For notes, with headings and bold speakers."),
            TextFormat.SRT: self.tr("For most players and video editors."),
            TextFormat.VTT: self.tr("For videos on web pages."),
            TextFormat.ASS: self.tr("For Aegisub and styled subtitles."),
            TextFormat.TTML: self.tr("For broadcasters and streaming services."),
            TextFormat.JSONL: self.tr("For programs, with the time of each word."),
            TextFormat.CSV: self.tr("For spreadsheets."),
        }
        return FormatTexts(titles[text_format], purposes[text_format])
