"""Run the command as a person does: in a process of its own, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """No display, no sound server, no settings and no models but those under `home`."""
    outside = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "PULSE_SERVER", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in outside}
    folders = {name: str(home / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "HF_HOME")}
    return {**kept, "HOME": str(home), **folders, "HF_HUB_OFFLINE": "1", **(extra or {})}


def run(
    *words: str, home: Path, extra_env: Mapping[str, str] | None = None, timeout_s: float = 120.0
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "srota_dictate", *words],
        cwd=ROOT,
        env=environment(home, extra_env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
    )
