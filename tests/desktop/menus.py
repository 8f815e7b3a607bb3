"""Find a program's open menus on the screen, so that a mouse can use them."""

from dataclasses import dataclass

from Xlib import X, error
from Xlib.display import Display

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until


@dataclass(frozen=True, slots=True)
class Popup:
    """An open menu: where it is on the screen, in pixels."""

    id: int
    x: int
    y: int
    width: int
    height: int


class Menus:
    """The menus of the program behind the tray's only icon, used with the mouse alone."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        self._display = Display(desktop.name)

    def open_from_tray(self) -> Popup:
        """Click the icon in the corner and wait for its menu."""
        self._desktop.click(self._desktop.width - 12, self._desktop.height - 14)
        (menu,) = wait_until(self.popups, what="the tray menu")
        return menu

    def open_submenu(self, menu: Popup, number: int) -> Popup:
        """Slide down `menu` until the submenu of that number (1, 2 …) opens beside it."""
        seen: set[int] = {menu.id}
        x = menu.x + menu.width // 2
        for y in range(menu.y + 4, menu.y + menu.height, 8):
            self._desktop.move(x, y)
            # The pointer rests for a moment on each spot: menus open their submenus only then.
            fresh = self._fresh(seen)
            seen.update(popup.id for popup in fresh)
            if fresh and len(seen) == number + 1:
                return fresh[0]
        raise AssertionError(f"the menu has no submenu number {number}")

    def click_row(self, menu: Popup, row: int, rows: int) -> None:
        """Click row 0, 1 … of a menu of `rows` rows of equal height."""
        self._desktop.click(menu.x + menu.width // 2, menu.y + round((row + 0.5) * menu.height / rows))
        wait_until(lambda: not self.popups(), what="the menus to close")

    def popups(self) -> list[Popup]:
        """Menus on the screen now, the topmost last."""
        found: list[Popup] = []
        for window in self._display.screen().root.query_tree().children:
            try:
                attributes, box = window.get_attributes(), window.get_geometry()
                kinds = window.get_full_property(self._display.intern_atom("_NET_WM_WINDOW_TYPE"), X.AnyPropertyType)
            except (error.BadWindow, error.BadDrawable):
                continue
            menu_kinds = {self._display.intern_atom(f"_NET_WM_WINDOW_TYPE_{k}") for k in ("POPUP_MENU", "MENU")}
            if attributes.map_state == X.IsViewable and kinds and menu_kinds & set(kinds.value):
                found.append(Popup(window.id, box.x, box.y, box.width, box.height))
        return found

    def close(self) -> None:
        self._display.close()

    def _fresh(self, seen: set[int]) -> list[Popup]:
        """Menus that aren't in `seen` and open within the time a menu takes to follow the pointer."""
        try:
            return wait_until(lambda: [popup for popup in self.popups() if popup.id not in seen], timeout_s=0.5)
        except AssertionError:
            return []
