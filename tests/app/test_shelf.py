"""The catalogue as the interface sees it, and how a download's every end is told."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from srota_dictate.app import shelf as shelf_module
from srota_dictate.app.models import DownloadReport, Presence
from srota_dictate.app.shelf import CatalogueShelf
from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.download import DownloadCancelled, DownloadProgress


@pytest.fixture
def shelf(tmp_path: Path) -> CatalogueShelf:
    return CatalogueShelf(cache=tmp_path)


class Reports:
    def __init__(self) -> None:
        self.all: list[DownloadReport] = []
        self._ended = threading.Event()

    def __call__(self, report: DownloadReport) -> None:
        self.all.append(report)
        if report.ended:
            self._ended.set()

    def wait(self) -> DownloadReport:
        assert self._ended.wait(10)
        return self.all[-1]


def pretend(monkeypatch: pytest.MonkeyPatch, work: Callable[[Callable[[], bool]], None]) -> None:
    def download(
        model: str, on_progress: Callable[[DownloadProgress], None], *, is_cancelled: Callable[[], bool], cache: Path
    ) -> None:
        on_progress(DownloadProgress(1, 2))
        work(is_cancelled)

    monkeypatch.setattr(shelf_module, "download", download)


def test_the_five_models(shelf: CatalogueShelf) -> None:
    assert [entry.name for entry in shelf.entries()] == ["srota", "srota-conv", "srota-tutorial", "base", "tiny"]


def test_what_is_not_downloaded_says_how_much_it_would_be(shelf: CatalogueShelf) -> None:
    here = shelf.presence("srota")

    assert here.presence is Presence.ABSENT
    assert here.size_bytes is not None
    assert here.size_bytes > 1e9


def test_a_model_nobody_knows_is_absent(shelf: CatalogueShelf) -> None:
    assert shelf.presence("no such model").presence is Presence.ABSENT


def test_a_folder_without_a_model_is_refused(shelf: CatalogueShelf, tmp_path: Path) -> None:
    assert shelf.check_folder(tmp_path) is not None


def test_a_download_ends_once_and_well(shelf: CatalogueShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda is_cancelled: None)
    reports = Reports()

    shelf.download("srota", reports)

    assert reports.wait() == DownloadReport("srota", ended=True)
    assert reports.all[0] == DownloadReport("srota", 1, 2)


def test_a_download_stops_when_asked(shelf: CatalogueShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def until_cancelled(is_cancelled: Callable[[], bool]) -> None:
        wake = threading.Event()
        while not is_cancelled():
            wake.wait(0.01)
        raise DownloadCancelled

    pretend(monkeypatch, until_cancelled)
    reports = Reports()

    stop = shelf.download("srota", reports)
    stop()

    assert reports.wait() == DownloadReport("srota", ended=True)


@pytest.mark.parametrize("error", [UserFixableError("The disk is full", "Make room"), ValueError("ours")])
def test_every_failure_is_told(shelf: CatalogueShelf, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(is_cancelled: Callable[[], bool]) -> None:
        raise error

    pretend(monkeypatch, fail)
    reports = Reports()

    shelf.download("srota", reports)

    told = reports.wait().error
    assert told is error if isinstance(error, UserFixableError) else told is not None
