"""Percentiles and paired ratios against figures worked out by hand."""

import pytest

from srota_dictate.lab.bench.release.statistics import paired_ratio, percentiles


def test_percentiles() -> None:
    found = percentiles([3.0, 1.0, 2.0, 5.0, 4.0])
    assert (found.n, found.p50) == (5, 3.0)
    assert found.p90 == pytest.approx(4.6)
    assert found.p95 == pytest.approx(4.8)
    with pytest.raises(ValueError, match="nothing"):
        percentiles([])


def test_the_same_ratio_in_every_pair_has_no_width() -> None:
    found = paired_ratio([1.0, 2.0, 30.0], [4.0, 8.0, 120.0])
    assert found.n == 3
    assert (found.ratio, found.low, found.high) == pytest.approx((0.25, 0.25, 0.25))


def test_the_interval_holds_the_ratio_and_is_the_same_every_time() -> None:
    values, baseline = [1.0, 1.2, 0.7, 1.1, 2.0], [2.0, 2.1, 2.0, 1.9, 2.2]
    found = paired_ratio(values, baseline)
    assert found.low is not None
    assert found.high is not None
    assert 0.3 < found.low < found.ratio < found.high < 1
    assert found == paired_ratio(values, baseline)


def test_twice_and_half_as_long_cancel_out() -> None:
    assert paired_ratio([2.0, 1.0], [1.0, 2.0]).ratio == pytest.approx(1.0)


def test_one_pair_has_no_interval() -> None:
    found = paired_ratio([1.0], [2.0])
    assert (found.n, found.ratio, found.low, found.high) == (1, 0.5, None, None)


@pytest.mark.parametrize(("values", "baseline"), [([], []), ([1.0], []), ([1.0], [1.0, 2.0])])
def test_what_is_not_paired_is_refused(values: list[float], baseline: list[float]) -> None:
    with pytest.raises(ValueError, match="pairs"):
        paired_ratio(values, baseline)
