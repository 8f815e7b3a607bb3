"""Ask Windows' UI Automation whether the field with the keyboard hides what is typed: implements `ports.Fields`."""

import ctypes
import uuid
from collections.abc import Callable
from typing import Final

_CLASS: Final = uuid.UUID("ff48dba4-60ef-4201-aa87-54103eef594e")  # CUIAutomation
_INTERFACE: Final = uuid.UUID("30cbe57d-d9d0-452a-ab13-7ac5ac4825ee")  # IUIAutomation
_IN_PROCESS: Final = 1  # CLSCTX_INPROC_SERVER
_MULTITHREADED: Final = 0
# Places in the tables of functions; every COM object's begins with QueryInterface, AddRef and Release.
_RELEASE: Final = 2
_GET_FOCUSED_ELEMENT: Final = 8
_GET_CURRENT_IS_PASSWORD: Final = 35


class FocusedField:
    """From any thread. A program that hangs makes it wait for as long as UI Automation does."""

    def __init__(self) -> None:
        self._ole32 = ctypes.CDLL("ole32")
        self._ole32.CoInitializeEx.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        self._ole32.CoCreateInstance.restype = ctypes.c_int32
        self._ole32.CoCreateInstance.argtypes = (
            *(ctypes.c_char_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_void_p),
        )

    def is_secret(self) -> bool | None:
        # Once a thread; where it was done before, another way even, this call does nothing.
        self._ole32.CoInitializeEx(None, _MULTITHREADED)
        automation = ctypes.c_void_p()
        created = self._ole32.CoCreateInstance(
            _CLASS.bytes_le, None, _IN_PROCESS, _INTERFACE.bytes_le, ctypes.byref(automation)
        )
        if created < 0 or not automation:
            return None
        try:
            return _asked_of_focused(automation)
        finally:
            _method(automation, _RELEASE)(automation)

    def close(self) -> None: ...


def _asked_of_focused(automation: ctypes.c_void_p) -> bool | None:
    element = ctypes.c_void_p()
    found = _method(automation, _GET_FOCUSED_ELEMENT, ctypes.c_void_p)(automation, ctypes.byref(element))
    if found < 0 or not element:
        return None
    is_password = ctypes.c_int32()
    try:
        told = _method(element, _GET_CURRENT_IS_PASSWORD, ctypes.c_void_p)(element, ctypes.byref(is_password))
    finally:
        _method(element, _RELEASE)(element)
    return None if told < 0 else bool(is_password.value)


def _method(thing: ctypes.c_void_p, place: int, *arguments: type[ctypes.c_void_p]) -> Callable[..., int]:
    """A function of a COM object, which takes the object first and returns an HRESULT, negative for failure."""
    table = ctypes.cast(thing, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    return ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *arguments)(table[place] or 0)
