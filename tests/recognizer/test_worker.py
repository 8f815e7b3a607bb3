"""The recogniser process by itself: what it says, prints, imports and opens."""

import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection, Listener
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.recognizer.process import worker_command
from srota_dictate.recognizer.protocol import (
    Drafted,
    Forget,
    Heard,
    Load,
    LoadFailed,
    Loading,
    Ping,
    Pong,
    Preview,
    Ready,
    Refused,
    Reply,
    Request,
    Shutdown,
    Stop,
    Stopped,
    Transcribe,
    Wake,
    decode_reply,
    encode,
)
from srota_dictate.types import Moment, Samples, TranscriptFlag
from tests.recognizer.support import copy_of, needs_model_packages, noise

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

# Python runs a module of this name first of all. It notes whom a socket calls, and each import.
AUDIT = """
import os, sys
note = os.open(os.environ["AUDIT_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def hook(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(note, f"{event} {args[-1] if event == 'socket.connect' else ''}\\n".encode())
    elif event == "import":
        os.write(note, f"import {args[0]}\\n".encode())
sys.addaudithook(hook)
"""


@dataclass(frozen=True, slots=True)
class Raw:
    """A worker process and this end of its connection."""

    process: "subprocess.Popen[bytes]"
    connection: "Connection[bytes, bytes]"
    address: str
    stdout_file: Path
    audit_file: Path

    def say(self, request: Request, samples: Samples | None = None) -> None:
        self.connection.send_bytes(encode(request, samples))

    def hear(self) -> Reply:
        return decode_reply(self.connection.recv_bytes())

    def answer(self) -> Reply:
        """The next reply that isn't about progress."""
        while isinstance(reply := self.hear(), Loading):
            pass
        return reply


def start(folder: Path) -> Raw:
    (folder / "sitecustomize.py").write_text(AUDIT)
    key = b"0123456789abcdef"
    stdout_file, audit_file = folder / "stdout", folder / "audit"
    with Listener(authkey=key) as listener, stdout_file.open("wb") as stdout, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{folder}:{Path(__file__).parents[2]}")
        patch.setenv("AUDIT_FILE", str(audit_file))
        patch.delenv("HF_HUB_OFFLINE")  # the process itself must see to that
        process = subprocess.Popen(
            [*worker_command(), str(listener.address)], stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.DEVNULL
        )
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(key.hex().encode() + b"\n")
        return Raw(process, listener.accept(), str(listener.address), stdout_file, audit_file)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Generator[Raw]:
    raw = start(tmp_path_factory.mktemp("raw"))
    with raw.connection:
        try:
            raw.say(Load(str(tiny), "cpu", "auto"))
            assert isinstance(raw.answer(), Ready)
            yield raw
        finally:
            raw.process.kill()
            raw.process.wait()


def test_ping(raw: Raw) -> None:
    raw.say(Ping(42))
    assert raw.hear() == Pong(42)


def test_a_recording(raw: Raw, speech: Samples) -> None:
    raw.say(Transcribe(1, speech.size), speech)
    heard = raw.hear()
    assert isinstance(heard, Heard)
    assert heard.request == 1
    assert heard.text
    assert heard.flags == ()


def test_terms_are_told(raw: Raw, speech: Samples) -> None:
    context = "Technical terms: laptop, meeting"
    raw.say(Preview((1, 0), speech.size, 2.0, Moment.SETTLED, context), speech)
    assert isinstance(raw.hear(), Drafted)
    for batch in (False, True):
        raw.say(Transcribe(1, speech.size, 2.0, batch=batch, context=context), speech)
        heard = raw.hear()
        assert isinstance(heard, Heard)
        assert heard.text


def test_stopped_requests_are_answered_and_cost_nothing(raw: Raw, speech: Samples) -> None:
    raw.say(Transcribe(1, 480_000), noise(30))
    raw.say(Transcribe(2, speech.size), speech)
    raw.say(Stop(2))
    raw.say(Stop(1))
    raw.say(Stop(77))
    assert [raw.hear(), raw.hear()] == [Stopped(1), Stopped(2)]


def test_a_look_is_in_nobodys_way(raw: Raw, speech: Samples) -> None:
    for request in (Wake(), Forget()):
        raw.say(request)
    raw.say(Transcribe(1, speech.size), speech)
    raw.say(Preview((1, 0), 480_000, 30.0, Moment.SETTLED), noise(30))  # something waits behind it: it isn't begun
    raw.say(Transcribe(2, speech.size), speech)
    replies = [raw.hear() for _ in range(3)]
    assert replies[1] == Drafted((1, 0))
    first, second = replies[0], replies[2]
    assert isinstance(first, Heard)
    assert isinstance(second, Heard)
    assert (first.text, first.ahead_s, second.ahead_s) == (second.text, 0.0, 0.0)


def test_a_look_is_the_answer_when_nothing_more_is_said(raw: Raw, speech: Samples) -> None:
    raw.say(Preview((1, 0), speech.size, 1.0, Moment.SETTLED), speech)
    drafted = raw.hear()
    raw.say(Transcribe(1, speech.size, None, (1, 0)), speech)
    heard = raw.hear()
    assert isinstance(heard, Heard)
    assert drafted == Drafted((1, 0), heard.text)
    assert heard.ahead_s > 0


def test_a_look_that_finds_what_is_asked_for_is_not_begun_again(raw: Raw, speech: Samples) -> None:
    raw.say(Preview((1, 0), speech.size, 1.0, Moment.SETTLED), speech)
    raw.say(Transcribe(1, speech.size, None, (1, 0)), speech)
    drafted, heard = raw.hear(), raw.hear()
    assert isinstance(heard, Heard)
    assert drafted == Drafted((1, 0), heard.text), "it went on to its end"


def test_nobody_waits_for_a_look_when_its_segment_is_not_wanted_any_more(raw: Raw, speech: Samples) -> None:
    long = np.tile(speech, 15)
    raw.say(Preview((1, 0), long.size, 20.0, Moment.SETTLED), long)
    raw.say(Transcribe(1, long.size, None, (1, 0)), long)
    raw.say(Stop(1))
    assert {raw.hear(), raw.hear()} <= {Drafted((1, 0)), Stopped(1)}


def test_what_can_not_be_looked_at_is_dropped(raw: Raw, speech: Samples) -> None:
    raw.say(Preview((1, 0), 16_000 * 31, 1.0, Moment.PAUSE), noise(31))
    assert raw.hear() == Drafted((1, 0))
    raw.say(Transcribe(1, speech.size, None, (1, 0)), speech)
    assert isinstance(raw.hear(), Heard)


def test_what_can_wait_is_answered_together_and_after_who_cant(raw: Raw, tiny: Path, speech: Samples) -> None:
    raw.say(Transcribe(1, speech.size), speech)
    alone = raw.hear()
    assert isinstance(alone, Heard)
    raw.say(Load(str(tiny), "cpu", "auto"))  # so that all of them are there before the first is begun
    sent = {n: speech[: speech.size - 160 * (n % 2)] for n in range(10, 16)}
    for n, samples in sent.items():
        raw.say(Transcribe(n, samples.size, batch=True), samples)
    raw.say(Stop(13))
    raw.say(Transcribe(16, 16_000, 0.0, batch=True), noise(1))
    raw.say(Transcribe(2, speech.size), speech)
    assert isinstance(raw.answer(), Ready)
    replies = [raw.hear() for _ in range(8)]
    texts = {reply.request: reply.text for reply in replies if isinstance(reply, Heard)}
    asked = [number for number in texts if number != 16]  # nothing was said in that one: the model wasn't asked
    assert asked[0] == 2
    assert set(asked[1:]) == {10, 11, 12, 14, 15}
    assert [texts[number] for number in (2, 10, 12, 14, 16)] == [alone.text] * 4 + [""]
    assert Stopped(13) in replies


def test_what_the_client_would_never_send(raw: Raw, speech: Samples) -> None:
    raw.say(Transcribe(1, 16_000 * 31), noise(31))
    refused = raw.hear()
    assert isinstance(refused, Refused)
    raw.say(Transcribe(2, 10), noise(10 / 16_000))
    silent = raw.hear()
    assert isinstance(silent, Heard)
    assert silent.flags == (TranscriptFlag.NO_SPEECH,)
    raw.say(Transcribe(3, speech.size), speech)
    assert isinstance(raw.hear(), Heard)


def test_models_that_pass_the_check_but_dont_load(raw: Raw, tiny: Path, tmp_path: Path) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    config = folder / "config.json"
    config.write_text(config.read_text().replace('"num_mel_bins": 80', '"num_mel_bins": 81'))
    raw.say(Load(str(folder), "cpu", "auto"))
    failed = raw.answer()
    assert isinstance(failed, LoadFailed)
    assert "can't be loaded" in failed.message
    raw.say(Load(str(tiny), "tpu", "auto"))
    assert raw.answer() == LoadFailed("There is no device 'tpu'", "Choose auto, cuda or cpu")


def test_it_is_silent_and_opens_no_network(raw: Raw) -> None:
    noted = raw.audit_file.read_text().splitlines()
    # The one call is to this process, and its address a path.
    (call,) = (line for line in noted if line.startswith("socket."))
    assert call == f"socket.connect {raw.address}"
    assert Path(raw.address).is_absolute()
    assert raw.stdout_file.read_bytes() == b""


def test_it_imports_what_it_needs_and_no_more(raw: Raw) -> None:
    imported = {line.removeprefix("import ").split(".")[0] for line in raw.audit_file.read_text().splitlines()}
    assert "torch" in imported
    assert imported.isdisjoint(
        {"qwen_asr", "transformers", "PySide6", "sounddevice", "gradio", "flask", "nagisa", "soynlp", "matplotlib"}
    )


@pytest.mark.parametrize(("frame", "code"), [(b"nonsense", 3), (encode(Shutdown()), 0), (None, 0)])
def test_how_it_ends(tmp_path: Path, frame: bytes | None, code: int) -> None:
    raw = start(tmp_path)
    with raw.connection:
        if frame is not None:
            raw.connection.send_bytes(frame)
            assert raw.process.wait(30) == code
    # Without a word, the end of the connection is the end of the parent.
    assert raw.process.wait(30) == code
    assert raw.stdout_file.read_bytes() == b""
