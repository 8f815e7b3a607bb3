"""Whether the Windows hook still sees the keyboard, and whether a key it swallowed can still be down: pure.

Windows drops a hook that was slow once and tells nobody. A swallowed key never gets into the state that
GetAsyncKeyState reads, so that state says nothing about it; only its own repetitions do, and the release.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# Windows' longest delay before a held key repeats is 1 s; later ones follow within half a second.
_REPEATS_WITHIN_S: Final = 1.5
# Input of the very moment may be on its way to the hook.
_MARGIN_MS: Final = 500
_TICKS: Final = 1 << 32  # GetTickCount starts again after 49 days


@dataclass(slots=True)
class HookEvidence:
    """What was seen when; in the milliseconds since the start of Windows that hooks and GetLastInputInfo tell."""

    renewed_s: float = -1.0  # when the hook was last found deaf, on the caller's clock; negative: never
    _seen_ms: int = 0

    def note(self, at_ms: int) -> None:
        """The hook saw something, be it real or injected."""
        self._seen_ms = at_ms

    def is_deaf(self, last_input_ms: int) -> bool:
        """Whether there was input since that no hook saw; the mouse counts, too, so without a hook for it: perhaps."""
        ahead_ms = (last_input_ms - self._seen_ms) % _TICKS
        return _MARGIN_MS < ahead_ms < _TICKS // 2

    def renewed(self, now_s: float, last_input_ms: int) -> None:
        """The hook was installed again."""
        self.renewed_s = now_s
        self._seen_ms = last_input_ms

    def is_held(self, seen_s: float, now_s: float, *, programs_see_down: Callable[[], bool]) -> bool:
        """Whether a swallowed key can still be down that was last seen moving at `seen_s`."""
        if self.renewed_s < seen_s:
            return True  # no doubt about the hook since: it would have seen the release
        if programs_see_down():
            return True  # a repetition went past the deaf hook, and the release hasn't
        return now_s - self.renewed_s < _REPEATS_WITHIN_S
