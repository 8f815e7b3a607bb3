"""A window that, told to paste, writes a file "told" and waits for another to appear before it fetches.

Usage: slow_editor.py GO_FILE TEXT_FILE [CLASS [MODIFIERS KEYSYM]]

With the file there already it is as quick as any. MODIFIERS are those that must be down, like "control+shift"; others
must not. Without a window manager's help, an "unmanaged" CLASS takes the keyboard for itself as launchers do.
"""

import os
import sys
import time
from pathlib import Path

from Xlib import XK, X, Xatom
from Xlib.display import Display


def main() -> None:
    go, text = Path(sys.argv[1]), Path(sys.argv[2])
    name = sys.argv[3] if len(sys.argv) > 3 else "slow-editor"
    modifiers, keysym = sys.argv[4:6] if len(sys.argv) > 5 else ("control", "v")
    wanted = sum({"control": X.ControlMask, "shift": X.ShiftMask}[each] for each in modifiers.split("+"))
    display = Display()
    events = X.KeyPressMask | X.PropertyChangeMask
    unmanaged = name == "unmanaged"
    window = display.screen().root.create_window(
        0, 0, 300, 200, 0, X.CopyFromParent, event_mask=events, override_redirect=unmanaged
    )
    window.set_wm_class(name, name.capitalize())
    window.set_wm_hints(flags=1, input=1)
    window.change_property(display.intern_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [os.getpid()])
    window.map()
    if unmanaged:
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
    paste_key = display.keysym_to_keycode(XK.string_to_keysym(keysym))
    utf8 = display.intern_atom("UTF8_STRING")
    while True:
        event = display.next_event()
        if event.type == X.KeyPress and event.detail == paste_key and event.state == wanted:
            text.with_name("told").touch()
            while not go.exists():
                time.sleep(0.01)
            window.convert_selection(display.intern_atom("CLIPBOARD"), utf8, utf8, event.time)
        elif event.type == X.SelectionNotify and event.property:
            found = window.get_full_property(utf8, X.AnyPropertyType)
            text.write_bytes(found.value if found else b"")


if __name__ == "__main__":
    main()
