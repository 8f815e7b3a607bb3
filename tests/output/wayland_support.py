"""What the Wayland tests share: a session that this process belongs to, and an editor in it."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest

from tests.desktop.wayland import WaylandSession, missing_programs

SAMPLE_TEXTS = (
    "क्षत्रिय, ज्ञान, श्रृंखला, ज़िंदगी, पढ़ाई, फ़ोन; कल 5:30 बजे meeting है — please join!",
    "क्\u200dष क्\u200cष नहीं\u200d",  # joiners and non-joiners
    "👩‍👩‍👧‍👦 🇮🇳 👍🏽 ❤️",
    "एक\n\tदो\nthree",
    "שלום, السلام عليكم and back",
    "e\u0301 a\u0308\u0304 q\u0307\u0323 Zalgo\u0336",
    'Roman Hinglish: kal subah 2,50,000 rupaye bhejna & "confirm" <karna>',
)


@contextmanager
def joined_session() -> Generator[WaylandSession]:
    """A session; what this process starts meanwhile is started in it."""
    missing = missing_programs()
    if missing:
        pytest.skip(f"a Wayland session needs {', '.join(missing)}")
    with WaylandSession() as session, pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SWAYSOCK"):
            patch.setenv(name, session.env[name])
        patch.delenv("DISPLAY", raising=False)
        yield session
