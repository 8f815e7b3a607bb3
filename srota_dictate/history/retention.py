"""When a recording may be deleted: pure, so that every clock can be tried."""

from dataclasses import dataclass
from typing import Final

from srota_dictate.takes import TakeState

_UNDELIVERED_KEPT_H: Final = 24  # at least so long after it was offered, even where delivered ones go at once


@dataclass(frozen=True, slots=True)
class Ages:
    """How old a take is by the different clocks there are, in seconds; negative when a clock was set back."""

    since_change_s: float  # by the time in its row
    since_sound_s: float | None = None  # by its file; None without a file
    since_offer_s: float | None = None  # None: never offered
    this_run_s: float | None = None  # by a clock nobody can set, for takes that were finished in this run


def may_go(state: TakeState, ages: Ages, keep_hours: int | None, *, in_use: bool) -> bool:
    """Whether the clock allows to delete a take. `keep_hours` None keeps everything for ever, 0 nothing.

    The youngest age counts: a clock that jumps makes a take too young at worst, never too old. `in_use` says that
    its run is alive and hasn't finished it.
    """
    if keep_hours is None or in_use:
        return False
    finished = state in (TakeState.DELIVERED, TakeState.UNCONFIRMED, TakeState.DISCARDED)
    if finished and keep_hours == 0:
        return True
    if not finished and ages.since_offer_s is None:
        return False
    known = (ages.since_change_s, ages.since_sound_s, ages.since_offer_s, ages.this_run_s)
    youngest_s = min(age for age in known if age is not None)
    kept_h = keep_hours if finished else max(keep_hours, _UNDELIVERED_KEPT_H)
    return youngest_s > kept_h * 3600
