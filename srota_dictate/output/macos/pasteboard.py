"""macOS' pasteboard calls, thin: implements `board.Pasteboard`. All on the main thread."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUntypedBaseClass=false
# pyright: reportGeneralTypeIssues=false, reportCallIssue=false, reportAttributeAccessIssue=false

from collections.abc import Callable, Sequence
from typing import Final

import AppKit
import objc
from Foundation import NSData, NSObject

from srota_dictate.output.macos.board import TEXT, Item

_CURRENT_HOST_ONLY: Final = 1  # NSPasteboardContentsCurrentHostOnly
# Promises of files, which only the program that made them can keep.
_PROMISES: Final = ("promised-file", "NSFilePromise", "Apple files promise")


class _Provider(NSObject, protocols=[objc.protocolNamed("NSPasteboardItemDataProvider")]):
    """Gives the text when it is asked for; the pasteboard holds on to it until then."""

    def pasteboard_item_provideDataForType_(self, _pasteboard: object, item: object, kind: str) -> None:
        item.setString_forType_(self.on_asked(), kind)


class SystemPasteboard:
    def __init__(self) -> None:
        self._pasteboard = AppKit.NSPasteboard.generalPasteboard()

    def change_count(self) -> int:
        return self._pasteboard.changeCount()

    def read(self) -> tuple[tuple[Item, ...], int]:
        items: list[Item] = []
        n_lost = 0
        for item in self._pasteboard.pasteboardItems() or ():
            kinds = [str(kind) for kind in item.types()]
            wanted = [kind for kind in kinds if not any(promise in kind for promise in _PROMISES)]
            found = {kind: item.dataForType_(kind) for kind in wanted}
            items.append({kind: bytes(data) for kind, data in found.items() if data is not None})
            n_lost += len(kinds) - len(items[-1])
        return tuple(item for item in items if item), n_lost

    def write(self, items: Sequence[Item]) -> None:
        self._pasteboard.clearContents()
        if items:
            self._pasteboard.writeObjects_([_filled(AppKit.NSPasteboardItem.alloc().init(), item) for item in items])

    def promise(self, on_asked: Callable[[], str], markers: Item, *, here_only: bool) -> None:
        provider = _Provider.alloc().init()
        provider.on_asked = on_asked
        item = _filled(AppKit.NSPasteboardItem.alloc().init(), markers)
        item.setDataProvider_forTypes_(provider, [TEXT])
        if here_only:
            self._pasteboard.prepareForNewContentsWithOptions_(_CURRENT_HOST_ONLY)
        else:
            self._pasteboard.clearContents()
        self._pasteboard.writeObjects_([item])


def _filled(item: object, content: Item) -> object:
    for kind, data in content.items():
        item.setData_forType_(NSData.dataWithBytes_length_(data, len(data)), kind)
    return item
