"""What the interface needs to know of models, and who tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from srota_dictate.app.texts import Texts
from srota_dictate.errors import UserFixableError


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model that can be picked by name."""

    name: str  # as in the settings, e.g. "srota-conv"
    title: str  # a proper name, the same in every language, e.g. "Srota-Conv"


class Presence(Enum):
    """Whether a model's files are on this computer."""

    SHIPPED = "shipped"  # with the program
    PRESENT = "present"
    PARTLY = "partly"  # a download that was interrupted
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ModelPresence:
    presence: Presence
    size_bytes: int | None  # of the whole model; None when unknown


@dataclass(frozen=True, slots=True)
class DownloadReport:
    """How a download goes. The last one is `ended`: complete, stopped as asked, or with the error that ended it."""

    model: str
    done_bytes: int = 0
    total_bytes: int | None = None
    ended: bool = False
    error: UserFixableError | None = None


class Shelf(Protocol):
    """The models within reach. Called on the Qt main thread; nothing here may take long."""

    def entries(self) -> tuple[ModelEntry, ...]: ...

    def presence(self, model: str) -> ModelPresence: ...

    def download(self, model: str, report: Callable[[DownloadReport], None]) -> Callable[[], None]:
        """Begin to fetch a model and return at once; what is returned stops it. `report` may come from any thread."""
        ...

    def check_folder(self, folder: Path) -> UserFixableError | None:
        """What is wrong with a folder as a model, or None when it can be tried."""
        ...


def model_label(texts: Texts, entry: ModelEntry) -> str:
    """A model in one line: its name and what it is for."""
    note = {
        "srota": texts.model_srota,
        "srota-conv": texts.model_srota_conv,
        "srota-tutorial": texts.model_srota_tutorial,
        "base": texts.model_base,
        "tiny": texts.model_tiny,
    }.get(entry.name)
    return f"{entry.title}: {note}" if note else entry.title


def presence_text(texts: Texts, presence: ModelPresence) -> str:
    """Where a model is, in a sentence."""
    size = size_text(presence.size_bytes)
    match presence.presence:
        case Presence.SHIPPED:
            return texts.model_shipped
        case Presence.PRESENT:
            return texts.model_present.format(size=size)
        case Presence.PARTLY:
            return texts.model_partly.format(size=size)
        case Presence.ABSENT:
            return texts.model_absent.format(size=size)


def model_title(entries: tuple[ModelEntry, ...], model: str) -> str:
    """What to call a chosen model: its proper name, or the last part of a folder or Hub id."""
    for entry in entries:
        if entry.name == model:
            return entry.title
    return Path(model).name or model


def size_text(n_bytes: int | None) -> str:
    """A size as people write it, "1.6 GB"; in powers of ten, as download pages and disks have it."""
    if n_bytes is None:
        return "?"
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if n_bytes >= scale:
            value = n_bytes / scale
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return f"{max(1, round(n_bytes / 1e3))} kB"
