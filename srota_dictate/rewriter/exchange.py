"""Ask one question of an HTTP server: a JSON answer within a time limit for everything, or the reason why not.

With the standard library: `http.client` follows no redirects and reads no proxy settings, so text goes to that host
or nowhere; and a limit for the whole exchange, name look-up included, no HTTP library has either.
"""

import json
import queue
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final, cast
from urllib.parse import SplitResult, urlsplit

from srota_dictate.errors import UserFixableError

_MOST_BYTES: Final = 256_000  # of an answer
_OK: Final = 200
_REDIRECTS: Final = range(300, 400)
_BAD_KEY: Final = (401, 403)
_NO_SUCH: Final = 404


@dataclass(slots=True)
class Exchange:
    """One question. `has_left` is true from the moment on when the other side may have seen any of it."""

    host: str
    has_left: bool = False
    answer: object = field(default=None, repr=False)  # parsed JSON
    trouble: UserFixableError | None = None


def ask(url: str, headers: Mapping[str, str], question: object, limit_s: float) -> Exchange:
    """Send `question` as JSON and wait for the answer, `limit_s` for all of it; nothing is raised.

    Names are looked up without a time limit by the system, so it is done on a thread of its own, which is left behind.
    """
    parts = urlsplit(url)
    exchange = Exchange(parts.netloc)
    connection = _connection(parts, limit_s)
    done: queue.SimpleQueue[tuple[object, UserFixableError | None]] = queue.SimpleQueue()
    deciding = threading.Lock()
    is_over = False

    def may_send() -> bool:
        """Nothing leaves once it is said that nothing has."""
        with deciding:
            exchange.has_left = not is_over
        return exchange.has_left

    def converse() -> None:
        try:
            connection.connect()
            if may_send():
                done.put((_converse(connection, parts, headers, question), None))
        except UserFixableError as error:
            done.put((None, error))
        except (OSError, HTTPException, ValueError) as error:
            done.put((None, _explain(parts.netloc, error)))
        finally:
            connection.close()

    threading.Thread(target=converse, name="rewriter", daemon=True).start()
    try:
        exchange.answer, exchange.trouble = done.get(timeout=limit_s)
    except queue.Empty:
        with deciding:
            is_over = True
        exchange.trouble = _too_slow(parts.netloc, limit_s)
        _hang_up(connection)
    return exchange


def _connection(parts: SplitResult, limit_s: float) -> HTTPConnection:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    assert parts.hostname is not None
    return kind(parts.hostname, parts.port, timeout=limit_s)


def _converse(connection: HTTPConnection, parts: SplitResult, headers: Mapping[str, str], question: object) -> object:
    connection.request(
        "POST", parts.path, json.dumps(question).encode(), {"Content-Type": "application/json", **headers}
    )
    response = connection.getresponse()
    _check_status(response, parts.netloc)
    body = response.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        raise UserFixableError(f"{parts.netloc} answered with far too much", "Try another model")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UserFixableError(
            f"{parts.netloc} answered with something else than JSON", "Check the address in Settings"
        ) from None


def _check_status(response: HTTPResponse, host: str) -> None:
    if response.status == _OK:
        return
    if response.status in _REDIRECTS:
        elsewhere = urlsplit(response.headers.get("Location", "")).netloc or "another address"
        message, hint = (
            f"{host} wants the text sent to {elsewhere} instead",
            "Give that address in Settings if it is right",
        )
    elif response.status in _BAD_KEY:
        message, hint = f"{host} doesn't accept the key", "Check the key file in Settings"
    elif response.status == _NO_SUCH:
        message, hint = f"{host} knows no such address or model", "Check address and model in Settings"
    else:
        message, hint = f"{host} answered with an error ({response.status})", "Look at the log of that server"
    raise UserFixableError(message, hint)


def _hang_up(connection: HTTPConnection) -> None:
    """So that the thread doesn't go on reading what comes drop by drop."""
    opened = cast("socket.socket | None", connection.sock)
    if opened is not None:
        with suppress(OSError):
            opened.shutdown(socket.SHUT_RDWR)


def _too_slow(host: str, limit_s: float) -> UserFixableError:
    return UserFixableError(f"{host} had no answer within {limit_s:g} s", "Use a smaller model or a faster machine")


def _explain(host: str, error: Exception) -> UserFixableError:
    if isinstance(error, TimeoutError):
        return UserFixableError(f"{host} had no answer in time", "Use a smaller model or a faster machine")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return UserFixableError(f"{host} can't be reached ({reason})", "Start the server, or check the address in Settings")
