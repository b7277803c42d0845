"""The mutants, each with the scenarios in which it must fail, derived from the scenario."""

import json
from abc import ABC, abstractmethod
from http.client import HTTPException
from typing import ClassVar
from urllib.parse import SplitResult, urljoin, urlsplit

from scripts.conformance.scenario import Scenario
from tests.support.mutants.right import Json, Right


class Mutant(Right, ABC):
    """The right adapter with one bug."""

    @classmethod
    @abstractmethod
    def fails(cls, scenario: Scenario) -> bool:
        """Whether it must fail this scenario."""


class SendsDefaults(Mutant):
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


class DropsFalse(Mutant):
    """Treats an explicit false as a field that was left out."""

    def body(self, call: Json) -> Json:
        return {key: value for key, value in call["fields"].items() if value is not False}

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return any(value is False for value in _body(scenario).values())


class CamelCasesKeys(Mutant):
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


class SwapsTwoFields(Mutant):
    """Swaps callback_url and recording_callback_url."""

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


class ForgetsAuthorization(Mutant):
    """Sends no credentials."""

    def headers(self, call: Json) -> dict[str, str]:
        return {"Content-Type": "application/json"}

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _sends(scenario)


class WrongVerb(Mutant):
    """Sends PUT instead of POST."""

    method = "PUT"

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _sends(scenario)


class UnencodedPath(Mutant):
    """Puts the ids into the path unencoded."""

    def segment(self, value: str) -> str:
        return value

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        if scenario.request is None:
            return True
        call = scenario.call
        path = f"/v1/Account/{call['auth_id']}/Masking/Session/{call['session_uuid']}"
        return path not in scenario.request["paths"]


class AddsAQuery(Mutant):
    """Sends a query string."""

    def path(self, call: Json) -> str:
        return f"{super().path(call)}?format=json"

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _sends(scenario)


class SwallowsBadRequest(Mutant):
    """Treats a 400 as a success without content."""

    def read(self, status: int, content: bytes) -> Json:
        return self.reply({}) if status == 400 else super().read(status, content)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return 400 in _statuses(scenario)


class LosesReplyKey(Mutant):
    """Returns the session without its expiry time."""

    def reply(self, content: Json) -> Json:
        content.get("session", {}).pop("expiry_time", None)
        return super().reply(content)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        updates = scenario.updates()
        if not any("reply" in outcome for update in updates for outcome in update.outcomes):
            return False
        if not scenario.serve:
            return True
        first = scenario.serve[0]
        return first["status"] == 200 and "expiry_time" in json.loads(first["text"]).get(
            "session", {}
        )


class RefusesAfterSending(Mutant):
    """Reports a refusal for an update that the server rejected."""

    def read(self, status: int, content: bytes) -> Json:
        refused = {"outcome": "refused", "detail": "invalid value"}
        return refused if status == 400 else super().read(status, content)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return 400 in _statuses(scenario)


class InventsAStatus(Mutant):
    """Reports an unreadable reply with a status that the server didn't send."""

    def read(self, status: int, content: bytes) -> Json:
        outcome = super().read(status, content)
        unreadable = outcome["outcome"] == "error" and not isinstance(outcome["message"], str)
        return outcome | {"status": 0} if unreadable else outcome

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _unreadable(scenario)


class InventsAnId(Mutant):
    """Reports an unreadable reply with an id from elsewhere, such as that of an earlier reply."""

    def read(self, status: int, content: bytes) -> Json:
        outcome = super().read(status, content)
        unreadable = outcome["outcome"] == "error" and not isinstance(outcome["message"], str)
        return outcome | {"api_id": "an earlier id"} if unreadable else outcome

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _unreadable(scenario)


class FollowsAnywhere(Mutant):
    """Follows every redirect, to any origin, with the update and the credentials."""

    def send(self, call: Json, path: str, body: bytes) -> tuple[int, bytes]:
        reply, content = self.exchange(call, self.method, call["base_url"], path, body)
        target = urlsplit(urljoin(call["base_url"], reply.headers.get("Location")))
        if reply.headers.get("Location"):
            reply, content = self.exchange(call, *self.again(target, body))
        return reply.status, content

    def again(self, target: SplitResult, body: bytes) -> tuple[str, str, str, bytes]:
        """Method, origin, path and body of the second request."""
        return self.method, target.geturl(), target.path, body

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return _redirects(scenario) and not cls.may(scenario)

    @classmethod
    def may(cls, scenario: Scenario) -> bool:
        """Whether it may follow the redirect of the scenario its own way."""
        assert scenario.request is not None
        return scenario.request["may_follow"] is not None


class FollowsWithGet(FollowsAnywhere):
    """Follows every redirect with a GET, as browsers do with most."""

    def again(self, target: SplitResult, body: bytes) -> tuple[str, str, str, bytes]:
        return "GET", target.geturl(), target.path, b""

    @classmethod
    def may(cls, scenario: Scenario) -> bool:
        return False


class RepeatsDropped(Mutant):
    """Sends an update again when no reply came."""

    def send(self, call: Json, path: str, body: bytes) -> tuple[int, bytes]:
        try:
            return super().send(call, path, body)
        except (OSError, HTTPException):
            return super().send(call, path, body)

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return any({"transport": True} in update.outcomes for update in scenario.updates()) and any(
            "drop" in reply or reply.get("delay", 0) > scenario.call["timeout_seconds"]
            for reply in scenario.serve
        )


class MixesUpReplies(Mutant):
    """Gives the replies to updates made at once in the order in which they came."""

    def outcome(self, call: Json) -> Json:
        outcome = super().outcome(call)
        if call.get("at_once"):
            outcome["outcomes"].reverse()
        return outcome

    @classmethod
    def fails(cls, scenario: Scenario) -> bool:
        return bool(scenario.call.get("at_once"))


MUTANTS: dict[str, type[Mutant]] = {
    "sends-defaults": SendsDefaults,
    "drops-false": DropsFalse,
    "camel-cases-keys": CamelCasesKeys,
    "swaps-two-fields": SwapsTwoFields,
    "forgets-authorization": ForgetsAuthorization,
    "wrong-verb": WrongVerb,
    "unencoded-path": UnencodedPath,
    "adds-a-query": AddsAQuery,
    "swallows-bad-request": SwallowsBadRequest,
    "loses-reply-key": LosesReplyKey,
    "refuses-after-sending": RefusesAfterSending,
    "invents-a-status": InventsAStatus,
    "invents-an-id": InventsAnId,
    "follows-anywhere": FollowsAnywhere,
    "follows-with-get": FollowsWithGet,
    "repeats-dropped": RepeatsDropped,
    "mixes-up-replies": MixesUpReplies,
}


def _sends(scenario: Scenario) -> bool:
    return scenario.request is not None


def _body(scenario: Scenario) -> Json:
    """The body of the last update."""
    request = scenario.updates()[-1].request
    return {} if request is None else dict(request["body"])


def _redirects(scenario: Scenario) -> bool:
    return any("Location" in reply.get("headers", {}) for reply in scenario.serve)


def _statuses(scenario: Scenario) -> set[int]:
    """The statuses of the errors that are allowed."""
    kinds = ("error", "unreadable")
    return {one[kind]["status"] for one in scenario.outcomes for kind in kinds if kind in one}


def _unreadable(scenario: Scenario) -> bool:
    """Whether the right adapter, which follows no redirect, gets a reply that it can't read."""
    kinds = [kind for outcome in scenario.outcomes for kind in outcome]
    return kinds == ["unreadable"] or _redirects(scenario)
