"""Find a window by its title, and give it the keyboard."""

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until
from tests.desktop.windows import WindowInfo


def wait_titled(desktop: VirtualDesktop, part: str, timeout_s: float = 20.0) -> WindowInfo:
    """Wait until a window with that in its title is there and has the keyboard."""

    def find() -> WindowInfo | None:
        return next((window for window in desktop.windows.listed() if part in window.title), None)

    window = wait_until(find, timeout_s, f"a window called {part}")
    assert window is not None
    focus(desktop, window)
    return window


def focus(desktop: VirtualDesktop, window: WindowInfo) -> None:
    """Give the window the keyboard, also where its process has others."""

    def focused() -> bool:
        active = desktop.windows.active()
        return active is not None and active.id == window.id and desktop.windows.has_focus(active.pid)

    if not focused():
        desktop.windows.activate(window.id)
        wait_until(focused, 20.0, f"{window.title} to have the keyboard")
