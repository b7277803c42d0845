"""Sequences of valid and invalid updates, on several sessions, against the model."""

import sys
import time
from typing import Any

import hypothesis
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.contract import document, model, values
from tests.contract.hypothesis_settings import SEED, Depth, settings
from tests.contract.wire import Wire
from tests.support.differences import differences

WRONG = [
    {name: values.wrong(name).value} for name in document.fields() if name not in document.PARTIES
]


def machine(wire: Wire, depth: Depth) -> type[RuleBasedStateMachine]:
    """The machine for this server: each session is a model beside the real one."""
    target = wire.target
    two_parties = [name for name in target.updatable if name != target.single_party_session]

    class Updates(RuleBasedStateMachine):
        @initialize()
        def start(self) -> None:
            if target.stub:
                target.stub.reset()
            self.shown = {name: wire.state(name) for name in target.updatable}

        @rule(name=st.sampled_from(two_parties), body=document.bodies(single_party=False))
        def update_two_parties(self, name: str, body: dict[str, Any]) -> None:
            self.take(name, body)

        @rule(name=st.sampled_from(target.updatable), value=st.booleans())
        def switch_recording(self, name: str, value: bool) -> None:
            self.take(name, {"record": value})

        @rule(name=st.sampled_from(target.updatable), seconds=st.integers(60, 86400))
        def move_expiry(self, name: str, seconds: int) -> None:
            self.take(name, {"session_expiry": seconds})

        @rule(
            name=st.sampled_from(two_parties),
            body=document.bodies(single_party=False),
            wrong=st.sampled_from(WRONG),
        )
        def refuse(self, name: str, body: dict[str, Any], wrong: dict[str, Any]) -> None:
            response = wire.post(name, {**body, **wrong})
            wire.demand_status(response, 400, f"{wrong} is refused", "S-status-400")
            depth.count_refused()

        @rule(name=st.sampled_from(two_parties), party=st.sampled_from(document.PARTIES))
        def refuse_party(self, name: str, party: str) -> None:
            response = wire.post(name, {party: "+12025550187", "ring_timeout": 1})
            rule = "a session of two parties takes no number"
            wire.demand_status(response, 400, rule, "S-single-party")
            depth.count_refused()

        if target.single_party_session:

            @rule(body=document.bodies(single_party=True))
            def update_one_party(self, body: dict[str, Any]) -> None:
                self.take(target.single_party_session or "", body)

        if target.stub:

            @rule(seconds=st.integers(1, 50))
            def let_time_pass(self, seconds: int) -> None:
                assert target.stub
                target.stub.advance(seconds)

        def take(self, name: str, body: dict[str, Any]) -> None:
            response = wire.post(name, body)
            depth.count(response.status_code)
            if response.status_code == 400 and self.may_have_expired(name):
                assert response.json()["error"].startswith("Session already expired")
                return
            wire.demand_status(response, 200, "a valid update is taken", "S-status-200")
            after = response.json()["session"]
            exactly = target.stub is not None
            model.check_update(self.shown[name], body, after, exactly=exactly)
            self.shown[name] = after

        def may_have_expired(self, name: str) -> bool:
            """Whether moving the stub's clock can have ended it: 60 s is the shortest life."""
            expiry = model.seconds(self.shown[name]["expiry_time"])
            return target.stub is not None and expiry < time.time() + 50 * 60

        def teardown(self) -> None:
            # What a step has found is not to be hidden by what it left behind.
            if sys.exception():
                return
            for name, shown in self.shown.items():
                if self.may_have_expired(name):
                    continue
                wrong = differences(
                    {**model.documented(shown), "modified_time": None},
                    {**model.documented(wire.state(name)), "modified_time": None},
                )
                rule = f"{name} ends as its updates left it"
                expected, got = "the state in the last reply", "; ".join(wrong)
                wire.demand(not wrong, rule, "S-partial-update", expected=expected, got=got)

    return Updates


def test_a_sequence_of_updates_ends_where_the_model_does(plain_wire: Wire, depth: Depth) -> None:
    factory = hypothesis.seed(SEED)(machine(plain_wire, depth))
    # Making a failing sequence small takes minutes, and its first broken rule says enough.
    unshrunk = hypothesis.settings(
        settings(4, stateful_step_count=40), phases=[Phase.generate], report_multiple_bugs=False
    )
    run_state_machine_as_test(factory, settings=unshrunk)
    depth.judge(least=0.5)
