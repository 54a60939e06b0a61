"""Callbacks: called in order, told once, and never in each other's way."""

import asyncio
from collections.abc import Callable

import pytest

from captions.realtime.sdk.callbacks import CallbackRegistry
from tests.conftest import on_loop
from tests.support.loop_turns import run_turns


class TestFunctions:
    def test_all_are_called_at_once_and_in_order_with_all_arguments(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", lambda *args: calls.append(("one", args)))
        callbacks.add_callback("said", lambda *args: calls.append(("two", args)))
        callbacks.emit("said", 1, {"a": 2})
        assert calls == [("one", (1, {"a": 2})), ("two", (1, {"a": 2}))]

    def test_event_is_told_to_its_own_callbacks_alone(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", calls.append)
        callbacks.emit("meant", 1)
        assert calls == []

    @pytest.mark.usefixtures("expected_errors")
    def test_one_that_fails_is_told_and_does_not_stop_the_next(
        self, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", broken)
        callbacks.add_callback("said", calls.append)
        callbacks.emit("said", 1)
        assert calls == [1]
        assert capsys.readouterr().out == "Error in event handler for said: broken\n"
        assert caplog.messages == ["A callback of 'said' failed."]

    def test_what_they_return_means_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        async def work() -> None:
            callbacks = CallbackRegistry()
            callbacks.add_callback("said", lambda number: number + 1)
            callbacks.emit("said", 1)
            await callbacks.wait_until_idle()

        on_loop(work())
        assert capsys.readouterr().out == ""

    def test_one_that_is_added_while_an_event_is_told_hears_the_next(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", lambda _: callbacks.add_callback("said", calls.append))
        callbacks.emit("said", 1)
        assert calls == []
        callbacks.emit("said", 2)
        assert calls == [2]

    def test_one_that_removes_itself_does_not_hide_the_next(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []

        def only_now(_: object) -> None:
            callbacks.remove_callback("said", only_now)
            calls.append("now")

        callbacks.add_callback("said", only_now)
        callbacks.add_callback("said", calls.append)
        callbacks.emit("said", 1)
        callbacks.emit("said", 2)
        assert calls == ["now", 1, 2]


class TestCoroutines:
    def test_they_are_awaited_one_after_the_other_in_order_of_events(self) -> None:
        async def work() -> list[str]:
            callbacks = CallbackRegistry()
            calls: list[str] = []

            async def slow(number: int) -> None:
                calls.append(f"{number} begins")
                await run_turns(3 - number)
                calls.append(f"{number} ends")

            callbacks.add_callback("said", slow)
            callbacks.add_callback("meant", slow)
            callbacks.emit("said", 0)
            callbacks.emit("meant", 1)
            callbacks.emit("said", 2)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == [
            f"{number} {what}" for number in range(3) for what in ("begins", "ends")
        ]

    def test_function_does_not_wait_for_the_coroutine_before_it(self) -> None:
        async def work() -> list[object]:
            callbacks = CallbackRegistry()
            calls: list[object] = []

            async def later(_: object) -> None:
                calls.append("later")

            callbacks.add_callback("said", later)
            callbacks.add_callback("said", calls.append)
            callbacks.emit("said", 1)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == [1, "later"]

    def test_those_of_a_later_event_are_awaited_when_all_before_are_done(self) -> None:
        async def work() -> list[int]:
            callbacks = CallbackRegistry()
            calls: list[int] = []

            async def note(number: int) -> None:
                calls.append(number)

            callbacks.add_callback("said", note)
            callbacks.emit("said", 1)
            await callbacks.wait_until_idle()
            callbacks.emit("said", 2)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == [1, 2]

    @pytest.mark.usefixtures("expected_errors")
    def test_one_that_fails_is_told_and_does_not_stop_the_next(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async def work() -> list[object]:
            callbacks = CallbackRegistry()
            calls: list[object] = []

            async def fail(number: object) -> None:
                await asyncio.sleep(0)
                broken(number)

            async def note(number: object) -> None:
                calls.append(number)

            callbacks.add_callback("said", fail)
            callbacks.add_callback("said", note)
            callbacks.emit("said", 1)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == [1]
        assert capsys.readouterr().out == "Error in event handler for said: broken\n"

    def test_what_a_function_returns_to_be_awaited_is_awaited(self) -> None:
        async def work() -> list[int]:
            callbacks = CallbackRegistry()
            calls: list[int] = []

            async def note(number: int) -> None:
                calls.append(number)

            callbacks.add_callback("said", lambda number: note(number + 1))
            callbacks.emit("said", 1)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == [2]

    def test_settling_waits_for_those_that_wait_in_the_queue(self) -> None:
        async def work() -> bool:
            callbacks = CallbackRegistry()
            go_on = asyncio.Event()
            callbacks.add_callback("said", go_on.wait)
            callbacks.emit("said")
            callbacks.emit("said")
            settling = asyncio.create_task(callbacks.wait_until_idle())
            await run_turns(5)
            waited = not settling.done()
            go_on.set()
            await settling
            return waited

        assert on_loop(work())

    def test_settling_where_nothing_waits_ends_at_once(self) -> None:
        on_loop(CallbackRegistry().wait_until_idle())

    def test_coroutine_may_settle_itself_and_those_behind_it_are_still_awaited(self) -> None:
        async def work() -> list[str]:
            callbacks = CallbackRegistry()
            calls: list[str] = []

            async def close() -> None:
                await callbacks.wait_until_idle()
                calls.append("closed")

            async def note() -> None:
                calls.append("noted")

            callbacks.add_callback("said", close)
            callbacks.add_callback("said", note)
            callbacks.emit("said")
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == ["closed", "noted"]


class TestOnce:
    def test_it_is_called_for_the_first_time_only(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", calls.append, once=True)
        callbacks.emit("said", 1)
        callbacks.emit("said", 2)
        assert calls == [1]
        assert callbacks.by_event["said"] == []

    def test_it_is_called_once_even_if_it_makes_the_event_happen_again(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []

        def again(number: int) -> None:
            calls.append(number)
            callbacks.emit("said", number + 1)

        callbacks.add_callback("said", again, once=True)
        callbacks.emit("said", 1)
        assert calls == [1]

    def test_it_is_called_once_even_if_the_event_happens_again_before_its_turn(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []

        def again(number: int) -> None:
            if number == 1:
                callbacks.emit("said", 2)

        callbacks.add_callback("said", again)
        callbacks.add_callback("said", calls.append, once=True)
        callbacks.emit("said", 1)
        assert calls == [2]

    @pytest.mark.usefixtures("expected_errors")
    def test_one_that_fails_is_forgotten_too(self) -> None:
        callbacks = CallbackRegistry()
        callbacks.add_callback("said", broken, once=True)
        callbacks.emit("said", 1)
        assert callbacks.by_event["said"] == []


class TestRemoving:
    @pytest.mark.parametrize("once", [False, True], ids=["registered", "registered for once"])
    def test_it_is_not_called_any_more_and_the_others_are(self, once: bool) -> None:
        callbacks = CallbackRegistry()
        gone: list[object] = []
        kept: list[object] = []
        callbacks.add_callback("said", kept.append)
        # Each look at a method gives another object, and all of them are one callback.
        callbacks.add_callback("said", gone.append, once=once)
        callbacks.add_callback("said", lambda number: kept.append(-number))
        callbacks.remove_callback("said", gone.append)
        callbacks.emit("said", 1)
        assert (gone, kept) == ([], [1, -1])

    @pytest.mark.parametrize("event", ["said", "never heard of"])
    def test_one_that_is_not_registered_is_nothing(self, event: str) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", calls.append)
        callbacks.remove_callback(event, broken)
        callbacks.emit("said", 1)
        assert calls == [1]

    def test_it_stays_registered_for_other_events(self) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("said", calls.append)
        callbacks.add_callback("meant", calls.append)
        callbacks.remove_callback("said", calls.append)
        callbacks.emit("said", 1)
        callbacks.emit("meant", 2)
        assert calls == [2]


class TestKeptEvents:
    @pytest.mark.parametrize("once", [False, True], ids=["registered", "registered for once"])
    def test_who_comes_late_is_told_once_and_soon(self, once: bool) -> None:
        async def work() -> tuple[list[object], list[object]]:
            callbacks = CallbackRegistry(("open",))
            calls: list[object] = []
            callbacks.emit("open", 7)
            callbacks.add_callback("open", calls.append, once=once)
            at_once = list(calls)
            await run_turns(5)
            return at_once, calls

        assert on_loop(work()) == ([], [7])

    def test_late_registration_for_once_is_used_up(self) -> None:
        async def work() -> list[object]:
            callbacks = CallbackRegistry(("open",))
            calls: list[object] = []
            callbacks.emit("open", 7)
            callbacks.add_callback("open", calls.append, once=True)
            await run_turns(2)
            callbacks.emit("open", 8)
            return calls

        assert on_loop(work()) == [7]

    def test_late_registration_for_once_may_be_removed_before_it_is_told(self) -> None:
        async def work() -> list[object]:
            callbacks = CallbackRegistry(("open",))
            calls: list[object] = []
            callbacks.emit("open", 7)
            callbacks.add_callback("open", calls.append, once=True)
            callbacks.remove_callback("open", calls.append)
            await run_turns(2)
            return calls

        assert on_loop(work()) == []

    def test_who_came_in_time_is_not_told_again_when_another_comes_late(self) -> None:
        async def work() -> tuple[list[object], list[object]]:
            callbacks = CallbackRegistry(("open",))
            early: list[object] = []
            late: list[object] = []
            callbacks.add_callback("open", early.append)
            callbacks.emit("open", 7)
            callbacks.add_callback("open", late.append)
            await run_turns(5)
            return early, late

        assert on_loop(work()) == ([7], [7])

    def test_late_coroutine_is_awaited_behind_those_that_wait(self) -> None:
        async def work() -> list[str]:
            callbacks = CallbackRegistry(("open",))
            calls: list[str] = []

            async def note(text: str) -> None:
                await run_turns(2)
                calls.append(text)

            callbacks.add_callback("said", note)
            callbacks.emit("open", "open")
            callbacks.emit("said", "said")
            callbacks.add_callback("open", note)
            await run_turns(1)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == ["said", "open"]

    def test_other_events_are_not_told_to_those_who_come_late(self) -> None:
        async def work() -> list[object]:
            callbacks = CallbackRegistry(("open",))
            calls: list[object] = []
            callbacks.emit("said", 7)
            callbacks.add_callback("said", calls.append)
            await run_turns(5)
            return calls

        assert on_loop(work()) == []


class TestFittingCalls:
    @pytest.mark.parametrize("once", [False, True], ids=["registered", "registered for once"])
    @pytest.mark.parametrize(
        ("make", "told"),
        [
            pytest.param(lambda calls: lambda: calls.append("-"), ["-"], id="takes nothing"),
            pytest.param(
                lambda calls: lambda why: calls.append((why,)), [(7,)], id="takes the reason"
            ),
            pytest.param(
                lambda calls: lambda why=None: calls.append(why), [7], id="may take the reason"
            ),
            pytest.param(
                lambda calls: lambda *args: calls.append(args), [(7,)], id="takes whatever comes"
            ),
            pytest.param(lambda calls: calls.append, [7], id="is of C and takes the reason"),
        ],
    )
    def test_callback_is_called_as_it_wants_to_be(
        self,
        make: Callable[[list[object]], Callable[..., object]],
        told: list[object],
        once: bool,
    ) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("close", make(calls), once=once)
        callbacks.emit_optional_argument("close", 7)
        assert calls == told

    def test_callback_of_c_that_takes_nothing_is_called_without_the_reason(self) -> None:
        callbacks = CallbackRegistry()
        calls = [1, 2]
        callbacks.add_callback("close", calls.clear)
        callbacks.emit_optional_argument("close", 7)
        assert calls == []

    def test_callback_of_c_that_does_not_tell_what_it_takes_is_given_the_reason(self) -> None:
        callbacks = CallbackRegistry()
        told: dict[str, int] = {}
        callbacks.add_callback("close", told.update)
        callbacks.emit_optional_argument("close", {"code": 1000})
        assert told == {"code": 1000}

    def test_coroutines_are_called_as_they_want_to_be_too(self) -> None:
        async def work() -> list[object]:
            callbacks = CallbackRegistry()
            calls: list[object] = []

            async def without() -> None:
                calls.append("-")

            async def with_reason(why: object) -> None:
                calls.append(why)

            callbacks.add_callback("close", without)
            callbacks.add_callback("close", with_reason)
            callbacks.emit_optional_argument("close", 7)
            await callbacks.wait_until_idle()
            return calls

        assert on_loop(work()) == ["-", 7]

    @pytest.mark.usefixtures("expected_errors")
    def test_one_that_fails_does_not_stop_the_next(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        callbacks = CallbackRegistry()
        calls: list[object] = []
        callbacks.add_callback("close", broken)
        callbacks.add_callback("close", calls.append)
        callbacks.emit_optional_argument("close", 7)
        assert calls == [7]
        assert "Error in event handler for close: broken" in capsys.readouterr().out


def broken(_: object) -> None:
    raise ValueError("broken")


@pytest.mark.usefixtures("expected_errors")
def test_cancelled_wait_in_a_callback_does_not_stop_the_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def work() -> list[int]:
        callbacks = CallbackRegistry()
        calls: list[int] = []

        async def cancelled(_: int) -> None:
            raise asyncio.CancelledError

        async def good(number: int) -> None:
            calls.append(number)

        callbacks.add_callback("custom", cancelled)
        callbacks.add_callback("custom", good)
        callbacks.emit("custom", 1)
        await callbacks.wait_until_idle()
        return calls

    assert on_loop(work()) == [1]
    assert "Error in event handler" in capsys.readouterr().out


def test_settling_within_a_task_of_a_callback_does_not_wait_for_itself() -> None:
    async def work() -> bool:
        callbacks = CallbackRegistry()
        done = asyncio.Event()

        async def closing() -> None:
            await asyncio.wait_for(callbacks.wait_until_idle(), 5)
            done.set()

        callbacks.add_callback("custom", closing)
        callbacks.emit("custom")
        await callbacks.wait_until_idle()
        return done.is_set()

    assert on_loop(work())
