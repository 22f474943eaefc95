"""Who waits longest is served first, and nothing is lost when somebody gives up."""

from __future__ import annotations

import asyncio

from kg.store.idle import Idle


def test_who_came_first_gets_it_first_and_a_newcomer_waits() -> None:
    async def run() -> list[str]:
        idle: Idle[int] = Idle()
        order: list[str] = []

        async def wait(name: str) -> None:
            await idle.get()
            order.append(name)

        tasks = [asyncio.create_task(wait(name)) for name in ("first", "second")]
        await asyncio.sleep(0)
        idle.put(1)
        tasks.append(asyncio.create_task(wait("newcomer")))
        assert idle.take() is None
        idle.put(2)
        await asyncio.sleep(0)
        idle.put(3)
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(run()) == ["first", "second", "newcomer"]


def test_what_was_given_to_one_who_gave_up_goes_to_the_next() -> None:
    async def run() -> None:
        idle: Idle[int] = Idle()
        gone, late, next_one = (asyncio.create_task(idle.get()) for _ in range(3))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait([gone])
        idle.put(1)
        # It has its worker and is told at the same moment that its time is up.
        late.cancel()
        assert await next_one == 1
        assert gone.cancelled()
        assert late.cancelled()
        assert len(idle) == 0

    asyncio.run(run())


def test_the_last_one_that_worked_is_given() -> None:
    async def run() -> list[int]:
        idle: Idle[int] = Idle()
        for item in (1, 2, 3):
            idle.put(item)
        assert len(idle) == 3
        found = [await idle.get(), await idle.get()]
        idle.clear()
        assert idle.take() is None
        return found

    assert asyncio.run(run()) == [3, 2]
