"""`srota-dictate transcribe` with the real tiny model, and what it says about bad files and bad models."""

import json
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
import soundfile  # pyright: ignore[reportMissingTypeStubs]
import typer

from srota_dictate.assets import asset
from srota_dictate.cli import pipeline, transcribe
from srota_dictate.cli.formats import FileTranscript, Format, Passage
from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.options import RecognizerOptions
from srota_dictate.segmenter.joiner import SegmentText, join_segments
from srota_dictate.types import MAX_SEGMENT_S, SAMPLE_RATE_HZ, CutKind
from tests.cli.command import ROOT, environment, run
from tests.desktop.speech import spoken, spoken_with_pauses, write_wav

TINY = asset("models/tiny")
LOADING_TIMEOUT_S = 300.0  # takes twenty; a machine may be busy with other things
SHORT = "मेरा favourite festival Diwali है"
LONG = [SHORT, "कल सुबह office meeting है"] * 6

# What Qwen3ASRModel.transcribe makes of a file's samples, without any of our recogniser.
REFERENCE = """
import sys, pathlib, soundfile
from srota_dictate.lab.tiny.qwen import load
samples, rate_hz = soundfile.read(sys.argv[2], dtype="float32")
print(load(pathlib.Path(sys.argv[1])).transcribe(audio=(samples, rate_hz), language=None)[0].text)
"""


@dataclass(frozen=True, slots=True)
class RealRun:
    """One run over good and bad files, and the model's own answer for the short one."""

    done: subprocess.CompletedProcess[str]
    documents: list[dict[str, object]]
    reference: str
    folder: Path


@pytest.fixture(scope="module")
def real_run(tmp_path_factory: pytest.TempPathFactory) -> RealRun:
    folder = tmp_path_factory.mktemp("transcribe")
    write_wav(folder / "short.wav", spoken(SHORT))
    write_wav(folder / "long.wav", spoken_with_pauses(LONG, pause_s=0.7))
    stereo = spoken(SHORT)[::2, None].repeat(2, axis=1)
    soundfile.write(str(folder / "stereo 8k.flac"), stereo, 8000)  # pyright: ignore[reportUnknownMemberType]
    (folder / "notes.wav").write_text("milk, bread")
    (folder / "empty.wav").touch()
    # One thread each: on a busy machine more of them wait for one another.
    one_thread = {"OMP_NUM_THREADS": "1"}
    reference = subprocess.Popen(
        [sys.executable, "-c", REFERENCE, str(TINY), str(folder / "short.wav")],
        cwd=ROOT,
        env=environment(folder, one_thread),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    names = ("short.wav", "notes.wav", "long.wav", "empty.wav", "missing.wav", "stereo 8k.flac")
    words = ("transcribe", "--model", "tiny", "--format", "json", *(str(folder / name) for name in names))
    done = run(*words, home=folder, extra_env=one_thread, timeout_s=LOADING_TIMEOUT_S)
    said = reference.communicate(timeout=LOADING_TIMEOUT_S)[0]
    assert reference.returncode == 0
    return RealRun(done, [json.loads(line) for line in done.stdout.splitlines()], said.splitlines()[-1], folder)


pytestmark = [pytest.mark.timeout(2 * LOADING_TIMEOUT_S + 60)]


def test_good_files_are_written_and_bad_ones_named(real_run: RealRun) -> None:
    assert real_run.done.returncode == 1
    assert [Path(str(d["file"])).name for d in real_run.documents] == ["short.wav", "long.wav", "stereo 8k.flac"]
    lines = real_run.done.stderr.splitlines()
    assert len(lines) == 3, real_run.done.stderr
    for line, name, trouble in zip(
        lines,
        ("notes.wav", "empty.wav", "missing.wav"),
        ("is not a sound file", "is empty", "There is no file"),
        strict=True,
    ):
        assert name in line
        assert trouble in line


def test_a_short_file_has_the_models_own_text(real_run: RealRun) -> None:
    assert real_run.documents[0]["text"] == real_run.reference
    assert real_run.reference


def test_a_long_file_is_the_join_of_its_segments(real_run: RealRun) -> None:
    document = real_run.documents[1]
    segments = cast("list[dict[str, object]]", document["segments"])
    assert len(segments) > 1
    texts = [str(segment["text"]) for segment in segments]
    assert document["text"] == join_segments([SegmentText(text, CutKind.PAUSE) for text in texts])
    for segment in segments:
        assert 0 < cast("float", segment["end"]) - cast("float", segment["start"]) <= MAX_SEGMENT_S
    assert document["duration"] == pytest.approx(spoken_with_pauses(LONG, 0.7).size / SAMPLE_RATE_HZ, abs=0.001)


def test_stereo_at_8_khz_is_heard(real_run: RealRun) -> None:
    assert real_run.documents[2]["text"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("gone", "doesn't exist"), ("cut", "damaged or only partly downloaded"), ("other", "not Qwen3-ASR")],
)
def test_a_bad_model_folder_is_told_in_one_line(name: str, told: str, tmp_path: Path) -> None:
    file = write_wav(tmp_path / "a.wav", spoken(SHORT))
    shutil.copytree(TINY, tmp_path / "cut")
    weights = tmp_path / "cut/model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    shutil.copytree(TINY, tmp_path / "other")
    (tmp_path / "other/config.json").write_text('{"model_type": "whisper"}')
    done = run("transcribe", "--model", str(tmp_path / name), str(file), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert told in line


def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "a.wav", spoken(SHORT))
    done = run("transcribe", str(file), home=tmp_path)
    assert done.returncode == 1
    assert "srota-dictate models download srota" in done.stderr


def test_output_into_no_folder_is_told_before_any_work(tmp_path: Path) -> None:
    done = run("transcribe", "a.wav", "--output", str(tmp_path / "no/such.txt"), home=tmp_path)
    assert done.returncode == 1
    assert "There is no folder" in done.stderr


class FakePipeline:
    """Hears its file's name; a file called bad.wav can't be recognised."""

    def transcribe(self, file: Path, report: object, warn: object) -> FileTranscript:
        if file.name == "bad.wav":
            raise UserFixableError("There is not enough memory", "Close other programs")
        return FileTranscript(str(file), 2.0, file.stem, (Passage(0.0, 2.0, file.stem),))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    @contextmanager
    def open_pipeline(*_: object) -> Generator[FakePipeline]:
        yield FakePipeline()

    monkeypatch.setattr(pipeline, "open_pipeline", open_pipeline)
    for name in ("नमस्ते.wav", "bad.wav", "two.wav"):
        write_wav(tmp_path / name, spoken(SHORT))
    return tmp_path


def test_text_is_all_there_is_on_stdout(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        transcribe.transcribe([files / "नमस्ते.wav", files / "bad.wav", files / "two.wav"])
    assert ended.value.exit_code == 1
    told = capsys.readouterr()
    assert told.out == "नमस्ते\ntwo\n"
    assert told.err == "There is not enough memory. Close other programs.\n"


def test_output_goes_to_the_file_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcribe.transcribe([files / "नमस्ते.wav"], fmt=Format.SRT, output=files / "out.srt")
    assert (files / "out.srt").read_text(encoding="utf-8") == "1\n00:00:00,000 --> 00:00:02,000\nनमस्ते\n\n"
    assert capsys.readouterr() == ("", "")


def test_output_that_cannot_be_written_is_told(files: Path) -> None:
    with pytest.raises(UserFixableError, match="can't be written"):
        transcribe.transcribe([files / "two.wav"], output=files)


def test_what_is_asked_for_goes_before_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[RecognizerOptions] = []

    class Stopped(Exception):
        pass

    def open_recognizer(options: RecognizerOptions, _on_status: object) -> None:
        asked.append(options)
        raise Stopped

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(pipeline, "open_recognizer", open_recognizer)
    file = write_wav(tmp_path / "a.wav", spoken(SHORT))
    with pytest.raises(Stopped):
        transcribe.transcribe(
            [file], precision=transcribe.Precision.INT8, attention=transcribe.Attention.WINDOWED, model="tiny"
        )
    assert asked == [RecognizerOptions(model="tiny", precision="int8", attention="windowed")]
