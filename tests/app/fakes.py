"""Stand-ins for what the interface is wired to: a session, models, microphones, a place for settings."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from srota_dictate.app.models import DownloadReport, ModelEntry, ModelPresence, Presence
from srota_dictate.app.world import World
from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.ports import InputDevice
from srota_dictate.settings import Settings
from srota_dictate.takes import HeldAnswer, UnfinishedTake

ENTRIES = (
    ModelEntry("srota", "Srota"),
    ModelEntry("srota-conv", "Srota-Conv"),
    ModelEntry("srota-tutorial", "Srota-Tutorial"),
    ModelEntry("base", "Qwen3-ASR 0.6B"),
    ModelEntry("tiny", "Tiny"),
)


@dataclass
class FakeCommands:
    """Remembers what was asked, as short strings; `on_call` hears of each."""

    calls: list[str] = field(default_factory=list[str])
    applied: list[Settings] = field(default_factory=list[Settings])
    on_call: Callable[[str], None] = lambda call: None
    taken_keys: set[str] = field(default_factory=set[str])  # another program has them

    def _note(self, call: str) -> None:
        self.calls.append(call)
        self.on_call(call)

    def toggle(self) -> None:
        self._note("toggle")

    def cancel(self) -> None:
        self._note("cancel")

    def use_model(self, model: str) -> None:
        self._note(f"use_model {model}")

    def use_output_mode(self, mode: OutputMode) -> None:
        self._note(f"use_output_mode {mode.value}")

    def start_take(self) -> None:
        self._note("start_take")

    def stop_take(self) -> None:
        self._note("stop_take")

    def paste_last(self) -> None:
        self._note("paste_last")

    def undo(self) -> None:
        self._note("undo")

    def next_view(self) -> None:
        self._note("next_view")

    def check_key(self, key: str) -> UserFixableError | None:
        return UserFixableError("Taken", "Choose another") if key in self.taken_keys else None

    def pause_hotkeys(self, paused: bool) -> None:
        self._note(f"pause_hotkeys {paused}")

    def copy_last(self) -> None:
        self._note("copy_last")

    def answer_held(self, take_id: int, answer: HeldAnswer) -> None:
        self._note(f"answer_held {take_id} {answer.value}")

    def rescue(self, takes: tuple[UnfinishedTake, ...]) -> None:
        self._note(f"rescue {[take.row_id for take in takes]}")

    def discard(self, takes: tuple[UnfinishedTake, ...]) -> None:
        self._note(f"discard {[take.row_id for take in takes]}")

    def apply(self, settings: Settings) -> None:
        self.applied.append(settings)
        self._note("apply")

    def quit(self) -> None:
        self._note("quit")


@dataclass
class FakeShelf:
    """Only "srota" is downloaded; a download waits until the test reports on it."""

    present: set[str] = field(default_factory=lambda: {"srota"})
    partly: set[str] = field(default_factory=set[str])
    downloads: dict[str, Callable[[DownloadReport], None]] = field(
        default_factory=dict[str, Callable[[DownloadReport], None]]
    )
    folder_error: UserFixableError | None = None

    def entries(self) -> tuple[ModelEntry, ...]:
        return ENTRIES

    def presence(self, model: str) -> ModelPresence:
        if model == "tiny":
            return ModelPresence(Presence.SHIPPED, 3_000_000)
        if model in self.partly:
            return ModelPresence(Presence.PARTLY, 1_570_000_000)
        here = Presence.PRESENT if model in self.present else Presence.ABSENT
        return ModelPresence(here, 1_570_000_000)

    def download(self, model: str, report: Callable[[DownloadReport], None]) -> Callable[[], None]:
        self.downloads[model] = report
        return lambda: report(DownloadReport(model, ended=True))

    def check_folder(self, folder: Path) -> UserFixableError | None:
        return self.folder_error


@dataclass
class FakeMicrophones:
    names: tuple[str, ...] = ("Built-in", "USB Microphone")
    error: UserFixableError | None = None

    def __call__(self) -> "Future[tuple[InputDevice, ...]]":
        answer: Future[tuple[InputDevice, ...]] = Future()
        if self.error is not None:
            answer.set_exception(self.error)
        else:
            devices = [InputDevice(i, name, "ALSA", 48_000, 2, i == 0) for i, name in enumerate(self.names)]
            answer.set_result(tuple(devices))
        return answer


@dataclass
class FakeStore:
    """Where settings are saved to."""

    saved: list[Settings] = field(default_factory=list[Settings])
    error: UserFixableError | None = None

    def __call__(self, settings: Settings) -> None:
        if self.error is not None:
            raise self.error
        self.saved.append(settings)


@dataclass
class FakeWorld:
    """Everything a DesktopApp needs, and the handles to work it."""

    commands: FakeCommands = field(default_factory=FakeCommands)
    store: FakeStore = field(default_factory=FakeStore)
    shelf: FakeShelf = field(default_factory=FakeShelf)
    microphones: FakeMicrophones = field(default_factory=FakeMicrophones)
    own_words: Path = Path("/nonexistent/words.tsv")
    has_tray: bool = False
    has_player: bool = True
    opened: list[Path] = field(default_factory=list[Path])

    def open_file(self, path: Path) -> bool:
        self.opened.append(path)
        return self.has_player

    def world(self) -> World:
        return World(
            self.commands,
            self.store,
            self.shelf,
            self.microphones,
            lambda: self.has_tray,
            own_words=self.own_words,
            open_file=self.open_file,
        )
