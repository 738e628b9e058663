from tests.refresh.desk import Desk


async def test_a_watched_feed_is_fetched_at_once_and_then_at_its_interval() -> None:
    desk = Desk()
    overview = desk.feed("overview", 30)
    async with desk.open("overview"):
        await desk.clock.advance(1)
        assert desk.value("overview") == "overview 1"
        await desk.clock.advance(300)
        assert 10 <= len(overview.starts) <= 12
