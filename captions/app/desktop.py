"""The desktop app: an `Application` with the overlay, the tray icon and the windows."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint

from captions.app.application import Application, RunOptions, prepare_run
from captions.app.command_runner import FrontEnd
from captions.app.menus.menu_controller import MenuController
from captions.app.models.models_controller import ModelCallbacks, ModelsController
from captions.app.outputs.output_operations import make_operations
from captions.app.outputs.outputs_controller import OutputsController
from captions.app.pipeline.pipeline import PipelinePlan
from captions.app.presence import Presence
from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.app.sample.sample_captions import SampleCaptions
from captions.app.settings_controller import SettingsController
from captions.app.transcripts.transcript_controller import TranscriptController
from captions.errors import CaptionsError
from captions.events import CaptionEvent, Speech
from captions.model.command import SHORTCUT_COMMANDS, Command
from captions.outputs.files.trace import TraceFile
from captions.settings.looks import HasAppearance
from captions.settings.schema import CaptionSettings, Settings, ShortcutSettings
from captions.ui import translation
from captions.ui.eventloop import loop
from captions.ui.hotkeys.hotkeys import GlobalHotkeys
from captions.ui.hotkeys.key_sequences import key_sequences
from captions.ui.overlay.saved_positions import SavedPositions
from captions.ui.settings_dialog.output_view import OutputRequest
from captions.ui.tray.menu import TrayMenu
from captions.ui.tray.tray import TrayIcon
from captions.wording.notifications import notices
from captions.wording.notifications.notice_texts import OUTPUT_FAILED
from captions.wording.notifications.notices import NotificationText
from captions.wording.status import CaptionStatus

_NO_SHORTCUTS = ShortcutSettings(**dict.fromkeys(SHORTCUT_COMMANDS, ""))


def run(options: RunOptions) -> int:
    """Run the desktop app until the user quits, and return the exit code.

    Raises:
        CaptionsError: the app cannot start, or cannot continue.
    """
    with prepare_run(options) as parts:
        translation.install_language(loop.get_application(), options.settings.interface.language)
        return loop.run(lambda: DesktopApp(options, parts).run_until_quit())


class DesktopApp:
    """View of an application on the desktop: the overlay, the tray icon and the windows."""

    def __init__(self, options: RunOptions, parts: tuple[PipelinePlan, TraceFile]) -> None:
        """``parts`` are the plan and the trace from `captions.app.application.prepare_run`."""
        self._presenter = OverlayPresenter(options.settings, SavedPositions())
        self.wait_until_read = self._presenter.wait_until_read
        self._menu = TrayMenu()
        self._tray = TrayIcon(self._menu)
        self._presence = Presence(self._presenter.overlay, self._tray, self.show_notification)
        self._hotkeys = GlobalHotkeys()
        self._settings_controller = SettingsController(
            self._presenter.overlay.locate_captions, self._presenter.looks
        )
        self._sample = SampleCaptions(
            self._presenter,
            options.settings,
            self._settings_controller.has_open_window,
            self._presenter.motion.is_reduced,
        )
        self.show_level = self._settings_controller.show_level
        self._application = Application(options, parts, self, self._make_front_end())
        self._preferences = self._application.preferences
        self._presenter.use_names(self._application.transcript.names)
        self._menu_controller = MenuController(
            self._menu,
            self._preferences,
            self._application.transcript,
            self._application.start_task,
        )
        self._transcript_controller = TranscriptController(
            self._application.transcript,
            options.settings,
            self._preferences.add_keyterm,
            self._presenter.overlay.locate_captions,
        )
        self._outputs_controller = self._make_outputs_controller()
        self._models_controller = self._make_models_controller()
        self._connect_signals()
        self._connect_models()

    async def run_until_quit(self) -> int:
        """Run until the user quits or the recording ends, and return the exit code.

        Raises:
            CaptionsError: the app cannot continue; the user has been notified.
        """
        try:
            return await self._application.run_until_quit()
        finally:
            self._tray.hide()
            self._presenter.close()

    def open(self) -> None:
        """Show the overlay, and on the first start the welcome dialog."""
        self._presenter.open()
        self._register_shortcuts()
        self._presence.apply(self._settings)
        self._presenter.fill_look_menu(self._menu.looks)
        self._models_controller.prepare_speakers(self._settings.recognition)
        self._application.start_task(
            self._hotkeys.serve_portal(key_sequences(self._settings.shortcuts))
        )
        self._application.start_task(self._presenter.motion.follow_desktop())
        # A source on the command line makes the welcome dialog's question redundant.
        saved = self._preferences.saved_settings
        if not saved.interface.welcomed and self._settings.sound == saved.sound:
            self._settings_controller.open_welcome()

    def show_speech(self, event: CaptionEvent) -> None:
        """Show a partial, a committed segment or a translation."""
        if isinstance(event, Speech):
            self._sample.record_speech(event)
            self._transcript_controller.show_speech(event)
        is_announced = self._transcript_controller.announces_speech
        self._presenter.show_speech(event, is_announced=is_announced)

    def show_status(self, now: CaptionStatus) -> None:
        """Show the status next to the captions, in the tray and in the windows."""
        self._presenter.overlay.show_status(now.line, now.light)
        self._settings_controller.show_status(now)
        self._menu.set_failed(failed=self._application.pipeline.has_failed)
        self._presence.show_status(now)

    def update_controls(self) -> None:
        """Update the menu and the windows from the settings and the paused state."""
        settings = self._settings
        self._menu_controller.show_settings(settings)
        self._menu.set_manual(manual=settings.recognition.is_manual)
        self._menu.set_locked(locked=settings.window.click_through)
        self._menu.set_shown(shown=self._presenter.overlay.isVisible())
        outputs = self._application.outputs
        self._menu.set_outputs(enabled=outputs.is_enabled, paused=outputs.is_paused)
        self._menu.set_kept(kept=settings.history.is_kept)
        paused = self._application.pipeline.paused
        self._menu.set_paused(paused=paused)
        self._presenter.toolbar.set_paused(paused=paused)
        self._presence.update_tray()
        self._settings_controller.show_settings(settings)
        self._outputs_controller.show_states()

    def apply_change(self, before: Settings, settings: Settings) -> None:
        """Apply the part of a settings change that takes effect at once."""
        if before.interface.language != settings.interface.language:
            translation.install_language(loop.get_application(), settings.interface.language)
        self._presenter.apply(settings)
        self._settings_controller.make_room(before, settings)
        self._transcript_controller.apply(settings)
        self._models_controller.prepare_speakers(settings.recognition)
        if before.shortcuts != settings.shortcuts:
            self._register_shortcuts()
        self._sample.apply(settings)
        self._presence.apply(settings)
        self.update_controls()

    def show_notification(self, notification: NotificationText) -> None:
        """Send a desktop notification, unless the open settings dialog shows the same."""
        if notification.kind == OUTPUT_FAILED and self._settings_controller.dialog is not None:
            return
        self._application.start_task(self._tray.notify(*notification))

    async def close(self) -> None:
        """Release the shortcuts, and close the settings windows."""
        self._sample.close()
        self._hotkeys.close()
        self._outputs_controller.stop_following()
        await self._models_controller.close()
        await self._settings_controller.close()
        await self._transcript_controller.close()

    def _make_outputs_controller(self) -> OutputsController:
        outputs = self._application.outputs
        operations = make_operations(outputs, self._get_settings, self._preferences.change_settings)
        return OutputsController(outputs, self._settings_controller, operations)

    def _make_models_controller(self) -> ModelsController:
        callbacks = ModelCallbacks(
            lambda: self._settings.recognition.model,
            self._switch_model,
            self.show_notification,
            self._tray.set_progress,
            self._application.pipeline.restart_sessions,
        )
        return ModelsController(self._settings_controller, callbacks)

    def _connect_signals(self) -> None:
        overlay = self._presenter.overlay
        overlay.painted.connect(self._application.trace.record_frame)
        overlay.quit_requested.connect(self._application.quit.set)
        overlay.menu_requested.connect(self._menu.popup)
        overlay.moved.connect(self._save_position)
        overlay.resized.connect(self._apply_rows)
        overlay.problem_found.connect(self._report_window_problem)
        self._presenter.toolbar.command_requested.connect(self._application.execute_command)
        self._presenter.look_chosen.connect(self._apply_look)
        self._connect_windows()
        self._connect_commands()

    def _connect_windows(self) -> None:
        looks = self._menu.looks
        looks.aboutToShow.connect(partial(self._presenter.fill_look_menu, looks))
        looks.look_chosen.connect(self._apply_look)
        self._menu.copying.copy_requested.connect(self._copy_minutes)
        self._menu.keep_requested.connect(self._preferences.keep_transcripts)
        self._transcript_controller.keep_requested.connect(self._keep_session)
        self._transcript_controller.display_changed.connect(
            self._preferences.save_transcript_display
        )
        names = self._application.transcript.names
        self._transcript_controller.names_changed.connect(partial(self._presenter.use_names, names))
        self._transcript_controller.names_changed.connect(self._application.outputs.apply_names)
        self._transcript_controller.computer_muted.connect(self._application.pipeline.mute_computer)
        windows = self._settings_controller
        windows.changed.connect(self._preferences.change_settings)
        windows.key_changed.connect(self._application.handle_key_change)
        windows.notification_requested.connect(self.show_notification)
        windows.windows_changed.connect(self._sample.update)
        windows.dialog_opened.connect(self._follow_outputs)
        windows.dialog_closed.connect(self._outputs_controller.stop_following)
        windows.output_requested.connect(self._handle_output_request)
        windows.shortcut_settings_requested.connect(self._open_shortcut_settings)
        windows.recording_changed.connect(self._hotkeys.suspend)

    def _connect_commands(self) -> None:
        overlay = self._presenter.overlay
        for signal, command in (
            (overlay.transcript_requested, Command.TRANSCRIPT),
            (overlay.hide_requested, Command.HIDE),
            (self._tray.show_requested, Command.TOGGLE_SHOW),
            (self._menu.show_requested, Command.TOGGLE_SHOW),
            (self._menu.start_again_requested, Command.START_AGAIN),
            (self._menu.pause_requested, Command.TOGGLE_PAUSE),
            (self._menu.commit_requested, Command.COMMIT),
            (self._menu.clear_requested, Command.CLEAR),
            (self._menu.lock_requested, Command.TOGGLE_LOCK),
            (self._menu.larger_requested, Command.LARGER),
            (self._menu.smaller_requested, Command.SMALLER),
            (self._menu.pause_outputs_requested, Command.TOGGLE_OUTPUTS),
            (self._menu.transcript_requested, Command.TRANSCRIPT),
            (self._menu.settings_requested, Command.SETTINGS),
            (self._menu.quit_requested, Command.QUIT),
        ):
            signal.connect(partial(self._application.execute_command, command))
        self._hotkeys.pressed.connect(
            lambda name: self._application.execute_command(SHORTCUT_COMMANDS[name])
        )
        self._hotkeys.changed.connect(self._register_shortcuts)

    def _connect_models(self) -> None:
        windows, models = self._settings_controller, self._models_controller
        windows.models_requested.connect(models.handle_request)
        windows.models_opened.connect(models.open_panel)
        windows.models_closed.connect(models.close_panel)

    def _make_front_end(self) -> FrontEnd:
        return FrontEnd(
            is_shown=self._presenter.overlay.isVisible,
            show=self._presenter.show,
            hide=self._hide_captions,
            clear=self._presenter.clear,
            open_settings=self._settings_controller.open_settings,
            open_transcript=self._open_transcript,
        )

    def _hide_captions(self) -> None:
        self._presenter.hide()
        self._presence.report_hidden()

    def _apply_look(self, look: HasAppearance) -> None:
        self._presenter.looks.chosen = look
        self._preferences.change_branches(appearance=look.appearance)

    def _copy_minutes(self, minutes: int) -> None:
        copy = self._settings_controller.copy_text
        self._presence.say(self._menu_controller.copy_minutes(minutes, copy))

    def _switch_model(self, model: str, language: str) -> None:
        """Recognise speech on this computer with a model that was downloaded for it."""
        recognition = replace(self._settings.recognition, model=model, language=language, server="")
        self._preferences.change_branches(recognition=recognition)

    def _follow_outputs(self) -> None:
        self._application.start_task(self._outputs_controller.follow())

    def _handle_output_request(self, request: OutputRequest) -> None:
        self._application.start_task(self._outputs_controller.handle_request(request))

    def _get_settings(self) -> Settings:
        return self._settings

    def _open_transcript(self) -> None:
        self._transcript_controller.open_window()

    def _keep_session(self, kept: bool) -> None:  # noqa: FBT001  # the argument of a Qt signal
        self._application.transcript.keep_session(kept=kept)

    def _save_position(self, position: QPoint) -> None:
        """Save the position to which the captions were dragged."""
        try:
            self._presenter.save_position(position)
        except CaptionsError as error:
            self.show_notification(notices.make_notification("not_saved", error.message))
        self._preferences.change_branches(window=replace(self._settings.window, position="free"))

    def _apply_rows(self, captions: CaptionSettings) -> None:
        self._preferences.change_branches(captions=self._presenter.with_resized(captions))

    @property
    def _settings(self) -> Settings:
        """Settings currently in use."""
        return self._preferences.settings

    def _register_shortcuts(self) -> None:
        """Register the shortcuts unless the desktop manages them, and report those that failed."""
        problems = self._hotkeys.apply_keys(key_sequences(self._settings.shortcuts)).values()
        sentences = filter(None, [self._hotkeys.limitation_notice, *problems])
        self._settings_controller.show_shortcuts(tuple(sentences), self._hotkeys.portal_bindings)
        # A menu cannot display the desktop's description of a shortcut.
        shortcuts = (
            self._settings.shortcuts if self._hotkeys.portal_bindings is None else _NO_SHORTCUTS
        )
        self._menu.set_shortcuts(shortcuts)
        self._presence.set_shortcuts(self._settings.shortcuts, self._hotkeys.portal_bindings)
        if problems:
            self.show_notification(notices.make_notification("shortcut_taken", " ".join(problems)))

    def _open_shortcut_settings(self) -> None:
        self._application.start_task(self._hotkeys.open_desktop_settings())

    def _report_window_problem(self, sentence: str) -> None:
        self.show_notification(notices.make_notification("window_limited", sentence))
