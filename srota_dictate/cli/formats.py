"""Write the transcript of a file as plain text, JSON or SRT subtitles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import assert_never


class Format(Enum):
    TEXT = "text"
    JSON = "json"
    SRT = "srt"


@dataclass(frozen=True, slots=True)
class Passage:
    """What was said in one stretch of a file."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class FileTranscript:
    """Everything heard in one file; `text` is its passages joined."""

    file: str
    duration_s: float
    text: str
    passages: tuple[Passage, ...]


def render(transcript: FileTranscript, fmt: Format) -> str:
    """One file's transcript, ending with a newline; subtitles without a word are empty.

    Several files' texts, or JSON documents of one line each, can be written one after another. Subtitles can't: their
    clock starts anew with each file.
    """
    match fmt:
        case Format.TEXT:
            return f"{transcript.text}\n"
        case Format.JSON:
            return json.dumps(_as_document(transcript), ensure_ascii=False) + "\n"
        case Format.SRT:
            return _as_subtitles(transcript.passages)
        case _:
            assert_never(fmt)


def _as_document(transcript: FileTranscript) -> dict[str, object]:
    """Times are in seconds from the start of the file."""
    return {
        "file": transcript.file,
        "duration": round(transcript.duration_s, 3),
        "text": transcript.text,
        "segments": [
            {"start": round(p.start_s, 3), "end": round(p.end_s, 3), "text": p.text} for p in transcript.passages
        ],
    }


def _as_subtitles(passages: Sequence[Passage]) -> str:
    """SubRip: a number from 1, the times, the text, an empty line. Stretches without words are left out.

    The times of cues may not overlap, but a segment cut in running speech starts before the one ahead of it ends:
    such a cue ends where the next begins.
    """
    spoken = [p for p in passages if p.text.strip()]
    cues: list[str] = []
    for number, passage in enumerate(spoken, start=1):
        end_s = min(passage.end_s, spoken[number].start_s) if number < len(spoken) else passage.end_s
        # An empty line would end the cue early.
        lines = "\n".join(line for line in passage.text.splitlines() if line.strip())
        cues.append(f"{number}\n{srt_time(passage.start_s)} --> {srt_time(end_s)}\n{lines}\n\n")
    return "".join(cues)


def srt_time(time_s: float) -> str:
    """Hours, minutes, seconds and milliseconds as SubRip wants them, e.g. `01:02:03,004`."""
    total_ms = round(time_s * 1000)
    seconds, ms = divmod(total_ms, 1000)
    minutes, s = divmod(seconds, 60)
    hours, m = divmod(minutes, 60)
    return f"{hours:02}:{m:02}:{s:02},{ms:03}"
