"""The clipboard history CopyQ, which fetches every text at once and remembers it."""

import subprocess

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until


class CopyQ:
    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        self._process = desktop.start("copyq", name="copyq")
        wait_until(self._answers, 30.0, "CopyQ to start")

    def remembers(self, text: str) -> bool:
        return text in self.history()

    def history(self) -> list[str]:
        """The texts it remembers, the newest first."""
        count = int(self._desktop.run("copyq", "size"))
        return [self._desktop.run("copyq", "read", str(row)).decode(errors="replace") for row in range(count)]

    def close(self) -> None:
        self._desktop.processes.end(self._process)

    def _answers(self) -> bool:
        try:
            return self._desktop.run("copyq", "size").strip().isdigit()
        except subprocess.CalledProcessError:  # not up yet
            return False
