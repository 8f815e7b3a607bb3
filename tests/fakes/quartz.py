"""A fake of Apple's Quartz Event Services, as PyObjC shows them, for `macos_tap` where there is no macOS.

It behaves as Apple documents it: a tap at the head of the session returns the event to pass it on, None to delete it;
a tap that is too slow is switched off and told so with an event of a kind of its own; the state of the hardware knows
nothing of taps; a program without permission gets no tap.
"""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

KEY_DOWN, KEY_UP, FLAGS_CHANGED, OTHER_DOWN, OTHER_UP = 10, 11, 12, 25, 26
DISABLED_BY_TIMEOUT = 0xFFFFFFFE
_KEYCODE, _PROCESS, _BUTTON, _REPEAT = 9, 41, 3, 8


@dataclass
class FakeEvent:
    kind: int
    fields: dict[int, int]
    flags: int = 0


@dataclass
class FakeQuartz:
    """`key` and its like are the person's hands; `seen` is what reaches the programs."""

    allowed: bool = True
    enabled: bool = False
    callback: Callable[[Any, int, FakeEvent, Any], FakeEvent | None] | None = None
    mask: int = 0
    hardware: set[int] = field(default_factory=set[int])
    flags: int = 0
    seen: list[FakeEvent] = field(default_factory=list[FakeEvent])
    questions: list[str] = field(default_factory=list[str])  # what macOS asked the person
    ended: threading.Event = field(default_factory=threading.Event)

    def key(self, code: int, is_press: bool, process: int = 0) -> None:
        fields = {_KEYCODE: code, _PROCESS: process, _REPEAT: is_press and code in self.hardware}
        (self.hardware.add if is_press else self.hardware.discard)(code)
        self._send(FakeEvent(KEY_DOWN if is_press else KEY_UP, fields, self.flags))

    def modifier(self, code: int, bits: int, is_press: bool) -> None:
        (self.hardware.add if is_press else self.hardware.discard)(code)
        self.flags = self.flags | bits if is_press else self.flags & ~bits
        self._send(FakeEvent(FLAGS_CHANGED, {_KEYCODE: code}, self.flags))

    def button(self, number: int, is_press: bool) -> None:
        self._send(FakeEvent(OTHER_DOWN if is_press else OTHER_UP, {_BUTTON: number}, self.flags))

    def switch_off(self) -> None:
        """As macOS does with a tap that took too long."""
        self.enabled = False
        assert self.callback is not None
        self.callback(None, DISABLED_BY_TIMEOUT, FakeEvent(DISABLED_BY_TIMEOUT, {}), None)

    def _send(self, event: FakeEvent) -> None:
        wanted = self.enabled and self.mask >> event.kind & 1
        passed = self.callback(None, event.kind, event, None) if wanted and self.callback else event
        if passed is not None:
            self.seen.append(passed)

    def module(self) -> ModuleType:
        module = ModuleType("Quartz")

        def create(_where: int, _place: int, _option: int, mask: int, callback: Any, _info: None) -> object:
            if not self.allowed:
                return None
            self.mask, self.callback = mask, callback
            return "tap"

        def enable(_tap: object, on: bool) -> None:
            self.enabled = on

        vars(module).update(
            kCGEventKeyDown=KEY_DOWN,
            kCGEventKeyUp=KEY_UP,
            kCGEventFlagsChanged=FLAGS_CHANGED,
            kCGEventOtherMouseDown=OTHER_DOWN,
            kCGEventOtherMouseUp=OTHER_UP,
            kCGEventTapDisabledByTimeout=DISABLED_BY_TIMEOUT,
            kCGEventTapDisabledByUserInput=0xFFFFFFFF,
            kCGKeyboardEventKeycode=_KEYCODE,
            kCGEventSourceUnixProcessID=_PROCESS,
            kCGMouseEventButtonNumber=_BUTTON,
            kCGKeyboardEventAutorepeat=_REPEAT,
            kCGSessionEventTap=1,
            kCGHeadInsertEventTap=0,
            kCGEventTapOptionDefault=0,
            kCGEventSourceStateHIDSystemState=1,
            kCFRunLoopCommonModes="modes",
            CGEventMaskBit=lambda kind: 1 << kind,
            CGEventTapCreate=create,
            CGEventTapEnable=enable,
            CGEventTapIsEnabled=lambda _tap: self.enabled,
            CGEventGetFlags=lambda event: event.flags,
            CGEventGetIntegerValueField=lambda event, number: event.fields.get(number, 0),
            CGEventSourceKeyState=lambda _state, code: code in self.hardware,
            CGEventSourceButtonState=lambda _state, number: number in self.hardware,
            CFRunLoopGetCurrent=lambda: "loop",
            CFMachPortCreateRunLoopSource=lambda _allocator, _tap, _order: "source",
            CFRunLoopAddSource=lambda _loop, _source, _modes: None,
            CFRunLoopRun=self.ended.wait,
            CGRequestListenEventAccess=lambda: self.questions.append("input monitoring"),
            CFRunLoopStop=lambda _loop: self.ended.set(),
        )
        return module

    def application_services(self) -> ModuleType:
        module = ModuleType("ApplicationServices")

        def is_trusted(options: dict[str, bool]) -> bool:
            if options["prompt"] and not self.allowed:
                self.questions.append("accessibility")
            return self.allowed

        vars(module).update(kAXTrustedCheckOptionPrompt="prompt", AXIsProcessTrustedWithOptions=is_trusted)
        return module
