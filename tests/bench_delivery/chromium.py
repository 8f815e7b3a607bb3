"""Chromium with a page that is one field; the page sends what stands in it to a server of the bench."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from tests.bench_delivery.window import wait_titled
from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until

# As root its sandbox doesn't start; the rest keeps it from the network and from asking things.
_OPTIONS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps"),
    "--password-store=basic",
)
_FIELDS: Final = {
    "textarea": '<textarea id="field" style="{style}"></textarea>',
    "contenteditable": '<div id="field" contenteditable="true" style="{style}"></div>',
    "rich": '<div id="field" contenteditable="true" style="{style}"><b>पुराना</b> old <i>text</i> &amp; more</div>',
}
_STYLE: Final = "width:90vw;height:80vh;white-space:pre-wrap;font:16px sans-serif"
_PAGE: Final = """<!doctype html><meta charset="utf-8"><title>{name}-target</title>{field}<script>
const field = document.getElementById("field");
// An empty contenteditable holds one <br>, which is no line of text.
const inner = () => field.innerHTML === "<br>" ? "" : field.innerText;
const text = () => field.value === undefined ? inner() : field.value;
// One after the other: requests overtake each other.
let sent = Promise.resolve();
field.addEventListener("input", () => {{
  const body = text();
  sent = sent.then(() => fetch("/{name}", {{method: "POST", body}}));
}});
addEventListener("focus", () => field.focus());
field.focus();
</script>"""


class PageServer:
    """Serves the fields, and keeps what they say stands in them."""

    def __init__(self) -> None:
        self.texts = dict.fromkeys(_FIELDS, "")
        texts = self.texts

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.strip("/")
                found = name in _FIELDS
                field = _FIELDS[name].format(style=_STYLE) if found else ""
                self._answer(200 if found else 404, _PAGE.format(name=name, field=field).encode() if found else b"")

            def do_POST(self) -> None:
                texts[self.path.strip("/")] = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(200, b"")

            def log_message(self, format: str, *args: object) -> None: ...

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="pages", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Field:
    """A window of Chromium with one field in it. It has the keyboard once constructed."""

    keeps_line_breaks = True

    def __init__(self, desktop: VirtualDesktop, server: PageServer, name: str, profile: Path) -> None:
        self.name = f"Chromium {name}"
        self._desktop, self._server, self._page = desktop, server, name
        self.process = desktop.start(
            *("chromium", *_OPTIONS, f"--user-data-dir={profile}", "--window-size=800,600", "--window-position=40,40"),
            f"--app={server.address}/{name}",
            name="chromium",
        )
        self.window = wait_titled(desktop, f"{name}-target", 60.0)
        wait_until(self._takes_keys, 60.0, "the field to take keys")

    def clear(self) -> None:
        self._desktop.tap("ctrl+a")
        self._desktop.tap("Delete")
        wait_until(lambda: not self.text(), what="the field to be empty")

    def text(self) -> str:
        return self._server.texts[self._page]

    def close(self) -> None:
        self._desktop.processes.end(self.process)

    def _takes_keys(self) -> bool:
        self._desktop.tap("a")
        return bool(self.text())
