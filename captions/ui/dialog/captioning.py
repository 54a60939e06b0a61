"""The page of how words become rows: in what manner, how many, how long, and for how long."""

from typing_extensions import override

from captions.settings import Settings
from captions.ui.dialog.editors import Choice, Number, Option, Switch, Unit
from captions.ui.dialog.page import Page, Words


class CaptionsPage(Page):
    """How words become rows."""

    def __init__(self) -> None:
        super().__init__()
        self._add_rows()
        self._add_times()
        self._add_readers()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        by_characters = settings.captions.row_percent == 0
        self.editors["captions.row_chars"].control.setEnabled(by_characters)

    def _add_rows(self) -> None:
        self.add_heading(self.tr("Rows"))
        modes = [
            Option("roll-up", self.tr("Roll up: rows move up as words are spoken")),
            Option("paint-on", self.tr("Paint on: words fill a block, then it is emptied")),
            Option("pop-on", self.tr("Pop on: whole sentences, once they are final")),
        ]
        self.add(
            "captions.mode",
            Choice(modes),
            Words(
                self.tr("&Mode"),
                self.tr("Rolling up is the quickest to follow, popping on the calmest to read."),
            ),
        )
        self.add(
            "captions.rows",
            Number("captions.rows"),
            Words(self.tr("Ro&ws"), self.tr("How many rows are seen at once.")),
        )
        self.add(
            "captions.row_percent",
            Number(
                "captions.row_percent",
                Unit(self.tr(" % of the screen"), step=5, lowest=self.tr("by characters")),
            ),
            Words(
                self.tr("W&idth"),
                self.tr("By characters, rows grow with the font; else with the screen."),
            ),
        )
        self.add(
            "captions.row_chars",
            Number("captions.row_chars", Unit(self.tr(" characters"))),
            Words(
                self.tr("Len&gth"),
                self.tr("Where the width goes by characters; 32 to 42 are read best."),
            ),
        )

    def _add_times(self) -> None:
        self.add_heading(self.tr("Time to read"))
        self.add(
            "captions.hold_seconds",
            Number("captions.hold_seconds", Unit(self.tr(" s"), step=0.5, decimals=1)),
            Words(
                self.tr("&Least time"),
                self.tr("Sentences that pop on and full pages stay at least this long."),
            ),
        )
        never = Unit(self.tr(" s"), step=1, decimals=1, lowest=self.tr("never"))
        self.add(
            "captions.clear_seconds",
            Number("captions.clear_seconds", never),
            Words(
                self.tr("Clear &after"),
                self.tr("After this much silence the captions go; “never” keeps the last ones."),
            ),
        )

    def _add_readers(self) -> None:
        self.add_heading(self.tr("Screen readers"))
        self.add(
            "captions.read_out",
            Switch(),
            Words(
                self.tr("Read sentences &out"),
                self.tr(
                    "Each final one, once. Turn it off where a reader's own voice is captioned: "
                    "it would go round in circles."
                ),
            ),
        )
