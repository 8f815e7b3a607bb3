"""`srota-dictate terms`: the person's own names and terms, listed, added, removed, imported."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srota_dictate.cli.failures import complain

if TYPE_CHECKING:
    from srota_dictate.rules.options import RulesOptions

app = typer.Typer(
    help="Your own names and terms, which the model is told.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_terms() -> None:
    """One a line, in the order in which the model is told of them."""
    from srota_dictate import settings
    from srota_dictate.rules.replacements import Replacements

    rules = settings.load(settings.default_path()).settings.rules
    for term in rules.terms:
        print(term)
    for trouble in Replacements.of(rules.replacements).trouble:
        complain(str(trouble))


@app.command("add")
def add_terms(terms: Annotated[list[str], typer.Argument(help="Each as it is to be written.")]) -> None:
    """Add terms at the end of the list."""
    from srota_dictate.errors import UserFixableError
    from srota_dictate.rules.terms import is_term, with_terms

    spaced = [" ".join(term.split()) for term in terms]
    if wrong := next((term for term in spaced if not is_term(term)), None):
        raise UserFixableError(f'"{wrong}" can\'t be a term', "Use a name or a few words")
    _change(lambda rules: with_terms(rules, spaced, {}))


@app.command("remove")
def remove_terms(terms: Annotated[list[str], typer.Argument(help="Capital letters don't matter.")]) -> None:
    """Remove terms from the list."""
    from srota_dictate.rules.terms import without_terms

    _change(lambda rules: without_terms(rules, terms))


@app.command("import")
def import_terms(
    path: Annotated[Path, typer.Argument(help="A text file, a .csv file, or a folder of source code.")],
    most: Annotated[int, typer.Option(min=1, max=5_000, help="At most so many of a folder's words.")] = 100,
) -> None:
    """Add the terms of a file (one a line; in a table: what is heard, what is written), or a folder's own words.

    What is new is shown.
    """
    from srota_dictate.rules.identifiers import words_of
    from srota_dictate.rules.lexicons import shipped_words
    from srota_dictate.rules.terms import Imported, read_terms, with_terms

    found = Imported(words_of(path, shipped_words().all, most)) if path.is_dir() else read_terms(path)
    for notice in found.notices:
        complain(str(notice))
    before, after = _change(lambda rules: with_terms(rules, found.terms, found.replacements))
    for term in after.terms[len(before.terms) :]:
        print(term)


def _change(change: "Callable[[RulesOptions], RulesOptions]") -> "tuple[RulesOptions, RulesOptions]":
    """Save the settings with other rules; the rules before and after."""
    from srota_dictate import settings

    path = settings.default_path()
    loaded = settings.load(path)
    if loaded.notice is not None:
        # What couldn't be read would be saved as its default.
        raise loaded.notice
    rules = change(loaded.settings.rules)
    if rules != loaded.settings.rules:
        settings.save(path, loaded.settings.model_copy(update={"rules": rules}))
    return loaded.settings.rules, rules
