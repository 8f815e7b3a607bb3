"""The lexicon is lengthened by rule, and what stands in it stays."""

from pathlib import Path

from srota_dictate.lab.roman_lexicon import lengthen


def test_words_are_added_once_and_hand_made_spellings_stay(tmp_path: Path) -> None:
    path = tmp_path / "roman.tsv"
    path.write_text("# by hand\nनहीं\tnahi\n", encoding="utf-8")
    assert lengthen(path, ["नहीँ", "ज्यादा", "the", "ज़्यादा", "हिंदी", "हिन्दी", "कमल"], 3) == 2
    assert path.read_text(encoding="utf-8") == "# by hand\nनहीं\tnahi\nज़्यादा\tzyada\nहिंदी\thindi\n"
    assert lengthen(path, ["हिन्दी"], 3) == 0
