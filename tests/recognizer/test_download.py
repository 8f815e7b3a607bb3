"""Downloading with the Hub's real client, from a server of our own that can hang in the middle."""

import json
import struct
import threading
from collections.abc import Generator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.catalogue import ModelState, locate, resolve
from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.download import DownloadCancelled, DownloadProgress, download
from tests.recognizer.support import WAIT_S

HUB_ID = "moorlee/qwen3-asr-0.6b-hinglish"
REVISION = "5" * 40
WEIGHTS = "model.safetensors"
WEIGHT_BYTES = 24_000_000  # the Hub's client writes in pieces of 10 MB

pytestmark = pytest.mark.timeout(120)


class Hub(ThreadingHTTPServer):
    """As much of huggingface.co as a download needs."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files = files
        self.may_finish = threading.Event()  # until then the weights stop half-way
        self.may_finish.set()
        self.fetched: list[str] = []  # "name" or "name from byte"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hub  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, body: bool) -> None:
        path = urlsplit(self.path).path
        if path in (f"/api/models/{HUB_ID}", f"/api/models/{HUB_ID}/revision/main"):
            siblings = [{"rfilename": name, "size": len(data)} for name, data in self.server.files.items()]
            info = json.dumps({"id": HUB_ID, "sha": REVISION, "siblings": siblings}).encode()
            self._send(HTTPStatus.OK, info, body)
            return
        name = path.removeprefix(f"/{HUB_ID}/resolve/{REVISION}/")
        if name not in self.server.files:
            self._send(HTTPStatus.NOT_FOUND, b"", body, {"X-Error-Code": "RepoNotFound"})
            return
        data = self.server.files[name]
        headers = {"ETag": f'"{len(data)}-{name}"', "X-Repo-Commit": REVISION, "Accept-Ranges": "bytes"}
        if not body:
            self._send(HTTPStatus.OK, data, body, headers)
            return
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.server.fetched.append(f"{name} from {start}" if start else name)
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._send(HTTPStatus.PARTIAL_CONTENT if start else HTTPStatus.OK, data[start:], body, headers)

    def _send(self, status: HTTPStatus, data: bytes, body: bool, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            half = len(data) // 2 if len(data) > 1_000_000 else 0
            self.wfile.write(data[:half])
            if half:
                self.wfile.flush()
                self.server.may_finish.wait(WAIT_S)
            self.wfile.write(data[half:])

    def handle(self) -> None:
        # The client goes away in the middle: that is what is tested.
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True


@pytest.fixture
def hub(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Hub]:
    files = {path.name: path.read_bytes() for path in tiny.iterdir() if path.name != WEIGHTS}
    header = json.dumps({"x": {"dtype": "U8", "shape": [WEIGHT_BYTES], "data_offsets": [0, WEIGHT_BYTES]}}).encode()
    files[WEIGHTS] = struct.pack("<Q", len(header)) + header + bytes(WEIGHT_BYTES)
    files |= {"README.md": b"Not needed", "optimizer.pt": b"Nor this", f"checkpoint-1/{WEIGHTS}": b"Nor this"}
    with Hub(files) as hub:
        serving = threading.Thread(target=hub.serve_forever, daemon=True)
        serving.start()
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield hub
        hub.may_finish.set()
        hub.shutdown()
        serving.join()


def test_a_whole_model(hub: Hub, tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    folder = download("srota", seen.append, cache=tmp_path)
    assert check_checkpoint(folder).size_bytes == len(hub.files[WEIGHTS])
    found = locate(resolve("srota"), tmp_path)
    assert (found.state, found.folder) == (ModelState.DOWNLOADED, folder)
    assert (seen[-1].done_bytes, seen[-1].total_bytes) == (seen[-1].total_bytes, found.size_bytes)
    assert [progress.done_bytes for progress in seen] == sorted(progress.done_bytes for progress in seen)
    assert not {name for name in hub.fetched if "README" in name or "optimizer" in name or "checkpoint" in name}


def test_stop_and_go_on(hub: Hub, tmp_path: Path) -> None:
    hub.may_finish.clear()
    seen: list[DownloadProgress] = []
    with pytest.raises(DownloadCancelled):
        download(
            "srota",
            seen.append,
            cache=tmp_path,
            is_cancelled=lambda: bool(seen) and seen[-1].done_bytes >= 10_000_000,
        )
    assert seen[-1].total_bytes is not None
    assert seen[-1].done_bytes < seen[-1].total_bytes
    assert locate(resolve("srota"), tmp_path).state is ModelState.PARTLY
    hub.may_finish.set()
    check_checkpoint(download("srota", seen.append, cache=tmp_path))
    assert [name for name in hub.fetched if name.startswith(WEIGHTS)][-1].startswith(f"{WEIGHTS} from 1")


def test_nothing_comes_any_more(hub: Hub, tmp_path: Path) -> None:
    hub.may_finish.clear()
    with pytest.raises(UserFixableError, match="makes no progress"):
        download("srota", lambda _: None, cache=tmp_path, stall_timeout_s=5.0)


def test_no_such_model(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match="no model someone/else on the Hub"):
        download("someone/else", lambda _: None, cache=tmp_path)


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(UserFixableError, match="can't be downloaded") as caught:
        download("srota", lambda _: None, cache=tmp_path)
    assert "internet connection" in caught.value.hint


def test_switched_off(tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match="switched off"):
        download("srota", lambda _: None, cache=tmp_path)


def test_the_shipped_model_needs_no_download(tiny: Path, tmp_path: Path) -> None:
    assert download("tiny", lambda _: None, cache=tmp_path) == tiny
