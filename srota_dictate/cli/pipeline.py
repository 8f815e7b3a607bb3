"""Turn sound files of any length into text: one model, loaded once, for all of them."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from srota_dictate import settings
from srota_dictate.audio import duration_s
from srota_dictate.cli.formats import FileTranscript, Passage
from srota_dictate.cli.progress import Progress, Report
from srota_dictate.recognizer.once import open_recognizer
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.session.listen import Cutter, HeardPassage, listen_to_file
from srota_dictate.session.notices import about_card
from srota_dictate.session.ports import Recognizer
from srota_dictate.types import DeviceChoice, RecognizerPhase, RecognizerStatus, TranscriptFlag


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A recogniser that is ready, and the segmenter for what is too long for it."""

    recognizer: Recognizer
    make_cutter: Callable[[], Cutter]

    def transcribe(self, file: Path, report: Report, warn: Callable[[str], None]) -> FileTranscript:
        """All that is said in `file`. Raises UserFixableError when it can't be read or recognised."""
        total_s = duration_s(file)

        def follow(passage: HeardPassage) -> None:
            flags = passage.heard.transcript.flags
            where = f"between {passage.start_s:.1f} s and {passage.end_s:.1f} s"
            if TranscriptFlag.TRUNCATED in flags:
                warn(f"{file}: more was said {where} than was written")
            if TranscriptFlag.REPETITIVE in flags:
                warn(
                    f"{file}: what was written {where} repeats itself or is longer than what was said; "
                    "it may be invented"
                )
            report(min(1.0, passage.end_s / total_s))

        heard = listen_to_file(file, self.recognizer, self.make_cutter, follow)
        passages = tuple(Passage(p.start_s, p.end_s, p.heard.transcript.text) for p in heard.passages)
        return FileTranscript(str(file), heard.duration_s, heard.text, passages)


@contextmanager
def open_pipeline(
    model: str | None, device: str | None, precision: str | None, attention: str | None, progress: Progress
) -> Generator[Pipeline]:
    """A pipeline whose model is loaded; what isn't given is as in the settings. The recogniser ends with the block.

    Raises UserFixableError when the model can't be loaded.
    """
    chosen = settings.load(settings.default_path()).settings
    given = {"model": model, "device": device, "precision": precision, "attention": attention}
    options = chosen.recognizer.model_copy(update={name: value for name, value in given.items() if value is not None})
    statuses: SimpleQueue[RecognizerStatus] = SimpleQueue()
    with open_recognizer(options, statuses.put) as recognizer:
        recognizer.use_terms(chosen.rules.terms, chosen.rules.max_terms)
        with progress.row("Loading the model") as report:
            choice = _wait_until_ready(statuses, report)
        if choice is not None and choice.trouble:
            progress.say(str(about_card(choice.trouble)))
        yield Pipeline(recognizer, SegmenterFactory(chosen.segmenter))


def _wait_until_ready(statuses: SimpleQueue[RecognizerStatus], report: Report) -> DeviceChoice | None:
    while True:
        status = statuses.get()
        match status.phase:
            case RecognizerPhase.READY:
                return status.device
            case RecognizerPhase.FAILED:
                assert status.error is not None
                raise status.error
            case RecognizerPhase.LOADING:
                report(status.progress or 0.0)
            case RecognizerPhase.UNLOADED:
                pass
