"""Ask a probe: start its process, wait, and make an answer of whatever happens to it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from srota_dictate.cli.checks import Check

PROBE_TIMEOUT_S: Final = 90.0  # importing torch from a cold disk can take most of a minute


@dataclass(frozen=True, slots=True)
class ProbeRun:
    """A probe under way."""

    name: str
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, name: str) -> "ProbeRun":
        command = [sys.executable, "-m", "srota_dictate.cli.probes", name]
        pipe = subprocess.PIPE
        # The ALSA library and Qt write to stderr at will: kept for the case that the probe dies.
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, encoding="utf-8", errors="replace"
        )
        return cls(name, process)

    def finish(self, timeout_s: float = PROBE_TIMEOUT_S) -> Check:
        """The probe's answer. Its process has ended afterwards, also when waiting is interrupted."""
        try:
            stdout, stderr = self.process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            return Check(self.name, False, f"no answer after {timeout_s:.0f} s", hint=f"Try {self._by_hand()}")
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.communicate()
        try:
            return Check(**json.loads(stdout))
        except (json.JSONDecodeError, TypeError):
            last_words = (stderr.strip().splitlines() or [f"exit code {self.process.returncode}"])[-1]
            return Check(self.name, False, f"the check itself failed ({last_words})", hint=f"Try {self._by_hand()}")

    def _by_hand(self) -> str:
        return f"`{sys.executable} -m srota_dictate.cli.probes {self.name}` to see why"
