"""The command's outer shape: quick help, exit codes, failures as one line."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from srota_dictate import __version__
from srota_dictate.cli.failures import FriendlyGroup
from srota_dictate.errors import UserFixableError
from tests.cli.command import ROOT, environment, run
from tests.desktop.process import wait_until

HEAVY = ("torch", "transformers", "qwen_asr", "PySide6", "sounddevice", "onnxruntime", "numpy", "pydantic", "rich")
SUBCOMMANDS = (
    ["transcribe"],
    ["segment"],
    ["text"],
    ["bench"],
    ["bench", "vad"],
    ["bench", "segment"],
    ["bench", "text"],
    ["models"],
    ["models", "download"],
    ["doctor"],
    ["lab"],
    ["lab", "build-tiny"],
)


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom srota_dictate.cli.main import main\n"
        "try:\n    sys.argv[1:] = ['--help']; main()\n"
        "finally:\n    print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=True
    )
    told, _, loaded = done.stdout.partition("LOADED")
    assert "transcribe" in told
    assert set(loaded.split()).isdisjoint(HEAVY)


def test_help_takes_less_than_half_a_second_of_processor_time(tmp_path: Path) -> None:
    def cpu_s() -> float:
        command = [sys.executable, "-m", "srota_dictate", "--help"]
        process = subprocess.Popen(command, env=environment(tmp_path), cwd=ROOT, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return used.ru_utime

    # The quickest of three: a busy machine makes processors slower, never faster.
    assert min(cpu_s() for _ in range(3)) < 0.5


@pytest.mark.parametrize("words", SUBCOMMANDS, ids=" ".join)
def test_every_subcommand_has_help(words: list[str], tmp_path: Path) -> None:
    done = run(*words, "--help", home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage:")


def test_version(tmp_path: Path) -> None:
    assert run("--version", home=tmp_path).stdout == f"srota-dictate {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["transcribe"],
        ["transcribe", "--format", "pdf", "talk.wav"],
        ["transcribe", "--device", "abacus", "talk.wav"],
        ["transcribe", "--format", "srt", "one.wav", "two.wav"],
        ["models", "download"],
        ["--no-such-option"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_with_exit_code_2(words: list[str], tmp_path: Path) -> None:
    done = run(*words, home=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def make_app(body: Callable[[], None]) -> typer.Typer:
    app = typer.Typer(cls=FriendlyGroup, pretty_exceptions_enable=False, rich_markup_mode=None)

    @app.callback()
    def start(debug: bool = False) -> None: ...

    app.command("work")(body)
    return app


def raiser(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UserFixableError("It is dark", "Switch the light on"), 1, "It is dark. Switch the light on.\n"),
        (KeyboardInterrupt(), 130, ""),
        (
            ValueError("two\nlines"),
            1,
            "srota-dictate made a mistake of its own (ValueError: two). "
            "Run the same again with --debug before the subcommand and report what it shows.\n",
        ),
        (typer.Exit(3), 3, ""),
    ],
    ids=lambda value: type(value).__name__,
)
def test_failures_become_a_line_and_an_exit_code(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        make_app(raiser(error))(["work"])
    assert ended.value.code == code
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize("error", [UserFixableError("It is dark", "Switch the light on"), ValueError("bad")])
def test_debug_lets_the_traceback_through(error: Exception) -> None:
    with pytest.raises(type(error)):
        make_app(raiser(error))(["--debug", "work"])


def test_success_ends_with_0() -> None:
    with pytest.raises(SystemExit) as ended:
        make_app(lambda: None)(["work"])
    assert ended.value.code == 0


def test_a_reader_that_leaves_early_ends_it_quietly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "srota_dictate", "models"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment(tmp_path), cwd=ROOT, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stderr:
        assert stderr.read() == b""
    assert process.wait() == 141


def test_words_come_as_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    done = run("transcribe", "नहीं.wav", home=tmp_path, extra_env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.returncode == 1
    assert "नहीं.wav" in done.stderr


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    marker = tmp_path / "at work"
    # Nothing is imported behind the mark: Ctrl+C in the import system's own callbacks is ignored by Python.
    (tmp_path / "soundfile.py").write_text(f"import time\nopen({str(marker)!r}, 'w').close()\ntime.sleep(60)")
    # A shell starts what runs behind it deaf to Ctrl+C, and that is inherited.
    hearing = ["env", "--default-signal=INT"]
    command = [*hearing, sys.executable, "-m", "srota_dictate", "transcribe", "talk.wav"]
    env = environment(tmp_path, {"PYTHONPATH": str(tmp_path)})
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=pipe, stderr=pipe, start_new_session=True)
    wait_until(marker.exists, 30.0, "the command at work")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 130
