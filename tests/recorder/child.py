"""A recorder in a process of its own, driven over pipes: PortAudio reads its environment only once, when it starts.

Commands on stdin, one a line: start N, stop N, resume N, cancel N, option NAME VALUE, microphones. Answers on stdout,
one JSON each. The microphone is not kept open unless asked for.
"""

import json
import sys
import threading
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from srota_dictate.audio import to_int16
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import (
    LengthReached,
    LevelMeasured,
    MicrophoneOpen,
    RecorderEvent,
    RecordingEnded,
    RecordingFailed,
    RecordingResumed,
    RecordingStarted,
    SegmentCut,
    SpeechPreview,
)

_lock = threading.Lock()


def say(kind: str, **facts: Any) -> None:
    with _lock:
        print(json.dumps({"kind": kind, **facts}), flush=True)


def report(event: RecorderEvent) -> None:
    match event:
        case LevelMeasured(take_id, rms_dbfs):
            say("level", take=take_id, rms_dbfs=rms_dbfs)
        case RecordingStarted(take_id, note):
            say("started", take=take_id, note=note)
        case RecordingResumed(take_id):
            say("resumed", take=take_id)
        case MicrophoneOpen(is_open):
            say("microphone", open=is_open)
        case SegmentCut(take_id, segment):
            crc = zlib.crc32(to_int16(segment.samples).astype("<i2").tobytes())
            when = {"start_s": segment.start_s, "end_s": segment.end_s, "speech_s": segment.speech_s}
            say("segment", take=take_id, crc=crc, overlap_s=segment.overlap_s, **when)
        case SpeechPreview(take_id, segment, moment):
            say("preview", take=take_id, index=segment.index, moment=moment.value)
        case LengthReached(take_id):
            say("long", take=take_id)
        case RecordingEnded():
            trouble = event.trouble.message if event.trouble else None
            path = str(event.audio_path)
            counts = {"n": event.n_segments, "audio_s": event.audio_s, "overflows": event.overflows}
            hints = [hint.message for hint in event.hints]
            say("ended", take=event.take_id, path=path, trouble=trouble, hints=hints, **counts)
        case RecordingFailed(take_id, error):
            say("failed", take=take_id, message=error.message, hint=error.hint)


def main(folder: Path) -> None:
    options = [RecorderOptions(warm=WarmMicrophone.NEVER)]
    segmenters = SegmenterFactory(SegmenterOptions())
    capture = Capture(report, lambda: options[0], segmenters, lambda take_id: folder / f"{take_id}.wav")
    say("ready")
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        match command:
            case "start":
                capture.start(int(rest))
            case "stop":
                capture.stop(int(rest))
            case "resume":
                capture.resume(int(rest))
            case "cancel":
                capture.cancel(int(rest))
            case "option":
                name, _, value = rest.partition(" ")
                options[0] = RecorderOptions.model_validate({**options[0].model_dump(), name: value})
                capture.options_changed()
            case _:
                say("microphones", devices=[asdict(device) for device in capture.microphones().result(10)])
    capture.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
