"""The program's icons, drawn for panels of either colour."""

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen

from srota_dictate.app.state import TrayState
from srota_dictate.assets import asset


def app_icon() -> QIcon:
    return QIcon(str(asset("icons/app.svg")))


def state_icon(state: TrayState, microphone_open: bool = False) -> QIcon:
    """Each state has its own outline as well as its own colour: not everyone tells red from green.

    A dot in the corner says that the microphone is open besides.
    """
    icon = QIcon(str(asset(f"icons/{state.value}.svg")))
    return _with_dot(icon) if microphone_open else icon


_SIZES_PX: Final = (16, 22, 24, 32, 48, 64)


def _with_dot(icon: QIcon) -> QIcon:
    dotted = QIcon()
    for size_px in _SIZES_PX:
        pixmap = icon.pixmap(size_px, size_px)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.GlobalColor.white, size_px / 16))
        painter.setBrush(QColor("#e8710a"))
        radius, corner = size_px * 0.19, pixmap.width() / pixmap.devicePixelRatio()
        painter.drawEllipse(QPointF(corner - radius * 1.3, radius * 1.3), radius, radius)
        painter.end()
        dotted.addPixmap(pixmap)
    return dotted
