"""What a person can choose about how the heard text is written."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from srota_dictate.rules.choices import Digits, Grouping, Profile, ScriptView, Stop

MOST_TOLD: Final = 200  # terms at a time


class ProgramRules(BaseModel):
    """What is different in one program; None: as everywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    view: ScriptView | None = None
    profile: Profile | None = None
    commands: bool | None = None


class RulesOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    view: ScriptView = ScriptView.MIXED
    profile: Profile = Profile.PLAIN
    numbers: bool = True  # "दो लाख पचास हज़ार" → 2,50,000
    digits: Digits = Digits.LATIN
    grouping: Grouping = Grouping.INDIAN
    stop: Stop = Stop.KEEP
    capitals: bool = True  # after the end of a sentence, in Latin
    commands: bool = True  # "new line", "पूर्ण विराम" … between pauses
    # A word that makes what follows a command without a pause, its spellings with "|" between: "कमांड|command".
    command_prefix: str = ""
    own_commands: dict[str, str] = Field(default_factory=dict)  # "my address|मेरा पता" → what is written for it
    terms: tuple[str, ...] = ()  # own names and terms, told to the model
    max_terms: Annotated[int, Field(ge=0, le=MOST_TOLD)] = 40  # at most so many of them at a time
    replacements: dict[str, str] = Field(default_factory=dict)  # "सरोटा|srota" → "Srota"
    # How many letters a word may differ from one of the terms to be taken for it; 0: none.
    fuzzy_distance: Annotated[int, Field(ge=0, le=2)] = 0
    # By window class, as in output.programs.
    programs: dict[str, ProgramRules] = Field(default_factory=dict)

    def for_program(self, program: str) -> "RulesOptions":
        """With what the person says of `program`, an application class; "" unknown."""
        wanted = {name.casefold(): rules for name, rules in self.programs.items()}.get(program.casefold())
        return self if wanted is None else self.model_copy(update=wanted.model_dump(exclude_none=True))
