"""One defect a function, patched into the stub's modules while a test serves them."""

import asyncio
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from scripts.stub import accounts, api, document, prefer, reply, sessions, update
from tests.contract import (
    test_auth,
    test_bodies,
    test_client,
    test_pairs,
    test_parallel,
    test_parties,
    test_path,
    test_schemathesis,
    test_sequences,
    test_update,
    test_values,
)

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Defect:
    """judge: the test that must fail over the defect. says: a part of its message. end: of the path."""

    apply: Callable[[Patch], None]
    judge: Callable[..., None]
    says: str
    end: str
    given: dict[str, Any]


DEFECTS: dict[str, Defect] = {}


def caught_by(
    judge: Callable[..., None], says: str, end: str = "", **given: Any
) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    def note(apply: Callable[[Patch], None]) -> Callable[[Patch], None]:
        DEFECTS[apply.__name__] = Defect(apply, judge, says, end, given)
        return apply

    return note


EXPIRY = test_update.test_an_expiry_counts_from_the_update_and_not_from_the_creation
VALUES = test_values.test_a_value_is_taken_or_refused_as_the_document_says


def _after_validation(patch: Patch, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    right = update.validate
    patch.setattr(
        update, "validate", lambda given, *, lenient: change(right(given, lenient=lenient))
    )


def _after_update(
    patch: Patch, change: Callable[[sessions.Session, sessions.Session, dict[str, Any]], Any]
) -> None:
    right = sessions.Session.updated

    def updated(self: sessions.Session, fields: dict[str, Any], now: Any) -> Any:
        return change(self, right(self, fields, now), fields)

    patch.setattr(sessions.Session, "updated", updated)


def _after_reply(patch: Patch, change: Callable[[reply.Reply, Any], reply.Reply]) -> None:
    right = reply.json_reply

    def changed(status: int, content: Any, headers: dict[str, str] | None = None) -> reply.Reply:
        return change(right(status, content, headers), content)

    patch.setattr(reply, "json_reply", changed)


@caught_by(
    test_client.test_nothing_false_zero_and_empty_are_sent_as_set, "record: expected", how="asyncio"
)
def false_is_dropped(patch: Patch) -> None:
    _after_validation(patch, lambda fields: {k: v for k, v in fields.items() if v is not False})


@caught_by(test_pairs.test_no_field_alone_and_no_complement_loses_a_value, "[S-partial-update]")
def defaults_are_applied(patch: Patch) -> None:
    defaults = {"record": False, "ring_timeout": 120, "call_time_limit": 3600}
    _after_validation(patch, lambda fields: {**defaults, **fields})


@caught_by(
    test_sequences.test_a_sequence_of_updates_ends_where_the_model_does, "expiry_time: expected"
)
def expiry_moves_with_every_update(patch: Patch) -> None:
    _after_validation(patch, lambda fields: {"session_expiry": 3600, **fields})


@caught_by(EXPIRY, "s after modified_time")
def expiry_counts_from_the_creation(patch: Patch) -> None:
    def wrong(_: Any, after: sessions.Session, fields: dict[str, Any]) -> Any:
        if "session_expiry" not in fields:
            return after
        expiry = after.created + timedelta(seconds=fields["session_expiry"] + 3600)
        return replace(after, expiry=expiry)

    _after_update(patch, wrong)


@caught_by(EXPIRY, "duration is the whole seconds")
def duration_is_kept(patch: Patch) -> None:
    _after_update(patch, lambda before, after, _: replace(after, duration=before.duration))


@caught_by(test_update.test_a_key_that_is_no_field_of_an_update_is_ignored, "[S-modified-time]")
def modified_time_is_frozen(patch: Patch) -> None:
    _after_update(patch, lambda before, after, _: replace(after, modified=before.modified))


@caught_by(
    test_parties.test_a_session_of_two_parties_refuses_one, "S-single-party", names=("first_party",)
)
def parties_are_taken_everywhere(patch: Patch) -> None:
    right = sessions.Session.updated
    patch.setattr(
        sessions.Session,
        "updated",
        lambda self, fields, now: right(replace(self, single_party=True), fields, now),
    )


@caught_by(test_parallel.test_no_update_is_lost, "is lost [S-")
def updates_are_lost(patch: Patch) -> None:
    right = api.Api.__call__

    async def stale(self: api.Api, scope: Any, receive: Any, send: Any) -> None:
        seen = dict(self._sessions._by_id)
        await asyncio.sleep(0.01)
        self._sessions._by_id = seen
        await right(self, scope, receive, send)

    patch.setattr(api.Api, "__call__", stale)


@caught_by(test_values.test_one_wrong_value_undoes_all_others, "to stay as it was, got ")
def right_fields_of_a_refused_update_stay(patch: Patch) -> None:
    right = update.validate

    def partly(given: dict[str, Any], *, lenient: bool) -> dict[str, Any]:
        try:
            return right(given, lenient=lenient)
        except update.BadUpdate:
            seeds[-1].update(sessions.TWO_PARTY, right({"record": False}, lenient=lenient))
            raise

    seeds: list[sessions.Sessions] = []
    reset = sessions.Sessions.reset

    def remembered(self: sessions.Sessions) -> None:
        reset(self)
        seeds.append(self)

    patch.setattr(sessions.Sessions, "reset", remembered)
    patch.setattr(update, "validate", partly)


@caught_by(test_path.test_both_ends_of_the_path_are_answered_without_a_redirect, "a status of", "/")
def slash_redirects(patch: Patch) -> None:
    right = api.Api._endpoint

    def endpoint(self: api.Api, scope: Any, content: bytes) -> reply.Reply:
        path = scope["raw_path"].decode()
        if path.endswith("/"):
            return reply.Reply(307, b"", {"Location": path[:-1]})
        return right(self, scope, content)

    patch.setattr(api.Api, "_endpoint", endpoint)


@caught_by(test_auth.test_no_credentials, "expected WWW-Authenticate to name Basic, got none")
def challenge_is_missing(patch: Patch) -> None:
    patch.setattr(document, "headers", lambda status: {"Allow": "POST"} if status == 405 else {})


@caught_by(test_auth.test_a_wrong_token, "expected 401, got 200")
def any_token_opens(patch: Patch) -> None:
    patch.setattr(hmac, "compare_digest", lambda known, given: True)


@caught_by(test_schemathesis.test_a_session_of_two_parties, "API accepts requests without")
def credentials_are_not_checked(patch: Patch) -> None:
    patch.setattr(accounts, "problem", lambda authorizations, account: None)


@caught_by(test_parallel.test_every_reply_has_an_api_id_of_its_own, "expected a fresh api_id")
def api_id_is_constant(patch: Patch) -> None:
    for module in (reply, prefer):
        patch.setattr(module, "api_id", lambda: str(UUID(int=1)))


@caught_by(test_bodies.test_another_media_type_is_refused, "fits its schema [S-error-body]")
def error_is_an_object(patch: Patch) -> None:
    def change(right: reply.Reply, content: Any) -> reply.Reply:
        if right.status == 200:
            return right
        wrong = {**content, "error": {"message": content["error"]}}
        return replace(right, content=json.dumps(wrong).encode())

    _after_reply(patch, change)


@caught_by(
    test_path.test_the_reply_is_json_whatever_is_asked_for,
    "expected Content-Type application/json, got",
)
def replies_are_plain_text(patch: Patch) -> None:
    _after_reply(
        patch,
        lambda right, _: replace(right, headers={"Content-Type": "text/plain; charset=utf-8"}),
    )


@caught_by(VALUES, "of 1002 is refused [S-recording-callback-url]", field="recording_callback_url")
def length_is_off_by_one(patch: Patch) -> None:
    schema = json.loads(json.dumps(document.update_schema()))
    schema["properties"]["recording_callback_url"]["maxLength"] = 1000
    patch.setattr(document, "update_schema", lambda: schema)
    patch.setattr(update, "_validator", update._validator.__wrapped__)
