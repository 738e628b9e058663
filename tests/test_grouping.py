"""Months and years are asked for only while somebody looks at their plots."""

from tests.demo_app import all_answered, demo_app, until


async def test_other_panes_keep_the_days_and_trends_find_their_months_again() -> None:
    app = demo_app(period="2026-07-01..2026-09-15")
    async with app.run_test(size=(120, 40)) as pilot:
        await all_answered(pilot)

        def interval() -> str:
            trends = app.board.trends.value or ()
            return next((series.interval for series in trends.values()), "") if isinstance(trends, dict) else ""

        await until(pilot, lambda: interval() == "day")
        await pilot.press("2", "i")
        await until(pilot, lambda: interval() == "month")
        await pilot.press("1")
        await until(pilot, lambda: interval() == "day")
        await pilot.press("2")
        await until(pilot, lambda: interval() == "month")
