"""A microphone made of nothing: a private PulseAudio whose only source hears what the test plays.

The caller's own sound server is never touched: the private one has its own folder, socket and cookie, and a program
sees it only when started with `VirtualMicrophone.env`. PortAudio and libpulse read these variables when they are
first used, so give them to a child process, or set them before the first `import sounddevice`.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from srota_dictate.audio import duration_s

SINK: Final = "testmic"  # what is played here is heard by SINK.monitor
_NEEDED_PROGRAMS: Final = ("pulseaudio", "pactl", "pacat", "paplay")
_PLAYER_LATENCY: Final = "--latency-msec=1000"  # a busy machine must not leave gaps in what is played
_HANG_S: Final = 10.0  # a sound server that has not done it by then hangs
_STOP_TIMEOUT_S: Final = 5.0
_PRIORITY: Final = 1  # the least of the real-time ones


class VirtualMicrophone:
    """Context manager for one private sound server; `.env` is for the programs that shall listen to it.

    PortAudio lists `default`, `pulse` and `spare` there; all three hear the same source, `spare` is a device
    to choose by name. Several can live side by side. Works as root and as an ordinary user.
    """

    def __init__(self, rate_hz: int = 48_000, channels: int = 2) -> None:
        self._rate_hz = rate_hz
        self._channels = channels
        # Not pytest's tmp_path: a socket's path may have at most 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="srota-mic-"))
        self._socket = self._folder / "native"
        self._server: subprocess.Popen[bytes] | None = None
        self._keep_alive: subprocess.Popen[bytes] | None = None
        self._players: list[subprocess.Popen[bytes]] = []
        self._sink_module = ""
        self._n_clips = 0
        self.env: dict[str, str] = self._make_env()

    @staticmethod
    def missing_programs() -> tuple[str, ...]:
        """What would have to be installed first; empty when the microphone can work here."""
        return tuple(name for name in _NEEDED_PROGRAMS if shutil.which(name) is None)

    def __enter__(self) -> "VirtualMicrophone":
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def full_env(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """`base` (this process's own environment by default) with the microphone's variables on top."""
        return {**(os.environ if base is None else base), **self.env}

    def play(
        self, sound: Path | str | NDArray[np.float32], wait: bool = True, rate_hz: int = 16_000
    ) -> subprocess.Popen[bytes]:
        """Say `sound` into the microphone: a sound file, or mono float32 samples of shape (n,) at `rate_hz`.

        With `wait` the call returns when the last sample has been played, and raises subprocess.TimeoutExpired when
        that takes too long; otherwise it returns at once.
        """
        if isinstance(sound, Path | str):
            length_s = duration_s(Path(sound))
            command = ["paplay", _PLAYER_LATENCY, str(sound)]
        else:
            length_s = sound.size / rate_hz
            self._n_clips += 1
            clip = self._folder / f"clip{self._n_clips}.f32"
            clip.write_bytes(np.ascontiguousarray(sound, dtype="<f4").tobytes())
            raw = ["--raw", "--format=float32le", f"--rate={rate_hz}", "--channels=1"]
            command = ["pacat", "--playback", _PLAYER_LATENCY, *raw, str(clip)]
        player = self._spawn(command)
        self._players.append(player)
        if wait:
            player.wait(length_s + _HANG_S)
        return player

    def mute(self, on: bool) -> None:
        """A muted source goes on sending blocks, of zeros."""
        self._pactl("set-source-mute", f"{SINK}.monitor", "1" if on else "0")

    def suspend(self, on: bool) -> None:
        """Put the microphone to sleep, as a machine's sleep does: it stays listed and sends nothing."""
        self._pactl("suspend-sink", SINK, "1" if on else "0")  # a monitor sleeps with its sink
        state = "SUSPENDED" if on else "RUNNING"
        self._wait_until(lambda: state in self._pactl("list", "short", "sinks"), f"the sink never was {state}")

    def kill_source(self) -> None:
        """Pull the plug: the source goes away while the sound server stays."""
        if self._sink_module:
            self._pactl("unload-module", self._sink_module)
            self._sink_module = ""

    def restore_source(self) -> None:
        """Plug the microphone in again after `kill_source`."""
        if self._sink_module:
            return
        if self._keep_alive is not None:
            _end(self._keep_alive)
        layout = f"rate={self._rate_hz} channels={self._channels}"
        self._sink_module = self._pactl("load-module", "module-null-sink", f"sink_name={SINK}", *layout.split())
        self._pactl("set-default-sink", SINK)
        self._pactl("set-default-source", f"{SINK}.monitor")
        # A null sink plays 2 s ahead until a player asks for less, and what is recorded comes that much late: let a
        # silent player ask while the sink sleeps, then wake it with its clock at now.
        self.suspend(True)
        silence = ["--raw", "--format=s16le", "--rate=48000", "--channels=1"]
        self._keep_alive = self._spawn(["pacat", "--playback", "--latency-msec=20", *silence, "/dev/zero"])
        self._wait_until(lambda: bool(self._pactl("list", "short", "sink-inputs")), "the silent player never came")
        self.suspend(False)

    def add_device(self, name: str, source: str | None = None) -> None:
        """One more name for the microphone, as if another one had been plugged in; found when looked for anew.

        With a `source` that doesn't exist it is listed all the same, but can't be opened.
        """
        with (self._folder / "asound.conf").open("a") as file:
            file.write(self._alsa_device(f"pcm.{name}", source))

    def remove_device(self, name: str) -> None:
        """Take a name away again, as if that microphone had been unplugged; missed when looked for anew."""
        path = self._folder / "asound.conf"
        kept = [line for line in path.read_text().splitlines(keepends=True) if not line.startswith(f"pcm.{name} ")]
        path.write_text("".join(kept))

    def kill_server(self) -> None:
        """The sound server dies at once, as in a crash."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._sink_module = ""  # the microphone went with it

    def restart_server(self) -> None:
        """A new sound server where the dead one was, with the microphone plugged in, as a desktop starts it again."""
        self._start_server()
        self.restore_source()

    def n_listeners(self) -> int:
        """How many programs are recording from the microphone now."""
        return len(self._pactl("list", "short", "source-outputs").splitlines())

    def close(self) -> None:
        """End this microphone's own processes, by their handles, and remove its folder."""
        for process in (*self._players, self._keep_alive, self._server):
            if process is not None:
                _end(process)
        self._players.clear()
        self._keep_alive = self._server = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_env(self) -> dict[str, str]:
        return {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_CLIENTCONFIG": str(self._folder / "client.conf"),
            "PULSE_COOKIE": str(self._folder / "cookie"),
            "PULSE_RUNTIME_PATH": str(self._folder / "run"),
            # Only our own file, without the system's: real cards then have no definition and PortAudio skips them.
            "ALSA_CONFIG_PATH": str(self._folder / "asound.conf"),
        }

    def _start(self) -> None:
        missing = self.missing_programs()
        if missing:
            raise RuntimeError(f"the virtual microphone needs {', '.join(missing)}")
        (self._folder / "run").mkdir(mode=0o700)
        (self._folder / "client.conf").write_text(f"autospawn = no\ndefault-server = unix:{self._socket}\n")
        names = ("pcm.default", "pcm.pulse", "pcm.spare", "ctl.default")
        (self._folder / "asound.conf").write_text("".join(map(self._alsa_device, names)))
        self._start_server()
        self.restore_source()

    def _start_server(self) -> None:
        script = self._folder / "server.pa"
        script.write_text(f"load-module module-native-protocol-unix auth-anonymous=1 socket={self._socket}\n")
        own_home = {
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder / "run"),
            "XDG_CONFIG_HOME": str(self._folder),
            "PULSE_STATE_PATH": str(self._folder / "run"),
        }
        log = (self._folder / "server.log").open("ab")
        with log:
            self._server = subprocess.Popen(
                ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"],
                env={**self.full_env(), **own_home},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        _never_starve(self._server)
        self._wait_until(lambda: self._try_pactl("info") is not None, "the sound server never answered")

    def _alsa_device(self, name: str, source: str | None = None) -> str:
        device = "" if source is None else f' device "{source}"'
        return f'{name} {{ type pulse server "unix:{self._socket}"{device} }}\n'

    def _wait_until(self, done: Callable[[], bool], complaint: str) -> None:
        deadline_s = time.monotonic() + _HANG_S
        while not done():
            dead = self._server is None or self._server.poll() is not None
            if dead or time.monotonic() > deadline_s:
                log = (self._folder / "server.log").read_text(errors="replace")
                raise RuntimeError(f"{complaint}; its log: {log}")
            time.sleep(0.02)

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=self.full_env(), stdin=quiet, stdout=quiet, stderr=quiet)
        _never_starve(process)
        return process

    def _try_pactl(self, *words: str) -> str | None:
        command = ["pactl", *words]
        result = subprocess.run(command, env=self.full_env(), capture_output=True, text=True, timeout=10, check=False)
        return result.stdout.strip() if result.returncode == 0 else None

    def _pactl(self, *words: str) -> str:
        answer = self._try_pactl(*words)
        if answer is None:
            raise RuntimeError(f"pactl {' '.join(words)} failed")
        return answer


def _never_starve(process: subprocess.Popen[bytes]) -> None:
    """A microphone of metal has no gaps on a busy machine: this one goes before all else, where that is allowed."""
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.sched_setscheduler(process.pid, os.SCHED_FIFO, os.sched_param(_PRIORITY))


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
