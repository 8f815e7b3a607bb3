"""What the program tells the person unasked: one sentence and, for trouble, its remedy."""

from dataclasses import dataclass

from srota_dictate.app.rescue_menu import how_many
from srota_dictate.app.said import said, said_fully
from srota_dictate.app.texts import Texts
from srota_dictate.errors import UserFixableError
from srota_dictate.types import RecognizerPhase, RecognizerStatus


@dataclass(frozen=True, slots=True)
class Message:
    title: str
    text: str
    urgent: bool = False


def trouble_message(texts: Texts, error: UserFixableError) -> Message:
    """What is wrong as the title, the remedy below it."""
    return Message(said(texts, error.message), said_fully(texts, error.hint), urgent=True)


def loaded_message(texts: Texts, status: RecognizerStatus, title: str) -> Message:
    """Confirm that the model picked by hand is there, and say where it runs and why."""
    choice = status.device
    text = (
        "" if choice is None else texts.model_ready_on.format(device=choice.device, reason=said(texts, choice.reason))
    )
    return Message(texts.model_ready.format(model=title), text)


def interrupted_message(texts: Texts, count: int) -> Message:
    """Some dictations of an earlier run never became text."""
    return Message(how_many(texts, count), f"{texts.interrupted_hint}{texts.full_stop}")


def rescued_message(texts: Texts) -> Message:
    return Message(texts.rescued, f"{texts.rescued_hint}{texts.full_stop}")


@dataclass(frozen=True, slots=True)
class Awaited:
    """A model that was picked and has not answered yet."""

    model: str

    def is_loaded(self, status: RecognizerStatus) -> bool:
        return status.model == self.model and status.phase is RecognizerPhase.READY

    def is_over(self, status: RecognizerStatus) -> bool:
        """Loaded or failed; the session tells of failures itself."""
        return status.model == self.model and status.phase in (RecognizerPhase.READY, RecognizerPhase.FAILED)
