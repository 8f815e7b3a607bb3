"""Rewriting through a real HTTP server on this machine: what it may answer, and all that it may do instead."""

import json
import socket
import stat
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest
from pydantic import ValidationError

from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rewriter.rewrite import KEY_VARIABLE, Rewriting, is_plausible, rewrite

pytestmark = pytest.mark.timeout(60)

TEXT = "कल office meeting है umm है और laptop नहीं चल रहा"
BETTER = "कल office meeting है, और laptop नहीं चल रहा।"
PATIENT_S = 30.0  # for what is to succeed: the machine may be busy
SHORT_S = 0.3  # for what never comes


def completion(content: object, **more: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}, **more}]}).encode()


@dataclass
class Server:
    """A language model's server that answers with `reply`."""

    reply: "Callable[[Handler], None]"
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    questions: list[tuple[str, dict[str, str], object]] = field(
        default_factory=list[tuple[str, dict[str, str], object]]
    )

    def options(self, **more: object) -> RewriterOptions:
        given = {"enabled": True, "url": f"http://127.0.0.1:{self.port}/v1", "model": "small", **more}
        return RewriterOptions.model_validate(given)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


class Handler(BaseHTTPRequestHandler):
    """One question to `server.state`."""

    def do_POST(self) -> None:
        state = cast("Listening", self.server).state
        body = self.rfile.read(int(self.headers["Content-Length"]))
        state.questions.append((self.path, dict(self.headers), json.loads(body)))
        with suppress(OSError):  # whoever asked has hung up
            state.reply(self)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Listening(ThreadingHTTPServer):
    daemon_threads = True
    state: Server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Generator[Server]:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    with Listening(("127.0.0.1", 0), Handler) as listening:
        listening.state = Server(lambda handler: handler.answer(completion(f" {BETTER}\n")), listening.server_port)
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield listening.state
        finally:
            listening.state.over.set()
            listening.shutdown()
            thread.join()


def test_a_text_is_rewritten_and_it_is_said_where(server: Server) -> None:
    done = rewrite(TEXT, server.options(prompt="Mend this"), limit_s=PATIENT_S)
    assert done == Rewriting(BETTER, is_rewritten=True, sent_to=server.host)
    ((path, headers, question),) = server.questions
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert question == {
        "model": "small",
        "messages": [{"role": "system", "content": "Mend this"}, {"role": "user", "content": TEXT}],
        "temperature": 0,
        "stream": False,
    }


@pytest.mark.parametrize("path", ["", "/", "/v1/", "/v1/chat/completions"])
def test_the_address_may_be_given_as_servers_name_it(server: Server, path: str) -> None:
    rewrite(TEXT, server.options(url=f"http://{server.host}{path}"), limit_s=PATIENT_S)
    assert [asked for asked, _, _ in server.questions] == ["/v1/chat/completions"]


@pytest.mark.parametrize("text", ["", " \n"])
def test_what_is_switched_off_or_empty_stays_here(server: Server, text: str) -> None:
    assert rewrite(text, server.options()) == Rewriting(text)
    assert rewrite(TEXT, server.options(enabled=False)) == Rewriting(TEXT)
    assert rewrite(TEXT, RewriterOptions()) == Rewriting(TEXT)
    assert server.questions == []


def test_a_text_that_is_too_long_and_an_address_that_is_missing_are_told(server: Server) -> None:
    for text, options in ((TEXT * 200, server.options()), (TEXT, server.options(url=""))):
        done = rewrite(text, options)
        assert (done.text, done.sent_to, done.is_rewritten) == (text, "", False)
        assert done.trouble is not None
    assert server.questions == []


def kept(server: Server, *, limit_s: float = PATIENT_S, is_sent: bool = True) -> str:
    """The text is as it was; the reason that is told."""
    done = rewrite(TEXT, server.options(), limit_s=limit_s)
    assert (done.text, done.is_rewritten) == (TEXT, False)
    assert done.sent_to == (server.host if is_sent else "")
    assert done.trouble is not None
    return str(done.trouble)


@pytest.mark.parametrize(
    "body",
    [
        completion(""),
        completion(None),
        completion(["text"]),
        completion(f"<think>hm</think> {BETTER}"),
        completion(f"{BETTER} <|im_end|>"),
        completion(BETTER * 4),
        completion(f"\x1b[31m{BETTER}"),
        completion("...."),
        completion(BETTER, finish_reason="length"),
        b'{"choices": []}',
        b'{"choices": [3]}',
        b'{"error": "no"}',
        b"[]",
        b"null",
    ],
)
def test_an_answer_that_is_no_rewriting_is_not_taken(server: Server, body: bytes) -> None:
    server.reply = lambda handler: handler.answer(body)
    assert "no rewriting" in kept(server)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"choices": [', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_told(server: Server, body: bytes) -> None:
    server.reply = lambda handler: handler.answer(body)
    assert "else than JSON" in kept(server)


@pytest.mark.parametrize(
    ("status", "told"), [(500, "error (500)"), (429, "error (429)"), (401, "the key"), (404, "model"), (204, "204")]
)
def test_errors_of_the_server_are_told(server: Server, status: int, told: str) -> None:
    server.reply = lambda handler: handler.answer(b"", status)
    assert told in kept(server)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_text_is_never_sent_on_to_another_host(server: Server, status: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        server.reply = lambda handler: handler.answer(b"", status, Location=f"http://{place}/v1/chat/completions")
        assert f"sent to {place}" in kept(server)
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()


def test_a_huge_answer_is_not_read_to_its_end(server: Server) -> None:
    def talk(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.over.is_set():
            handler.wfile.write(b" " * 65_536)

    server.reply = talk
    assert "far too much" in kept(server)


def silent(handler: Handler, over: threading.Event) -> None:
    over.wait()


def in_the_head(handler: Handler, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    over.wait()


def in_the_body(handler: Handler, over: threading.Event) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(completion(BETTER)[:20])
    over.wait()


def drop_by_drop(handler: Handler, over: threading.Event) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not over.wait(0.02):
        handler.wfile.write(b" ")


@pytest.mark.parametrize("hang", [silent, in_the_head, in_the_body, drop_by_drop])
def test_whoever_hangs_is_not_waited_for(server: Server, hang: Callable[[Handler, threading.Event], None]) -> None:
    server.reply = lambda handler: hang(handler, server.over)
    assert "no answer" in kept(server, limit_s=SHORT_S)


def test_a_server_that_ends_in_the_middle_is_told(server: Server) -> None:
    def leave(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")

    server.reply = leave
    assert "else than JSON" in kept(server)


def test_what_is_no_http_is_told(server: Server) -> None:
    def greet(handler: Handler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    server.reply = greet
    assert "can't be reached" in kept(server)


def test_where_nobody_listens_nothing_left_the_program(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        server.port = gone.getsockname()[1]
    assert "can't be reached" in kept(server, is_sent=False)


def test_a_name_that_nobody_has_is_told(server: Server) -> None:
    done = rewrite(TEXT, server.options(url="http://nobody.invalid/v1"), limit_s=PATIENT_S)
    assert (done.text, done.sent_to) == (TEXT, "")
    assert "nobody.invalid can't be reached" in str(done.trouble)


def test_a_plain_server_at_a_secure_address_is_told(server: Server) -> None:
    done = rewrite(TEXT, server.options(url=f"https://{server.host}/v1"), limit_s=PATIENT_S)
    assert (done.text, done.sent_to) == (TEXT, "")
    assert "can't be reached" in str(done.trouble)


def test_the_key_comes_from_a_file_or_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "from-environment")
    file = tmp_path / "key"
    file.write_text("from-file\n")
    file.chmod(0o600)
    rewrite(TEXT, server.options(), limit_s=PATIENT_S)
    rewrite(TEXT, server.options(key_file=str(file)), limit_s=PATIENT_S)
    sent = [headers["Authorization"] for _, headers, _ in server.questions]
    assert sent == ["Bearer from-environment", "Bearer from-file"]


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        (b"secret", 0o644, "chmod 600"),
        (b"secret", 0o660, "chmod 600"),
        (b" \n", 0o600, "no key"),
        (b"one\r\nX-Other: two", 0o600, "no key has"),
        (b"\xff\xfe", 0o600, "no key has"),
        (None, 0, "can't be read"),
    ],
)
def test_a_key_file_that_is_no_good_sends_nothing(
    server: Server, tmp_path: Path, content: bytes | None, mode: int, told: str
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
        file.chmod(stat.S_IFREG | mode)
    done = rewrite(TEXT, server.options(key_file=str(file)))
    assert (done.text, done.sent_to) == (TEXT, "")
    assert told in str(done.trouble)
    assert "secret" not in str(done.trouble)
    assert server.questions == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/v1",
        "file:///etc/passwd",
        "localhost:11434/v1",
        "http://",
        "http://me:pass@host/v1",
        "http://host:port/v1",
        "http://host/v1?key=1",
        "http://host/v1\r\nX: y",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_can_not_be_chosen(url: str) -> None:
    with pytest.raises(ValidationError):
        RewriterOptions(url=url)


@pytest.mark.parametrize(
    ("answer", "text", "is_one"),
    [
        (BETTER, TEXT, True),
        (TEXT, TEXT, True),
        (f"{BETTER}\n👩\u200d💻", TEXT, True),
        ("हाँ।", "हाँ", True),
        (TEXT * 3, TEXT, False),
        ("ok", TEXT * 5, False),
        ("", TEXT, False),
        ("", "हाँ", False),
    ],
)
def test_what_can_be_a_rewriting(answer: str, text: str, is_one: bool) -> None:
    assert is_plausible(answer, text) is is_one


def test_nothing_of_a_text_is_shown_by_accident() -> None:
    assert TEXT not in repr(Rewriting(TEXT))
