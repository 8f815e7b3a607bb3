"""Frames survive the way there and back, and nothing else is taken for one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.recognizer.protocol import (
    VERSION,
    Drafted,
    Forget,
    Heard,
    Load,
    LoadFailed,
    Loading,
    Ping,
    Pong,
    Preview,
    ProtocolError,
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
    decode_request,
    encode,
)
from srota_dictate.types import Moment, TranscriptFlag
from tests.recognizer.support import noise


@pytest.mark.parametrize(
    "request_", [Load("/tmp/नमस्ते", "auto", "bf16"), Stop(7), Ping(1), Forget(), Wake(), Shutdown()], ids=repr
)
def test_requests(request_: Request) -> None:
    assert decode_request(encode(request_)) == (request_, None)


@pytest.mark.parametrize(
    "reply",
    [
        Loading("importing PyTorch", 0.05),
        Ready("cuda", "bf16", "found"),
        LoadFailed("No", "Yes"),
        Heard(3, "मेरा report", 12, 0.5, (TranscriptFlag.TRUNCATED, TranscriptFlag.REPETITIVE)),
        Heard(3, "मेरा report", 12, 0.5, ahead_s=1.5),
        Drafted((1, 0), "मेरा"),
        Stopped(3),
        Refused(3, "No", "Yes"),
        Pong(1),
    ],
    ids=repr,
)
def test_replies(reply: Reply) -> None:
    assert decode_reply(encode(reply)) == reply


def test_a_look_arrives_bit_for_bit() -> None:
    samples = noise(0.5)
    for message in (Preview((3, 1), samples.size, 0.4, Moment.SETTLED), Transcribe(1, samples.size, 0.4, (3, 1))):
        request, arrived = decode_request(encode(message, samples))
        assert request == message
        assert arrived is not None
        np.testing.assert_array_equal(arrived, samples)


def test_what_was_drafted_is_not_in_a_log() -> None:
    assert "मेरा" not in repr(Drafted((1, 0), "मेरा"))


def test_audio_arrives_bit_for_bit() -> None:
    samples = noise(0.5)
    request, arrived = decode_request(encode(Transcribe(1, samples.size), samples))
    assert request == Transcribe(1, samples.size)
    assert arrived is not None
    assert arrived.dtype == np.float32
    assert arrived.flags.writeable
    assert np.array_equal(arrived, samples)


PING = encode(Ping(10))


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (b"", "too short"),
        (b"GET / HTTP/1.1\r\n", "no frame"),
        (PING[:4] + bytes([VERSION + 1]) + PING[5:], "version 2"),
        (PING[:-1], "announced"),
        (PING + b"x", "no audio"),
        (PING.replace(b"ping", b"pong"), "union_tag_invalid"),
        (PING.replace(b'"number":10', b'"number":[]'), "int_type"),
        (PING.replace(b'"number":10', b'"numbre":10'), "unexpected_keyword_argument|missing"),
        (PING.replace(b"{", b"<"), "json_invalid"),
        (encode(Transcribe(1, 3), np.zeros(4, np.float32)), "3 samples were announced"),
    ],
)
def test_nonsense_is_refused_with_a_reason(frame: bytes, why: str) -> None:
    with pytest.raises(ProtocolError, match=why):
        decode_request(frame)


def test_the_reason_never_quotes_a_text() -> None:
    frame = encode(Heard(1, "secret", 1, 0.1)).replace(b'"n_tokens":1', b'"n_tokens":-')
    with pytest.raises(ProtocolError) as caught:
        decode_reply(frame)
    assert "secret" not in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_an_error(frame: bytes) -> None:
    for decode in (decode_request, decode_reply):
        with pytest.raises(ProtocolError):
            decode(frame)
        with pytest.raises(ProtocolError):
            decode(PING[:9] + frame)
