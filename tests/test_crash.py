"""What is said after a mistake of the program's own."""

import pytest

from gleaptui.app import GleapApp
from gleaptui.terminal import crash_report
from tests.demo_app import demo_settings

KEY = "planted-key-that-must-not-show"


def _fail(token: str) -> None:
    authorization = f"Bearer {token}"
    raise RuntimeError(f"cannot use {authorization}")


def test_the_report_names_the_kind_and_the_places_but_no_message_and_no_values() -> None:
    with pytest.raises(RuntimeError) as caught:
        _fail(KEY)
    report = crash_report(caught.value)
    assert "RuntimeError" in report
    assert "test_crash.py" in report
    assert "_fail" in report
    assert KEY not in report
    assert "cannot use" not in report


async def test_an_exception_in_the_program_ends_it_with_that_report_and_not_with_local_variables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Failing(GleapApp):
        def action_help(self) -> None:
            _fail(KEY)

    app = Failing(demo_settings())
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press("question_mark")
    assert app.return_code == 70
    assert KEY not in "".join(capsys.readouterr())
    assert not app._exit_renderables
