"""Whether Windows lets our keys through to a window: pure."""

from typing import Final

# What a window shows that stands for programs with a process of their own, as those of the Store do.
FRAME_HOST: Final = "applicationframehost"


def is_out_of_reach(their_level: int | None, our_level: int | None) -> bool:
    """By the integrity levels of both processes; None: Windows doesn't let us ask."""
    if our_level is None:
        return False
    # It refuses to tell about those above us, and about a few of its own processes, which show no windows.
    return their_level is None or their_level > our_level
