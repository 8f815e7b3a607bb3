"""Settings of the recogniser: which model, where it runs, how long it stays in memory."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QProgressBar, QPushButton, QSpinBox

from srota_dictate.app.downloads import Downloads
from srota_dictate.app.form import FormPage, fill
from srota_dictate.app.models import (
    DownloadReport,
    Presence,
    Shelf,
    model_label,
    presence_text,
    size_text,
)
from srota_dictate.app.said import said_with_remedy
from srota_dictate.app.texts import Texts
from srota_dictate.recognizer.options import WorkAhead
from srota_dictate.settings import Settings

_FOLDER: Final = ""  # stands for a folder among the models' names
_LONGEST_MINUTES: Final = 24 * 60


class ModelPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings, shelf: Shelf, downloads: Downloads) -> None:
        super().__init__()
        self._texts = texts
        self._shelf = shelf
        self._downloads = downloads
        chosen = settings.recognizer.model
        names = [entry.name for entry in shelf.entries()]

        self.model = QComboBox()
        items: list[tuple[str, object]] = [(model_label(texts, entry), entry.name) for entry in shelf.entries()]
        is_folder = chosen not in names and _looks_like_folder(chosen)
        if chosen not in names and not is_folder:
            items.append((chosen, chosen))  # a Hub id from the settings file
        items.append((texts.model_other_folder, _FOLDER))
        fill(self.model, items, _FOLDER if is_folder else chosen)
        self.download = QPushButton(texts.download)
        self.download.setAutoDefault(False)
        self._presence = self.add_row(texts.model, self.model, beside=[self.download]).message
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        self.progress.setAccessibleName(texts.download.replace("&", ""))
        self._grid.addWidget(self.progress, self._grid.rowCount(), 1)

        self.folder = QLineEdit(chosen if is_folder else "")
        self.browse = QPushButton(texts.browse)
        self.browse.setAutoDefault(False)
        self._folder_row = self.add_row(texts.model_folder, self.folder, beside=[self.browse])

        self.device = QComboBox()
        devices = [(texts.device_auto, "auto"), (texts.device_cuda, "cuda"), (texts.device_cpu, "cpu")]
        fill(self.device, devices, settings.recognizer.device)
        self.add_row(texts.device, self.device)
        self.precision = QComboBox()
        precisions = [
            (texts.precision_auto, "auto"),
            (texts.precision_bf16, "bf16"),
            (texts.precision_f16, "f16"),
            (texts.precision_f32, "f32"),
            (texts.precision_int8, "int8"),
        ]
        fill(self.precision, precisions, settings.recognizer.precision)
        self.add_row(texts.precision, self.precision)
        self.attention = QComboBox()
        attentions = [(texts.attention_full, "full"), (texts.attention_windowed, "windowed")]
        fill(self.attention, attentions, settings.recognizer.attention)
        self.add_row(texts.attention, self.attention, hint=texts.attention_hint)

        self.work_ahead = QComboBox()
        limits = [
            (texts.work_ahead_auto, WorkAhead.AUTO),
            (texts.work_ahead_pauses, WorkAhead.PAUSES),
            (texts.work_ahead_off, WorkAhead.OFF),
        ]
        fill(self.work_ahead, limits, settings.recognizer.work_ahead)
        self.add_row(texts.work_ahead, self.work_ahead)

        self.idle = QSpinBox()
        self.idle.setRange(0, max(_LONGEST_MINUTES, settings.recognizer.idle_minutes))
        self.idle.setSpecialValueText(texts.idle_never)
        self.idle.setSuffix(texts.minutes_suffix)
        self.idle.setValue(settings.recognizer.idle_minutes)
        self.add_row(texts.idle, self.idle)
        self.finish()

        self._check()
        self._downloads.reported.connect(self._downloaded)
        self.download.clicked.connect(self._download)
        self.browse.clicked.connect(self._browse)
        self.folder.textChanged.connect(self._check)
        self.model.currentIndexChanged.connect(self._check)
        for combo in (self.device, self.precision, self.attention, self.work_ahead):
            combo.currentIndexChanged.connect(self.changed)
        self.idle.valueChanged.connect(self.changed)

    @property
    def chosen(self) -> str:
        """The model as the settings have it: a name, a Hub id or a folder."""
        name = str(self.model.currentData())
        return name if name != _FOLDER else str(Path(self.folder.text().strip()).expanduser())

    def apply_to(self, settings: Settings) -> Settings:
        recognizer = settings.recognizer.model_copy(
            update={
                "model": self.chosen,
                "device": self.device.currentData(),
                "precision": self.precision.currentData(),
                "attention": self.attention.currentData(),
                "work_ahead": self.work_ahead.currentData(),
                "idle_minutes": self.idle.value(),
            }
        )
        return settings.model_copy(update={"recognizer": recognizer})

    def _check(self) -> None:
        is_folder = self.model.currentData() == _FOLDER
        self._folder_row.set_visible(is_folder)
        self._folder_row.message.show_problem(self._folder_problem() if is_folder else "")
        self._show_presence(is_folder)
        self.changed.emit()

    def _folder_problem(self) -> str:
        text = self.folder.text().strip()
        if not text:
            return self._texts.model_folder_empty
        folder = Path(text).expanduser()
        if not folder.is_dir():
            return self._texts.model_folder_missing
        error = self._shelf.check_folder(folder)
        return "" if error is None else said_with_remedy(self._texts, error)

    def _show_presence(self, is_folder: bool) -> None:
        if is_folder:
            self._presence.show_hint("")
            self.download.setVisible(False)
            self.progress.setVisible(False)
            return
        here = self._shelf.presence(self.chosen)
        running = self._downloads.running
        ours = running is not None and running.model == self.chosen
        self.download.setVisible(ours or here.presence in (Presence.ABSENT, Presence.PARTLY))
        self.download.setEnabled(running is None or ours)
        self.download.setText(self._texts.download_stop if ours else self._texts.download)
        self.progress.setVisible(ours)
        if running is not None and ours:
            self._show_progress(running)
        else:
            self._presence.show_hint(presence_text(self._texts, here))

    def _download(self) -> None:
        if self._downloads.running is None:
            self._downloads.start(self.chosen)
        else:
            self._downloads.stop()
        self._check()

    def _downloaded(self, report: DownloadReport) -> None:
        self._check()
        if report.error is not None and report.model == self.chosen:
            # A hint and no problem, which would forbid OK: the model may come another way.
            self._presence.show_hint(said_with_remedy(self._texts, report.error))

    def _show_progress(self, report: DownloadReport) -> None:
        if report.total_bytes:
            done, total = size_text(report.done_bytes), size_text(report.total_bytes)
            self._presence.show_hint(self._texts.model_downloading.format(done=done, total=total))
            # Qt counts in 32 bits, and models are larger than that.
            self.progress.setRange(0, 1000)
            self.progress.setValue(min(1000, 1000 * report.done_bytes // report.total_bytes))
        else:
            self._presence.show_hint(self._texts.model_starting)
            self.progress.setRange(0, 0)

    def _browse(self) -> None:
        chooser = QFileDialog(self, self._texts.choose_folder, self.folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.folder.setText)
        chooser.open()


def _looks_like_folder(model: str) -> bool:
    return Path(model).is_absolute() or model.startswith((".", "~")) or Path(model).is_dir()
