"""A recogniser that does nothing but pass on what it is asked, for stand-ins that say how it is answered."""

from concurrent.futures import Future

from srota_dictate.types import Moment, Samples, SegmentKey, Transcript


class StandInRecognizer:
    """Has no model and finds nothing in looks ahead; implements `session.ports.Recognizer`."""

    looks_ahead = True

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        """The future for one request; each stand-in has its own way."""
        raise NotImplementedError

    def submit(
        self,
        samples: Samples,
        speech_s: float | None = None,
        key: SegmentKey | None = None,
        *,
        batch: bool = False,
    ) -> Future[Transcript]:
        return self.answer_for(samples, speech_s, key)

    def cancel(self, future: Future[Transcript]) -> None:
        future.cancel()

    def load(self, model: str, device: str, precision: str) -> None: ...
    def warm_up(self) -> None: ...
    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None: ...
    def forget_previews(self) -> None: ...
    def close(self) -> None: ...
