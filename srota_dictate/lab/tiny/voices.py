"""Which espeak-ng voices the tiny model is trained with, and which it never hears before the score.

All variants shipped with espeak-ng 1.51 were tried with an earlier model of the same kind. Left out: those it could
not follow even though it was trained with them (Marco, Mario, antonio, klatt2, Lee, kaukovalta, RicishayMax …),
whispered and robot voices, and a few that only repeat another one.
"""

from typing import Final

PLAIN: Final = ""
"""The Hindi voice without a variant: what `espeak-ng -v hi` says."""

# fmt: off
TRAINED: Final[tuple[str, ...]] = (
    PLAIN,
    "m1", "m3", "m4", "m5", "m6", "m8", "f1", "f2", "f4", "f5", "Alex", "Alicia", "Andrea", "Andy", "Denis", "Diogo",
    "Gene", "Gene2", "Henrique", "Hugo", "Michael", "Nguyen", "adam", "anika", "benjamin", "boris", "caleb", "david",
    "ed", "edward", "grandma", "grandpa", "gustave", "iven", "iven3", "john", "linda", "marcelo", "max", "michel",
    "miguel", "norbert", "pablo", "paul", "pedro", "quincy", "robert", "sandro", "shelby", "steph", "steph2", "steph3",
    "travis", "victor", "zac",
)
# fmt: on

HELD_OUT: Final[tuple[str, ...]] = ("m2", "f3", "Annie", "rob")
"""Never trained on: two plain ones, a woman's and a man's character voice."""
