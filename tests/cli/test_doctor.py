"""The doctor: each answer for itself, and a visit to a very sick machine."""

import os
import signal
from pathlib import Path

import pytest

from srota_dictate.assets import asset
from srota_dictate.cli.checks import Check, check_folder, check_python, check_session, check_settings
from srota_dictate.cli.probing import ProbeRun
from srota_dictate.cli.wayland_checks import check_wayland_hotkeys, check_wayland_output
from srota_dictate.hotkey.options import HotkeyOptions
from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding
from tests.cli.command import run
from tests.desktop.display import VirtualDesktop
from tests.desktop.wayland import joined_session
from tests.recognizer.support import copy_of


@pytest.mark.parametrize(
    ("version", "ok"), [((3, 10, 9), False), ((3, 11, 0), True), ((3, 13, 9), True), ((3, 14, 0), False)]
)
def test_python(version: tuple[int, int, int], ok: bool) -> None:
    assert check_python(version, "/usr/bin/python3").ok is ok


@pytest.mark.parametrize(
    ("env", "platform", "ok", "needed", "told"),
    [
        ({"DISPLAY": ":0"}, "linux", True, True, "X11, display :0"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, "linux", True, True, "X11"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", True, True, "Wayland, of an unknown"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "KDE"}, "linux", True, True, "Wayland, KDE"),
        ({"DISPLAY": ""}, "linux", False, True, "WAYLAND_DISPLAY is set"),
        ({}, "darwin", False, False, "never run there"),
    ],
)
def test_session(env: dict[str, str], platform: str, ok: bool, needed: bool, told: str) -> None:
    check = check_session(env, platform)
    assert (check.ok, check.needed) == (ok, needed)
    assert told in check.detail
    assert check.ok or check.hint


def test_wayland_tells_which_way_keys_and_text_take_and_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with joined_session():
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", "sway")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        probes = [ProbeRun.start(name) for name in ("keys", "hotkeys", "tray")]
        output, hotkeys, tray = (probe.finish() for probe in probes)
    assert str(output).startswith("OK text into windows: pasted: text through the compositor's data-control protocol")
    assert "keys through the compositor's virtual-keyboard protocol, because" in output.detail
    assert hotkeys.ok
    assert "through shortcuts of sway, because" in hotkeys.detail
    assert "bindsym --release Control_R exec" in hotkeys.detail
    assert "nothing shows tray icons" in tray.detail


def test_wayland_where_text_reaches_no_window() -> None:
    check = check_wayland_output({"PATH": "/nonexistent", "XDG_RUNTIME_DIR": "/nonexistent"})
    assert (check.ok, check.needed) == (False, True)
    assert "wl-clipboard is not installed — Install it" in str(check)


def test_wayland_where_shortcuts_are_made_by_hand() -> None:
    check = check_wayland_hotkeys(HotkeyOptions(hold=("F9",)), {"PATH": "/nonexistent"})
    assert (check.ok, check.needed) == (False, False)
    assert "F9: " in check.hint
    assert check.hint.endswith(" toggle")


def test_settings_that_do_not_exist_are_fine(tmp_path: Path) -> None:
    assert check_settings(tmp_path / "settings.toml").ok


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"[recognizer\n", "could not be understood"), (b"\xff\xfe", "could not be understood"), (b"", "")],
)
def test_settings_are_looked_at_and_left_alone(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    check = check_settings(path)
    assert check.ok is not bool(told)
    assert told in check.detail
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_setting_without_sense_is_named(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[recognizer]\ndevice = "abacus"\n')
    check = check_settings(path)
    assert not check.ok
    assert "recognizer.device" in check.detail


def test_folders(tmp_path: Path) -> None:
    assert check_folder("data", tmp_path / "not/made/yet").ok
    (tmp_path / "mine").mkdir(mode=0o700)
    assert check_folder("data", tmp_path / "mine").ok
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    (tmp_path / "open/log").mkdir(mode=0o700)
    assert check_folder("data", tmp_path / "open").ok
    (tmp_path / "open/take.wav").touch(mode=0o644)
    check = check_folder("data", tmp_path / "open")
    assert (check.ok, check.needed) == (False, False)
    assert "chmod 700" in check.hint
    (tmp_path / "file").touch()
    assert not check_folder("data", tmp_path / "file/inside").ok


def test_answers_are_lines() -> None:
    assert str(Check("model", True, "tiny", hint="never shown")) == "OK model: tiny"
    assert str(Check("model", False, "none", hint="Download one")) == "!! model: none — Download one"


@pytest.fixture
def sick(tmp_path: Path) -> dict[str, str]:
    """An environment whose PyTorch, sound library and Qt are each broken in their own way."""
    stubs = tmp_path / "stubs"
    for name, code in (
        ("torch", "raise ImportError('libcudart.so.12: cannot open shared object file')"),
        ("sounddevice", "raise OSError('PortAudio library not found')"),
        ("PySide6", "import os; os.abort()"),
        ("onnxruntime", "raise ImportError('no onnxruntime')"),
    ):
        (stubs / name).mkdir(parents=True)
        (stubs / name / "__init__.py").write_text(code)
    return {"PYTHONPATH": str(stubs), "DISPLAY": ":987"}


def test_a_visit_to_a_sick_machine(sick: dict[str, str], tmp_path: Path) -> None:
    done = run("doctor", home=tmp_path, extra_env=sick)
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert all(line.startswith(("OK ", "!! ")) for line in lines)
    for told in (
        "!! key grabbing and sending: the X server cannot be reached",
        "!! tray: the check itself failed (exit code -6)",
        "!! microphone: The sound library PortAudio is missing",
        "!! speech detection: The lighter voice detector is used",
        "!! computing device: PyTorch cannot be loaded (libcudart.so.12: cannot open shared object file)",
        "!! model: The model Srota isn't downloaded yet",
        "OK settings: none saved yet",
        "OK recordings and log: ",
    ):
        assert any(line.startswith(told) for line in lines), f"{told!r} not in {done.stdout}"
    assert all(" — " in line for line in lines if line.startswith("!!"))


def settle_for(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of this process and of those it starts."""
    path = folder / "srota-dictate" / "settings.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))


def test_how_the_model_runs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle_for(tmp_path, '[recognizer]\nmodel = "tiny"\ndevice = "cpu"\nattention = "windowed"\n', monkeypatch)
    device, model = ProbeRun.start("device").finish(), ProbeRun.start("model").finish()
    assert device.ok, device
    assert device.detail.startswith("cpu, f32, windowed attention (")
    assert model.detail.endswith(", run by our own loop")

    folder = copy_of(asset("models/tiny"), tmp_path / "model")
    config = (folder / "config.json").read_text(encoding="utf-8")
    (folder / "config.json").write_text(config.replace('"attention_bias": false', '"attention_bias": true'))
    settle_for(tmp_path, f'[recognizer]\nmodel = "{folder}"\nprecision = "int8"\ndevice = "cpu"\n', monkeypatch)
    device, model = ProbeRun.start("device").finish(), ProbeRun.start("model").finish()
    assert device.detail.startswith("cpu, int8, full attention (")
    assert (
        "run by qwen-asr, slower and with full attention, because its configuration says attention_bias is True"
        in model.detail
    )


def test_a_probe_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "soundfile.py").write_text("")
    (tmp_path / "onnxruntime.py").write_text("import time; time.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    probe = ProbeRun.start("speech")
    check = probe.finish(timeout_s=0.5)
    assert not check.ok
    assert "no answer after" in check.detail
    assert probe.process.returncode == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.kill(probe.process.pid, 0)


def test_a_desktop_with_a_tray_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    with VirtualDesktop() as desktop:
        for name, value in desktop.env.items():
            monkeypatch.setenv(name, value)
        probes = [ProbeRun.start(name) for name in ("keys", "hotkeys", "tray")]
        checks = [probe.finish() for probe in probes]
    assert [check.ok for check in checks] == [True] * 3, checks
    assert "Right Ctrl (hold)" in checks[1].detail


def test_a_hotkey_that_another_program_has_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = tmp_path / "srota-dictate" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text('version = 2\n[hotkey]\nhold = ["F9"]\ntoggle = ["Mouse8"]\n')
    with VirtualDesktop() as desktop:
        for name, value in desktop.env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        other = X11Hotkey(lambda _event: None, display_name=desktop.name)
        other.bind((HotkeyBinding("F9", HotkeyAction.HOLD),))
        check = ProbeRun.start("hotkeys").finish()
        other.close()
    assert (check.ok, check.needed, check.detail) == (False, False, "Another program already uses F9")
    assert check.hint == "Choose another key in Settings"
