"""Press a key on one certain keyboard of a test desktop, and pull its plug."""
# python-xlib comes without types:
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import Final

from Xlib import XK, X, Xatom
from Xlib.display import Display
from Xlib.ext import xinput
from Xlib.protocol import rq

_DEVICE_KEY_PRESS: Final = 1  # among the events of the input extension


class _DeviceInput(rq.Request):
    """XTestFakeDeviceKeyEvent, which python-xlib lacks."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(2),
        rq.RequestLength(),
        rq.Card8("event_type"),
        rq.Card8("detail"),
        rq.Pad(29),
        rq.Card8("device"),
    )


class PlainKeyboard:
    """The server's own keyboard; the keys of `Hands` are on another one, which can't be unplugged."""

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        extension = self._display.query_extension("XInputExtension")
        assert extension is not None
        self._first_event: int = extension.first_event
        devices = self._display.xinput_query_device(xinput.AllDevices).devices
        self._id = next(device.deviceid for device in devices if device.name == "Xvfb keyboard")

    def key_down(self, key: str) -> None:
        _DeviceInput(
            self._display.display,
            opcode=self._display.display.get_extension_major("XTEST"),
            event_type=self._first_event + _DEVICE_KEY_PRESS,
            detail=self._display.keysym_to_keycode(XK.string_to_keysym(key)),
            device=self._id,
        )
        self._display.sync()

    def unplug(self) -> None:
        self._enable(0)

    def plug_in(self) -> None:
        self._enable(1)

    def close(self) -> None:
        self._display.close()

    def _enable(self, value: int) -> None:
        enabled = self._display.intern_atom("Device Enabled")
        self._display.xinput_change_device_property(self._id, enabled, Xatom.INTEGER, X.PropModeReplace, (8, [value]))
        self._display.sync()
