"""When a take's speech is worth looking at before its segment ends: pure."""

from typing import Final

from srota_dictate.types import Gathering, Moment

_PAUSE_S: Final = 0.2  # shorter ones stand between words
_SPEECH_S: Final = 1.0  # of new speech, where there is no pause


class Glances:
    """The moments of one take: each pause once, once more when it decides its segment, and every few words."""

    def __init__(self) -> None:
        self._speech_s = 0.0  # at the last look
        self._moment: Moment = Moment.SPEAKING

    def due(self, speech_s: float, gathering: Gathering | None) -> Moment | None:
        """Why to look now, None when there is no reason. `speech_s` is all the take's speech so far."""
        if gathering is None:
            return None
        moment = _moment(gathering)
        new_s = speech_s - self._speech_s
        is_due = new_s >= _SPEECH_S if moment is Moment.SPEAKING else new_s > 0 or moment is not self._moment
        if not is_due:
            return None
        self._speech_s, self._moment = speech_s, moment
        return moment


def _moment(gathering: Gathering) -> Moment:
    if gathering.is_settled:
        return Moment.SETTLED
    return Moment.PAUSE if gathering.pause_s >= _PAUSE_S else Moment.SPEAKING
