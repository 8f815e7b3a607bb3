"""A button that shows a hotkey and takes the next key or mouse button pressed as the new one."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from srota_dictate.app.keynames import Pressed, button_name, is_modifier, key_name
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import key_words


class HotkeyEdit(QPushButton):
    """Click or Space: it listens. A key or chord ends that and becomes `key`; Esc or a click elsewhere leaves it.

    A modifier counts when it is let go without another key in between: until then it may begin a chord.
    """

    changed = Signal()
    listening_changed = Signal()

    def __init__(self, texts: Texts, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._key = key
        self._listening = False
        self._modifier: Pressed | None = None
        self._unnamed = False
        self.setAutoDefault(False)
        self.clicked.connect(self._listen)
        self._show()

    @property
    def key(self) -> str:
        """As the settings spell it; "" when none was chosen yet, or the one pressed last has no name."""
        return "" if self._unnamed else self._key

    @property
    def is_empty(self) -> bool:
        """No key was pressed for it yet."""
        return not self._key and not self._unnamed

    @property
    def listening(self) -> bool:
        return self._listening

    def leave(self) -> None:
        """Stop listening and keep what there was."""
        if self._listening:
            self._listening = False
            self._modifier = None
            self._show()
            self.listening_changed.emit()

    def event(self, e: QEvent) -> bool:
        # Shortcuts, Tab and the button's own Space must not act on keys meant for us.
        if self._listening and isinstance(e, QKeyEvent):
            match e.type():
                case QEvent.Type.ShortcutOverride:
                    e.accept()
                    return True
                case QEvent.Type.KeyPress:
                    self._pressed(e)
                    return True
                case QEvent.Type.KeyRelease:
                    self._released(e)
                    return True
                case _:
                    pass
        if self._listening and isinstance(e, QMouseEvent) and (key := button_name(e.button(), e.modifiers())):
            if e.type() is QEvent.Type.MouseButtonPress:
                self._take(key)
            return True
        return super().event(e)

    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        self.leave()
        super().focusOutEvent(arg__1)

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            self._modifier = None
            self._show()
            self.listening_changed.emit()

    def _pressed(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        pressed = Pressed.of(event)
        if pressed.key is Qt.Key.Key_Escape:
            self.leave()
        elif is_modifier(pressed.key):
            self._modifier = pressed
        else:
            self._accept(pressed)

    def _released(self, event: QKeyEvent) -> None:
        modifier = self._modifier
        # Two modifiers and no key are no chord: the one pressed last is what was meant.
        if modifier is not None and not event.isAutoRepeat() and event.key() == modifier.key.value:
            self._accept(modifier)

    def _accept(self, pressed: Pressed) -> None:
        self._take(key_name(pressed))

    def _take(self, key: str | None) -> None:
        self._unnamed = key is None
        self._key = key or self._key
        self.leave()
        self.changed.emit()

    def _show(self) -> None:
        if self._listening:
            self.setText(self._texts.key_listening)
        else:
            # A lone & would become an underlined letter.
            shown = key_words(self._texts, self._key) or self._texts.key_choose
            self.setText("?" if self._unnamed else shown.replace("&", "&&"))
