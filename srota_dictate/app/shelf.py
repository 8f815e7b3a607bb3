"""The catalogue's models as the interface wants them, with downloads in the background."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from srota_dictate.app.models import DownloadReport, ModelEntry, ModelPresence, Presence
from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.catalogue import VARIANTS, ModelState, locate, resolve
from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.download import DownloadCancelled, DownloadProgress, download

_log = logging.getLogger(__name__)
_OUR_BUG: Final = UserFixableError(
    "The download failed because of an internal error", "Try again, and report the log if it happens again"
)


class CatalogueShelf:
    """`cache` is the Hub cache, None for the usual one. Looking at the disk takes milliseconds, so it isn't kept."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache

    def entries(self) -> tuple[ModelEntry, ...]:
        return tuple(ModelEntry(variant.name, variant.title) for variant in VARIANTS)

    def presence(self, model: str) -> ModelPresence:
        try:
            ref = resolve(model)
            found = locate(ref, self._cache)
        except UserFixableError:
            return ModelPresence(Presence.ABSENT, None)
        whole_bytes = ref.variant.download_bytes if ref.variant is not None else None
        match found.state:
            case ModelState.SHIPPED:
                return ModelPresence(Presence.SHIPPED, found.size_bytes)
            case ModelState.DOWNLOADED:
                return ModelPresence(Presence.PRESENT, found.size_bytes)
            case ModelState.PARTLY:
                return ModelPresence(Presence.PARTLY, whole_bytes)
            case ModelState.NOT_DOWNLOADED:
                return ModelPresence(Presence.ABSENT, whole_bytes)

    def download(self, model: str, report: Callable[[DownloadReport], None]) -> Callable[[], None]:
        stopped = threading.Event()
        job = threading.Thread(
            target=self._download, args=(model, report, stopped), name=f"download-{model}", daemon=True
        )
        job.start()
        return stopped.set

    def check_folder(self, folder: Path) -> UserFixableError | None:
        try:
            check_checkpoint(folder)
        except UserFixableError as error:
            return error
        return None

    def _download(self, model: str, report: Callable[[DownloadReport], None], stopped: threading.Event) -> None:
        """On the download's own thread; ends in exactly one report that is `ended`."""

        def tell(progress: DownloadProgress) -> None:
            report(DownloadReport(model, progress.done_bytes, progress.total_bytes))

        try:
            download(model, tell, is_cancelled=stopped.is_set, cache=self._cache)
        except DownloadCancelled:
            report(DownloadReport(model, ended=True))
        except UserFixableError as error:
            report(DownloadReport(model, ended=True, error=error))
        except Exception:  # noqa: BLE001 - thread border: the interface must not show a download for ever
            _log.exception("download failed")
            report(DownloadReport(model, ended=True, error=_OUR_BUG))
        else:
            report(DownloadReport(model, ended=True))
