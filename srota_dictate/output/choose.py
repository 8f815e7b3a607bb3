"""Choose the output that works on this system and session."""

import logging
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from srota_dictate.errors import UserFixableError
from srota_dictate.output.options import OutputOptions

if TYPE_CHECKING:
    from srota_dictate.output.deliver import X11Output
    from srota_dictate.output.fallback import FallbackOutput

_log = logging.getLogger(__name__)


def make_output(
    options: OutputOptions, environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> "X11Output | FallbackOutput":
    """Where text goes; UserFixableError when this session offers no way to reach a window."""
    if not platform.startswith("linux"):
        from srota_dictate.output.fallback import FallbackOutput

        return FallbackOutput(options)
    display_name = environment.get("DISPLAY")
    on_wayland = bool(environment.get("WAYLAND_DISPLAY"))
    if not display_name and on_wayland:
        raise UserFixableError(
            "In this Wayland session text can't be put into windows yet",
            "Log in to an X11 session, or use `srota-dictate transcribe FILE`",
        )
    if not display_name:
        raise UserFixableError(
            "There is no display",
            "Start srota-dictate from a graphical session, or use `srota-dictate transcribe FILE`",
        )
    if on_wayland:
        _log.warning("Wayland session: text reaches X11 windows only")

    from srota_dictate.output.deliver import X11Output

    return X11Output(options, display_name)
