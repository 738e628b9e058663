import pytest

from tests.benchmarks import refresh


@pytest.mark.slow
def test_a_day_of_a_busy_desk_keeps_every_promise_of_the_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh.main() == 0, capsys.readouterr().out
