"""The wrong adapters, and for each the scenarios in which it must fail, read off the scenario."""

import json
import sys
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from scripts.conformance.scenario import Scenario
from tests.support.mutants.right import Json, Right


class Wrong(Right, ABC):
    """An adapter that is wrong in one way."""

    @classmethod
    @abstractmethod
    def fails(cls, scenario: Scenario) -> bool:
        """Whether it must fail in this scenario."""


class SendsDefaults(Wrong):
    """Sends the documented default of each field that the caller left out."""

    DEFAULTS: ClassVar[Json] = {
        "record": False,
        "record_file_format": "mp3",
        "recording_callback_method": "POST",
        "session_expiry": 3600,
        "call_time_limit": 3600,
        "callback_method": "POST",
        "ring_timeout": 120,
    }

    def body(self, call: Json) -> Json:
        return {**self.DEFAULTS, **call["fields"]}

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return bool(cls.DEFAULTS.keys() - _body(scenario).keys()) and _sends(scenario)


class DropsFalse(Wrong):
    """Takes an explicit false for a field that was left out."""

    def body(self, call: Json) -> Json:
        return {key: value for key, value in call["fields"].items() if value is not False}

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return any(value is False for value in _body(scenario).values())


class CamelCasesKeys(Wrong):
    """Sends callbackUrl for callback_url."""

    def body(self, call: Json) -> Json:
        return {self.camel(key): value for key, value in call["fields"].items()}

    @staticmethod
    def camel(key: str) -> str:
        first, *rest = key.split("_")
        return first + "".join(word.capitalize() for word in rest)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return any("_" in key for key in _body(scenario))


class SwapsTwoFields(Wrong):
    """Sends callback_url as recording_callback_url, and the other way round."""

    SWAPPED: ClassVar[dict[str, str]] = {
        "callback_url": "recording_callback_url",
        "recording_callback_url": "callback_url",
    }

    def body(self, call: Json) -> Json:
        fields: Json = call["fields"]
        return {self.SWAPPED.get(key, key): value for key, value in fields.items()}

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        one, other = (_body(scenario).get(key) for key in cls.SWAPPED)
        return bool(one != other)


class ForgetsAuthorization(Wrong):
    """Sends no credentials."""

    def headers(self, call: Json) -> dict[str, str]:
        return {"Content-Type": "application/json"}

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _sends(scenario)


class WrongVerb(Wrong):
    """Sends PUT for POST."""

    method = "PUT"

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _sends(scenario)


class UnencodedPath(Wrong):
    """Pastes the ids into the path as they are."""

    def segment(self, value: str) -> str:
        return value

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        if scenario.request is None:
            return True
        call, allowed = scenario.call, scenario.request["path"]
        pasted = f"/v1/Account/{call['auth_id']}/Masking/Session/{call['session_uuid']}"
        return pasted not in ([allowed] if isinstance(allowed, str) else allowed)


class SwallowsBadRequest(Wrong):
    """Takes a 400 for a success without content."""

    def read(self, status: int, content: bytes) -> Json:
        return self.reply({}) if status == 400 else super().read(status, content)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return 400 in _error_statuses(scenario)


class LosesReplyKey(Wrong):
    """Hands over the session without its expiry time."""

    def reply(self, content: Json) -> Json:
        content.get("session", {}).pop("expiry_time", None)
        return super().reply(content)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        if not any("reply" in outcome for outcome in scenario.outcomes):
            return False
        return scenario.serve is None or "expiry_time" in _served(scenario).get("session", {})


class Crashes(Wrong):
    """Ends without an outcome when the server tells of an error."""

    def read(self, status: int, content: bytes) -> Json:
        if status >= 400:
            sys.exit(f"status {status} was not expected")
        return super().read(status, content)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return any(status >= 400 for status in _error_statuses(scenario))


WRONG: dict[str, type[Wrong]] = {
    "sends-defaults": SendsDefaults,
    "drops-false": DropsFalse,
    "camel-cases-keys": CamelCasesKeys,
    "swaps-two-fields": SwapsTwoFields,
    "forgets-authorization": ForgetsAuthorization,
    "wrong-verb": WrongVerb,
    "unencoded-path": UnencodedPath,
    "swallows-bad-request": SwallowsBadRequest,
    "loses-reply-key": LosesReplyKey,
    "crashes": Crashes,
}


def _sends(scenario: Scenario) -> bool:
    return scenario.request is not None


def _body(scenario: Scenario) -> Json:
    return {} if scenario.request is None else dict(scenario.request["body"])


def _error_statuses(scenario: Scenario) -> set[int]:
    return {outcome["error"]["status"] for outcome in scenario.outcomes if "error" in outcome}


def _served(scenario: Scenario) -> Any:
    assert scenario.serve is not None
    return json.loads(scenario.serve["text"])
