"""`srota-dictate words`: how Hindi words are spelled in Roman letters, and English ones in Devanagari."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from srota_dictate.cli.failures import complain
from srota_dictate.errors import UserFixableError

app = typer.Typer(help="Your own spellings, over the shipped ones.", no_args_is_help=True, rich_markup_mode=None)


@app.command("add")
def add(
    word: Annotated[str, typer.Argument(help="As the model writes it: नहीं, or an English word.")],
    spelling: Annotated[str, typer.Argument(help="As it is to be written in the other script: nhi.")],
) -> None:
    """Spell a word your way from now on."""
    from srota_dictate.rules.own_words import add_own_words, own_words_path

    add_own_words(own_words_path(), {word: spelling})
    print(f"{word.strip()} is now written {spelling.strip()}")


@app.command("list")
def show() -> None:
    """Show your spellings, a word, a tab and its spelling on each line."""
    from srota_dictate.rules.own_words import own_words_path, read_own_words

    own = read_own_words(own_words_path())
    for word, spelling in sorted(own.words.items()):
        print(f"{word}\t{spelling}")
    _name_trouble(own.trouble)


@app.command("remove")
def remove(word: Annotated[str, typer.Argument(help="The word, not its spelling.")]) -> None:
    """Spell a word as shipped again."""
    from srota_dictate.rules.own_words import own_words_path, remove_own_word

    remove_own_word(own_words_path(), word)
    print(f"{word.strip()} is written as shipped again")


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A word, a tab and its spelling on each line.")],
) -> None:
    """Take over the spellings in a file; bad lines are named, the rest is used."""
    from srota_dictate.rules.lexicon import read_lexicon
    from srota_dictate.rules.own_words import add_own_words, own_words_path

    given = read_lexicon(file)
    _name_trouble(given.trouble)
    if not given.words:
        raise UserFixableError(f"{file} has no spellings", "Write a word, a tab and its spelling on each line")
    add_own_words(own_words_path(), given.words)
    print(f"Spellings taken over: {len(given.words)}")


def _name_trouble(trouble: Sequence[UserFixableError]) -> None:
    for each in trouble:
        complain(str(each))
