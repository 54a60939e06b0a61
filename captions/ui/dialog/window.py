"""The page of where the overlay stands, and of the language that Captions speaks itself."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from captions.paths import rule_at
from captions.settings import Settings
from captions.ui.dialog import languages
from captions.ui.dialog.editors import Choice, Number, Option, Switch, Unit
from captions.ui.dialog.notes import Note
from captions.ui.dialog.offers import Offers
from captions.ui.dialog.page import Page, Words


class WindowPage(Page):
    """Where the overlay stands."""

    def __init__(self) -> None:
        super().__init__()
        self._screen = Choice(missing=self.tr("{} (not connected)"))
        self._sharing = Note()
        self._add_place()
        self._add_clicks()
        self._add_interface()
        self._offer_screens()
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._offer_screens)
            app.screenRemoved.connect(self._offer_screens)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        at_edge = settings.window.position != "free"
        self.editors["window.margin_px"].control.setEnabled(at_edge)

    @override
    def show_offers(self, offers: Offers) -> None:
        hiding = self.editors["window.hide_from_sharing"].control
        hiding.setEnabled(not offers.sharing_problem)
        self._sharing.say(offers.sharing_problem)

    def _add_place(self) -> None:
        self.add_heading(self.tr("Place"))
        self.add(
            "window.screen",
            self._screen,
            Words(
                self.tr("&Monitor"), self.tr("The captions go to the main one while it is away.")
            ),
        )
        positions = [
            Option("bottom", self.tr("Bottom")),
            Option("top", self.tr("Top")),
            Option("free", self.tr("Where I dragged it")),
        ]
        self.add(
            "window.position",
            Choice(positions),
            Words(
                self.tr("&Position"),
                self.tr("Unlocked captions can be dragged anywhere; the place is remembered."),
            ),
        )
        self.add(
            "window.margin_px",
            Number("window.margin_px", Unit(self.tr(" px"), step=8)),
            Words(self.tr("&Distance"), self.tr("From the edge of the screen.")),
        )

    def _add_clicks(self) -> None:
        self.add_heading(self.tr("Behaviour"))
        self.add(
            "window.click_through",
            Switch(),
            Words(
                self.tr("&Lock the captions"),
                self.tr(
                    "Clicks go to what is below. The tray's menu and a shortcut unlock them again."
                ),
            ),
        )
        self.add(
            "window.hide_from_sharing",
            Switch(),
            Words(
                self.tr("&Hide from screen sharing"),
                self.tr("You see the captions; recordings and shared screens do not."),
            ),
        )
        self.add_widget("sharing", self._sharing, Words(""))

    def _add_interface(self) -> None:
        self.add_heading(self.tr("Captions itself"))
        codes = [code for code in rule_at("interface.language").choices if code]
        spoken = [Option("", self.tr("As the system")), *languages.options(codes)]
        self.add(
            "interface.language",
            Choice(spoken),
            Words(
                self.tr("La&nguage"),
                self.tr("Of menus, notices and this dialog; not of what is captioned."),
            ),
        )

    def _offer_screens(self) -> None:
        main = Option("", self.tr("The main one"))
        screens = [
            Option(
                screen.name(),
                f"{screen.name()} ({size.width()} \N{MULTIPLICATION SIGN} {size.height()})",
            )
            for screen in QGuiApplication.screens()
            for size in [screen.size() * screen.devicePixelRatio()]
        ]
        self._screen.offer([main, *screens])
