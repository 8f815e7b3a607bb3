"""Settings of the person's own spellings, which have a file of their own."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from srota_dictate.app.form import FormPage
from srota_dictate.app.pair_table import PairTable
from srota_dictate.app.said import said
from srota_dictate.app.texts import Texts
from srota_dictate.rules.lexicon import is_word, read_lexicon, word_key
from srota_dictate.rules.own_words import add_own_words, read_own_words, remove_own_word
from srota_dictate.settings import Settings

_NAMED: Final = 3  # bad lines, below the table


class WordsPage(FormPage):
    def __init__(self, texts: Texts, file: Path) -> None:
        super().__init__()
        self._texts = texts
        self._file = file
        known = read_own_words(file)
        self._before = dict(known.words)
        headings = (texts.words_word, texts.words_spelling)
        self.spellings = PairTable(
            texts, headings, dict(sorted(self._before.items())), hint=texts.words_hint, imports=True, check=self._wrong
        )
        if known.trouble:
            self.spellings.message.show_hint(
                "\n".join(said(texts, trouble.message) for trouble in known.trouble[:_NAMED])
            )
        self.add_wide(texts.words, self.spellings)
        self.spellings.changed.connect(self.changed)
        self.spellings.import_wanted.connect(self._choose_file)

    @property
    def is_valid(self) -> bool:
        return self.spellings.is_valid

    def apply_to(self, settings: Settings) -> Settings:
        return settings

    def save(self) -> None:
        """Write what was changed here. Raises UserFixableError when the file can't be written."""
        words = {word_key(word): spelling for word, spelling in self.spellings.pairs.items()}
        for word in self._before.keys() - words.keys():
            remove_own_word(self._file, word)
            del self._before[word]
        changed = {word: spelling for word, spelling in words.items() if self._before.get(word) != spelling}
        if changed:
            add_own_words(self._file, changed)
            self._before.update(changed)

    def import_file(self, file: str) -> None:
        """Take over the spellings of a file; what can't be used of it is said."""
        given = read_lexicon(Path(file))
        self.spellings.show_pairs({**self.spellings.pairs, **given.words})
        left_out = [said(self._texts, trouble.message) for trouble in given.trouble[:_NAMED]]
        self.spellings.message.show_hint("\n".join([self._texts.imported.format(count=len(given.words)), *left_out]))

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self._texts.words_import)
        chooser.fileSelected.connect(self.import_file)
        chooser.open()

    def _wrong(self, word: str, spelling: str) -> str:
        is_good = is_word(word) and spelling.isprintable() and bool(spelling)
        return "" if is_good else self._texts.words_bad.format(what=word)
