"""Choose the concrete back ends, join them to a session, and let the interface command it."""

import logging
from collections.abc import Callable
from pathlib import Path

from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.hotkey.choose import make_hotkey
from srota_dictate.output.choose import make_output
from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.recorder.level import LevelledSegmenter
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.own_words import own_words_path
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.events import (
    CancelRequested,
    CopyLastRequested,
    Event,
    HeldAnswered,
    NextViewRequested,
    OptionsChanged,
    PasteLastRequested,
    StartRequested,
    StopRequested,
    ToggleRequested,
    TroubleReported,
    UndoRequested,
    UnfinishedFound,
    VoiceDetectorChosen,
)
from srota_dictate.session.ports import Hotkey
from srota_dictate.session.rescue import Rescue
from srota_dictate.session.ruled import RuledWriter
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView
from srota_dictate.settings import Settings
from srota_dictate.takes import HeldAnswer, UnfinishedTake
from srota_dictate.types import HotkeyBinding

_log = logging.getLogger(__name__)


class Dictation:
    """Implements `commands.Commands`. Made, commanded and closed on the Qt main thread."""

    def __init__(
        self,
        settings: Settings,
        takes_folder: Path,
        on_view: Callable[[SessionView], None],
        on_notice: Callable[[UserFixableError], None],
        on_quit: Callable[[], None],
    ) -> None:
        """Raises UserFixableError where there is no desktop to dictate into."""
        self._settings = settings
        self._on_quit = on_quit
        self._segmenters = _segmenters_for(settings)
        self._audio = KeptAudio(takes_folder)
        self._history = History(
            takes_folder.parent / "history.db",
            self._audio,
            lambda: self._settings.app.keep_hours,
            repair_journal,
            self.report,
            lambda takes: self._post(UnfinishedFound(takes)),
        )
        self._hotkey: Hotkey = make_hotkey(self._post, self.report, settings.hotkey.read_keyboards)
        self._recognizer = RecognizerClient(self._post, settings.recognizer.idle_minutes, on_draft=self._post)
        self._recognizer.work_ahead(settings.recognizer.work_ahead)
        self._recognizer.use_terms(settings.rules.terms, settings.rules.max_terms)
        self.recorder = Capture(self._post, self._recorder_options, self._new_segmenter, self._audio.path_for)
        self._output = make_output(settings.output, takes_folder.parent)
        ports = Ports(
            *(self.recorder, self._recognizer, self._output, self._hotkey),
            release_audio=self._history.release,
            log=self._history,
            writer=self._new_writer(lambda: self._settings.rewriter),
        )
        self._session = SessionController(ports, _state_for(settings), on_view, on_notice)
        # Nobody waits at the keyboard, and nobody sees where it goes: what is rescued isn't sent to be rewritten.
        rescuer = self._new_writer(RewriterOptions)
        self._rescue = Rescue(self._recognizer, self._new_segmenter, self._post, self._history.finish, rescuer)

    def start(self) -> None:
        """Begin to listen for the key, and load the model."""
        self._session.start()
        self._history.start()
        self._bind_and_tell()
        self._tell_detector()
        self._load()
        self.recorder.options_changed()  # it may have to be kept ready from the start

    def toggle(self) -> None:
        self._post(ToggleRequested())

    def start_take(self) -> None:
        self._post(StartRequested())

    def stop_take(self) -> None:
        self._post(StopRequested())

    def cancel(self) -> None:
        self._post(CancelRequested())

    def use_model(self, model: str) -> None:
        recognizer = self._settings.recognizer.model_copy(update={"model": model})
        self._settings = self._settings.model_copy(update={"recognizer": recognizer})
        self._load()

    def use_output_mode(self, mode: OutputMode) -> None:
        output = self._settings.output.model_copy(update={"mode": mode})
        self._settings = self._settings.model_copy(update={"output": output})
        self._post(_options_of(self._settings))

    def paste_last(self) -> None:
        self._post(PasteLastRequested())

    def undo(self) -> None:
        self._post(UndoRequested())

    def next_view(self) -> None:
        self._post(NextViewRequested())

    def check_key(self, key: str) -> UserFixableError | None:
        try:
            return self._hotkey.check(key)
        except UserFixableError as error:
            return error

    def pause_hotkeys(self, paused: bool) -> None:
        self._bind(() if paused else self._settings.hotkey.bindings)  # what is refused was told before

    def copy_last(self) -> None:
        self._post(CopyLastRequested())

    def answer_held(self, take_id: int, answer: HeldAnswer) -> None:
        self._post(HeldAnswered(take_id, answer))

    def apply(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        if (settings.segmenter, _obeys(settings)) != (before.segmenter, _obeys(before)):
            self._segmenters = _segmenters_for(settings)
            self._tell_detector()
        if settings.hotkey != before.hotkey:
            self._bind_and_tell()
        if settings.recognizer != before.recognizer:
            self._recognizer.unload_after(settings.recognizer.idle_minutes)
            self._recognizer.work_ahead(settings.recognizer.work_ahead)
            self._load()
        self._recognizer.use_terms(settings.rules.terms, settings.rules.max_terms)
        self._output.set_options(settings.output)
        if settings.app != before.app:
            self._history.expire()
        self.recorder.options_changed()
        self._post(_options_of(settings))

    def rescue(self, takes: tuple[UnfinishedTake, ...]) -> None:
        self._rescue.transcribe(takes)

    def discard(self, takes: tuple[UnfinishedTake, ...]) -> None:
        self._history.discard(takes)

    def quit(self) -> None:
        self._on_quit()

    def report(self, error: UserFixableError) -> None:
        """Say something that isn't about a take."""
        self._post(TroubleReported(error))

    def close(self) -> None:
        """End the session and everything it started; blocks until that is done."""
        self._session.close()
        self._rescue.close()
        self._history.close()

    def _post(self, event: Event) -> None:
        """From any thread."""
        self._session.post(event)

    def _bind_and_tell(self) -> None:
        for error in self._bind(self._settings.hotkey.bindings):
            self.report(error)  # the menu still starts and stops

    def _bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        """Why some of them can't be had."""
        try:
            refused = self._hotkey.bind(bindings)
        except UserFixableError as error:
            refused = (error,)
        _log.info("hotkeys: %s", ", ".join(f"{each.key} {each.action.value}" for each in bindings) or "none")
        return refused

    def _tell_detector(self) -> None:
        if self._segmenters.backend_note:
            _log.warning("%s", self._segmenters.backend_note)
        self._post(VoiceDetectorChosen(self._segmenters.detector))

    def _load(self) -> None:
        options = self._settings.recognizer
        self._recognizer.load(options.model, options.device, options.precision, options.attention)

    def _recorder_options(self) -> RecorderOptions:
        """On the capture thread."""
        return self._settings.recorder

    def _new_writer(self, rewriter: Callable[[], RewriterOptions]) -> RuledWriter:
        return RuledWriter(own_words_path(), self._rules_options, rewriter, self.report)

    def _rules_options(self) -> RulesOptions:
        """On the scribe's and the rescue's thread."""
        return self._settings.rules

    def _new_segmenter(self) -> LevelledSegmenter:
        """On the capture thread."""
        return LevelledSegmenter(self._segmenters())


def _obeys(settings: Settings) -> bool:
    """Whether a short piece between pauses may be a command, in some program at least."""
    rules = settings.rules
    return rules.commands or any(program.commands for program in rules.programs.values())


def _segmenters_for(settings: Settings) -> SegmenterFactory:
    return SegmenterFactory(settings.segmenter, finds_shorts=_obeys(settings))


def _options_of(settings: Settings) -> OptionsChanged:
    return OptionsChanged(settings.output.mode, settings.output.trailing_space or settings.output.press_enter)


def _state_for(settings: Settings) -> State:
    options = _options_of(settings)
    return State(output_mode=options.output_mode, ends_texts=options.ends_texts)
