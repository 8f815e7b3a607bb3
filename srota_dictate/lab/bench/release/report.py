"""Write the findings about the wait as Markdown."""

from collections.abc import Sequence
from statistics import median

from srota_dictate.lab.bench.release.findings import Findings
from srota_dictate.lab.bench.release.options import TOKENS_PER_S, Arm
from srota_dictate.lab.bench.release.statistics import Ratio
from srota_dictate.lab.bench.release.utterances import PAUSE_S
from srota_dictate.lab.bench.report import percent, table

_WAIT_COLUMNS = ("speech, arm", "n", "p50 s", "p90 s", "p95 s", "of reference's (95 %)", "busy while speaking")
_WORK_COLUMNS = ("speech, arm", "tokens", "ms/token", "of copy bandwidth", "mel s", "encode s", "prefill s", "first s")


def write_report(found: Findings) -> str:
    """Everything that is there by now."""
    about = found.about
    precisions = ", ".join(f"{name} {precision}" for name, precision in about.precision.items())
    parts = [
        "# From release to text\n\n"
        f"- Machine: {about.machine}, {about.n_threads} in use; copies {about.copy_bytes_per_s / 1e9:.1f} GB/s\n"
        f"- Versions: {about.versions}\n"
        f"- Command: `{about.command}`\n"
        f"- Model: {about.model}, {about.n_parameters_bytes / 1e6:.0f} MB, on {about.device}; {precisions}; "
        f"{about.attention} attention\n"
        f"- Speech: {about.voice}{_forced(found)}\n",
        "The wait from the last sample until the text is there. `fast-overlap` works while the recording is replayed "
        f"at its own pace, speech up to the release; `fast-overlap-pause` has {PAUSE_S:.1f} s of silence before it.\n",
        table(_WAIT_COLUMNS, _wait_rows(found)),
        *_growth(found),
        "Where the time goes, without overlap:\n",
        table(_WORK_COLUMNS, _work_rows(found)),
    ]
    if found.starts:
        parts += ["Each in a process of its own, from its start until it is ready:\n", _starts(found)]
    if found.curve:
        errors = sorted({n for waits in found.curve.values() for n in waits})
        rows = [
            [f"{s:g} s", *(f"{waits[n]:.2f}" if n in waits else "–" for n in errors)]  # no answer is so short
            for s, waits in sorted(found.curve.items())
        ]
        parts += [
            "The wait in seconds when the draft is wrong so many tokens before the end of the answer (0: it is right), "
            "all but the last second having been looked at before:\n",
            table(("speech", *(str(n) for n in errors)), rows),
        ]
    parts += _drafts(found)
    return "\n".join(parts)


def _forced(found: Findings) -> str:
    if not found.about.is_forced:
        return ""
    return (
        f"; the weights are random, so {TOKENS_PER_S} tokens are written for each second, and of each draft all but "
        f"the last {found.about.draft_error} tokens are agreed with"
    )


def _wait_rows(found: Findings) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for length_s in found.lengths_s():
        for arm in found.arms(length_s):
            spread = found.spread(length_s, arm)
            duty = found.duty(length_s, arm)
            rows.append(
                (
                    f"{length_s:g} s, {arm.value}",
                    str(spread.n),
                    *(f"{wait_s:.3f}" for wait_s in (spread.p50, spread.p90, spread.p95)),
                    _ratio(found.ratio(length_s, arm)),
                    "–" if duty is None else percent(duty, 1.0),
                )
            )
    return rows


def _work_rows(found: Findings) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for length_s in found.lengths_s():
        for arm in found.arms(length_s):
            taken = found.answers.get((length_s, arm))
            if not taken:
                continue
            per_token_s, share = found.s_per_token(length_s, arm), found.bandwidth_share(length_s, arm)
            rows.append(
                (
                    f"{length_s:g} s, {arm.value}",
                    f"{sum(one.n_tokens for one in taken) / len(taken):.0f}",
                    "–" if per_token_s is None else f"{1000 * per_token_s:.2f}",
                    "–" if share is None else percent(share, 1.0),
                    *(
                        "–" if (part_s := found.part_s(length_s, arm, name)) is None else f"{part_s:.3f}"
                        for name in ("mel_s", "encode_s", "prefill_s", "first_s")
                    ),
                )
            )
    return rows


def _growth(found: Findings) -> list[str]:
    """The wait after 30 s over that after 5 s, where both were measured."""
    if not {5.0, 30.0} <= set(found.lengths_s()):
        return []
    grown = {
        arm: found.spread(30.0, arm).p50 / found.spread(5.0, arm).p50
        for arm in Arm
        if arm in found.arms(5.0) and arm in found.arms(30.0)
    }
    return [
        "The wait after 30 s over that after 5 s: " + ", ".join(f"{a.value} {x:.1f}" for a, x in grown.items()) + ".\n"
    ]


def _starts(found: Findings) -> str:
    rows = [
        (
            name,
            *(f"{start.load_s:.1f}" for start in starts),
            *["–"] * (2 - len(starts)),
            "–" if starts[-1].peak_bytes is None else f"{starts[-1].peak_bytes / 1e9:.2f}",
            f"{starts[-1].peak_card_bytes / 1e9:.2f}",
        )
        for name, starts in found.starts.items()
    ]
    return table(("arm", "first start s", "second s", "peak memory GB", "on the card GB"), rows)


def _drafts(found: Findings) -> list[str]:
    parts: list[str] = []
    if found.acceptances:
        behind = [one.behind for one in found.acceptances]
        behind_s = [one.behind_s for one in found.acceptances]
        wrong = [one.n_wrong for one in found.acceptances]
        wrong_s = [one.wrong_s for one in found.acceptances]
        parts.append(
            f"The model's own drafts at the release, speech up to it: right up to {median(behind):g} tokens "
            f"({median(behind_s):.1f} s of speech) before the end of the answer in the median, {max(behind)} "
            f"({max(behind_s):.1f} s) at worst, of {len(behind)}. Of the draft's own end {median(wrong):g} tokens "
            f"({median(wrong_s):.1f} s) were wrong in the median, {max(wrong)} ({max(wrong_s):.1f} s) at worst.\n"
        )
    if found.same_as_fast:
        parts.append(
            f"`fast-overlap` gave the very tokens of `fast` for {sum(found.same_as_fast)} of {len(found.same_as_fast)} "
            "utterances.\n"
        )
    return parts


def _ratio(ratio: Ratio | None) -> str:
    if ratio is None:
        return "–"
    if ratio.low is None or ratio.high is None:
        return f"{ratio.ratio:.3f} (one pair)"
    return f"{ratio.ratio:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"
