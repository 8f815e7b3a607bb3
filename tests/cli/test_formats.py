"""Text, JSON and subtitles."""

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.cli.formats import FileTranscript, Format, Passage, render, srt_time


def transcript(*passages: Passage) -> FileTranscript:
    return FileTranscript("talk.wav", 61.5, " ".join(p.text for p in passages), passages)


def test_text_is_one_line() -> None:
    assert render(transcript(Passage(0, 2, "मेरा favourite"), Passage(2, 4, "festival")), Format.TEXT) == (
        "मेरा favourite festival\n"
    )


def test_json_is_one_line_that_people_can_read_too() -> None:
    line = render(transcript(Passage(0, 2.00049, "हाँ")), Format.JSON)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert "हाँ" in line
    assert json.loads(line) == {
        "file": "talk.wav",
        "duration": 61.5,
        "text": "हाँ",
        "segments": [{"start": 0, "end": 2.0, "text": "हाँ"}],
    }


@pytest.mark.parametrize(
    ("time_s", "written"),
    [
        (0.0, "00:00:00,000"),
        (0.9994, "00:00:00,999"),
        (0.9996, "00:00:01,000"),
        (59.9999, "00:01:00,000"),
        (3661.5, "01:01:01,500"),
        (360_000.0, "100:00:00,000"),
    ],
)
def test_srt_times(time_s: float, written: str) -> None:
    assert srt_time(time_s) == written


def test_srt_numbers_the_cues_that_say_something() -> None:
    passages = Passage(0, 2, "one"), Passage(2, 4, " "), Passage(4, 6.25, "two")
    assert render(transcript(*passages), Format.SRT) == (
        "1\n00:00:00,000 --> 00:00:02,000\none\n\n2\n00:00:04,000 --> 00:00:06,250\ntwo\n\n"
    )


def test_srt_of_silence_is_empty() -> None:
    assert render(transcript(Passage(0, 2, "")), Format.SRT) == ""


TIME = r"(\d\d+):(\d\d):(\d\d),(\d{3})"
CUE = re.compile(rf"(\d+)\n{TIME} --> {TIME}\n(?:.+\n)+\n")


def milliseconds(parts: Sequence[str]) -> int:
    h, m, s, ms = (int(part) for part in parts)
    return ((h * 60 + m) * 60 + s) * 1000 + ms


@given(st.lists(st.tuples(st.floats(1, 30), st.floats(0, 1, allow_subnormal=False), st.text(max_size=40)), max_size=20))
def test_srt_is_valid_and_its_cues_never_overlap(pieces: list[tuple[float, float, str]]) -> None:
    passages: list[Passage] = []
    at_s = 0.0
    for length_s, overlap_s, text in pieces:
        start_s = max(0.0, at_s - overlap_s) if passages else 0.0
        at_s = start_s + length_s
        passages.append(Passage(start_s, at_s, text))
    rest = render(transcript(*passages), Format.SRT)
    number, last_end_ms = 0, 0
    while rest:
        cue = CUE.match(rest)
        assert cue, rest
        number += 1
        assert int(cue[1]) == number
        start_ms, end_ms = milliseconds(cue.groups()[1:5]), milliseconds(cue.groups()[5:9])
        assert last_end_ms <= start_ms <= end_ms
        last_end_ms = end_ms
        rest = rest[cue.end() :]
