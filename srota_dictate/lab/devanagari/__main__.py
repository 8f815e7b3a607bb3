"""`python -m srota_dictate.lab.devanagari CMUDICT ORDER`: write what resources/lexicon/ has of English in Devanagari.

CMUDICT is the file cmudict.dict of the CMU pronouncing dictionary, ORDER a list of English words, one a line, the most
frequent first.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from srota_dictate.assets import asset
from srota_dictate.errors import UserFixableError
from srota_dictate.lab.devanagari.building import build
from srota_dictate.lab.devanagari.learning import learn
from srota_dictate.lab.devanagari.pronunciations import read_cmudict
from srota_dictate.rules.lexicon import read_lexicon

_BY_HAND: Final = Path(__file__).with_name("by_hand.tsv")
_N_WORDS: Final = 12_000


def main(cmudict: Path, order: Path) -> None:
    """Write the lexicon and the table of letters."""
    by_hand = read_lexicon(_BY_HAND)
    if by_hand.trouble:
        raise by_hand.trouble[0]
    pronunciations = read_cmudict(cmudict)
    frequent = order.read_text(encoding="utf-8").split()
    words = build(by_hand.words, pronunciations, frequent, _N_WORDS)
    _write(asset("lexicon/devanagari_en.tsv"), words)
    common = {word: pronunciations[word] for word in frequent if word in pronunciations}
    table = learn(common)
    _write(asset("lexicon/sounds_en.tsv"), dict(sorted(table.items())))
    print(f"{len(words)} words, {len(by_hand.words)} of them by hand; {len(table)} contexts of letters")


def _write(path: Path, entries: Mapping[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{key}\t{value}\n" for key, value in entries.items()), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:3]))
    except UserFixableError as error:
        sys.exit(f"{error}")
