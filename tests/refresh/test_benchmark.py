import pytest

from tests.benchmarks import refresh


@pytest.mark.slow
def test_hours_all_over_a_busy_day_and_a_quiet_night_keep_every_promise_of_the_benchmark() -> None:
    engine, plain, night = refresh.sampled()
    assert all(refresh.judged(engine, plain, night).values()), refresh.report(engine, plain, night)
