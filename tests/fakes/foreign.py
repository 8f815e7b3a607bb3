"""A fake of a shared library as ctypes shows it: its functions are those of a Python object."""

from collections.abc import Callable
from typing import Any


class FakeFunction:
    """Takes what its prototype allows; what that makes of the arguments is left to the real ctypes."""

    def __init__(self, does: Callable[..., Any]) -> None:
        self._does = does
        self.restype: Any = None
        self.argtypes: tuple[Any, ...] | None = None

    def __call__(self, *arguments: Any) -> Any:
        if self.argtypes is not None:
            assert len(arguments) == len(self.argtypes)
            for kind, argument in zip(self.argtypes, arguments, strict=True):
                kind.from_param(argument)
        return self._does(*arguments)


class FakeLibrary:
    """`library.Name` and `library["Name"]` are the same function; one that the object lacks is a mistake."""

    def __init__(self, system: object) -> None:
        self._system = system
        self._functions: dict[str, FakeFunction] = {}

    def __getattr__(self, name: str) -> FakeFunction:
        return self[name]

    def __getitem__(self, name: str) -> FakeFunction:
        if name not in self._functions:
            self._functions[name] = FakeFunction(getattr(self._system, name))
        return self._functions[name]
