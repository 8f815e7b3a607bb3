"""A button that shows the talk key and takes the next key pressed as the new one."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from srota_dictate.app.keynames import Pressed, is_modifier, talk_name
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import key_words


class HotkeyEdit(QPushButton):
    """Click or Space: it listens. A key or chord ends that and becomes `talk`; Esc or a click elsewhere leaves it.

    A modifier counts when it is let go without another key in between: until then it may begin a chord.
    """

    changed = Signal()
    listening_changed = Signal()

    def __init__(self, texts: Texts, talk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._talk = talk
        self._listening = False
        self._modifier: Pressed | None = None
        self._unnamed = False
        self.setAutoDefault(False)
        self.clicked.connect(self._listen)
        self._show()

    @property
    def talk(self) -> str:
        """As the settings spell it; "" when the key pressed last has no name."""
        return "" if self._unnamed else self._talk

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
        talk = talk_name(pressed)
        self._unnamed = talk is None
        self._talk = talk or self._talk
        self.leave()
        self.changed.emit()

    def _show(self) -> None:
        if self._listening:
            self.setText(self._texts.talk_key_listening)
        else:
            # A lone & would become an underlined letter.
            self.setText("?" if self._unnamed else key_words(self._texts, self._talk).replace("&", "&&"))
