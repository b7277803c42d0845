"""One defect a function: each is patched into the stub's modules while a test serves them."""

import asyncio
import base64
import hmac
import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from scripts.stub import accounts, api, body, document, journal, prefer, reply, sessions, update
from scripts.stub.clock import Clock

Patch = pytest.MonkeyPatch
DEFECTS: dict[str, tuple[Callable[[Patch], None], str]] = {}


def caught_by(test: str) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    """Name the tests, as pytest's file::test or file, that must fail over the defect."""

    def note(defect: Callable[[Patch], None]) -> Callable[[Patch], None]:
        DEFECTS[defect.__name__] = (defect, test)
        return defect

    return note


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


def _before_endpoint(patch: Patch, intercept: Callable[[Any, bytes], reply.Reply | None]) -> None:
    right = api.Api._endpoint

    def endpoint(self: api.Api, request: Any, content: bytes) -> reply.Reply:
        return intercept(request, content) or right(self, request, content)

    patch.setattr(api.Api, "_endpoint", endpoint)


def _after_reply(patch: Patch, change: Callable[[int, Any], tuple[int, Any]]) -> None:
    right = reply.json_reply

    def changed(status: int, content: Any, headers: dict[str, str] | None = None) -> reply.Reply:
        return right(*change(status, content), headers)

    patch.setattr(reply, "json_reply", changed)


@caught_by("test_update.py::test_recording_can_be_switched_off")
def false_is_dropped(patch: Patch) -> None:
    _after_validation(patch, lambda fields: {k: v for k, v in fields.items() if v is not False})


@caught_by("test_update.py::test_a_field_alone_leaves_the_others")
def empty_text_is_dropped(patch: Patch) -> None:
    _after_validation(patch, lambda fields: {k: v for k, v in fields.items() if v != ""})


@caught_by("test_client.py::test_nothing_false_zero_and_empty_are_sent_as_set")
def zero_is_dropped(patch: Patch) -> None:
    _after_validation(
        patch, lambda fields: {k: v for k, v in fields.items() if v is False or v != 0}
    )


@caught_by("test_update.py::test_a_field_alone_leaves_the_others")
def defaults_are_applied(patch: Patch) -> None:
    defaults = {"record": False, "ring_timeout": 120, "call_time_limit": 3600}
    _after_validation(patch, lambda fields: {**defaults, **fields})


@caught_by("test_update.py::test_an_expiry_survives_the_next_update")
def expiry_moves_with_every_update(patch: Patch) -> None:
    _after_validation(patch, lambda fields: {"session_expiry": 3600, **fields})


@caught_by("test_update.py::test_an_expiry_counts_from_the_update")
def expiry_counts_from_the_creation(patch: Patch) -> None:
    def wrong(_: Any, after: sessions.Session, fields: dict[str, Any]) -> Any:
        if "session_expiry" not in fields:
            return after
        expiry = after.created + timedelta(seconds=fields["session_expiry"] + 3600)
        return replace(after, expiry=expiry)

    _after_update(patch, wrong)


@caught_by("test_update.py::test_an_expiry_counts_from_the_update")
def duration_is_kept(patch: Patch) -> None:
    _after_update(patch, lambda before, after, _: replace(after, duration=before.duration))


@caught_by("test_update.py::test_an_expiry_counts_from_the_update")
def duration_is_rounded_up_to_minutes(patch: Patch) -> None:
    _after_update(
        patch, lambda _, after, __: replace(after, duration=math.ceil(after.duration / 60 + 1) * 60)
    )


@caught_by("test_update.py::test_an_empty_update_moves_nothing_but_modified_time")
def modified_time_is_frozen(patch: Patch) -> None:
    _after_update(patch, lambda before, after, _: replace(after, modified=before.modified))


@caught_by("test_update.py::test_an_empty_update_moves_nothing_but_modified_time")
def created_time_moves(patch: Patch) -> None:
    _after_update(
        patch, lambda _, after, __: replace(after, created=after.created + timedelta(seconds=2))
    )


@caught_by("test_parties.py::test_a_session_of_two_parties_refuses_one")
def parties_are_taken_everywhere(patch: Patch) -> None:
    right = sessions.Session.updated
    patch.setattr(
        sessions.Session,
        "updated",
        lambda self, fields, now: right(replace(self, single_party=True), fields, now),
    )


@caught_by("test_parties.py::test_a_session_of_one_party_takes_a_number")
def parties_are_refused_everywhere(patch: Patch) -> None:
    right = sessions.Session.updated
    patch.setattr(
        sessions.Session,
        "updated",
        lambda self, fields, now: right(replace(self, single_party=False), fields, now),
    )


@caught_by("test_parties.py::test_a_session_of_one_party_takes_a_number")
def plus_is_kept(patch: Patch) -> None:
    def wrong(_: Any, after: sessions.Session, fields: dict[str, Any]) -> Any:
        return replace(
            after, **{n: fields[n] for n in ("first_party", "second_party") if n in fields}
        )

    _after_update(patch, wrong)


@caught_by("test_stub_controls.py::test_time_alone_ends_a_session")
def expired_sessions_are_updated(patch: Patch) -> None:
    right = sessions.Session.updated
    patch.setattr(
        sessions.Session,
        "updated",
        lambda self, fields, now: right(replace(self, expiry=now + timedelta(1)), fields, now),
    )


@caught_by("test_parallel.py")
def updates_are_lost(patch: Patch) -> None:
    right = api.Api.__call__

    async def stale(self: api.Api, scope: Any, receive: Any, send: Any) -> None:
        seen = dict(self._sessions._by_id)
        await asyncio.sleep(0.01)
        self._sessions._by_id = seen
        await right(self, scope, receive, send)

    patch.setattr(api.Api, "__call__", stale)


@caught_by("test_limits.py::test_one_wrong_value_undoes_the_right_ones")
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


@caught_by("test_path.py::test_both_ends_of_the_path_are_answered_without_a_redirect")
def slash_redirects(patch: Patch) -> None:
    def redirect(request: Any, _: bytes) -> reply.Reply | None:
        path = request.scope["raw_path"].decode()
        return reply.Reply(307, b"", {"Location": path[:-1]}) if path.endswith("/") else None

    _before_endpoint(patch, redirect)


@caught_by("test_path.py::test_both_ends_of_the_path_are_answered_without_a_redirect")
def slash_is_not_found(patch: Patch) -> None:
    patch.setattr(api, "_PATH", re.compile(api._PATH.pattern.removesuffix("/?")))


@caught_by("test_path.py::test_another_method_is_refused")
def every_method_updates(patch: Patch) -> None:
    _before_endpoint(patch, lambda request, _: request.scope.update(method="POST"))


@caught_by("test_path.py::test_another_method_is_refused")
def allow_is_missing(patch: Patch) -> None:
    patch.setattr(document, "headers", lambda status: {})


@caught_by("test_auth.py::test_no_credentials")
def challenge_is_missing(patch: Patch) -> None:
    patch.setattr(document, "headers", lambda status: {"Allow": "POST"} if status == 405 else {})


@caught_by("test_stub_controls.py::test_a_status_can_be_picked")
def retry_after_is_missing(patch: Patch) -> None:
    right = document.headers
    patch.setattr(document, "headers", lambda status: {} if status == 429 else right(status))


@caught_by("test_path.py::test_an_unknown_session_is_not_found")
def unknown_session_is_a_bad_request(patch: Patch) -> None:
    _after_reply(patch, lambda status, content: (400 if status == 404 else status, content))


@caught_by("test_path.py::test_a_charset_is_tolerated")
def charset_is_refused(patch: Patch) -> None:
    right = body._check_content_type
    patch.setattr(
        body,
        "_check_content_type",
        lambda types: right([t.replace(";", "; x") + "x" for t in types]),
    )


@caught_by("test_auth.py::test_a_wrong_token")
def any_token_opens(patch: Patch) -> None:
    patch.setattr(hmac, "compare_digest", lambda known, given: True)


@caught_by("test_auth.py::test_no_credentials")
def nobody_is_asked(patch: Patch) -> None:
    patch.setattr(accounts, "problem", lambda authorizations, account: None)


@caught_by("test_auth.py::test_right_credentials_on_the_path_of_another_account")
def account_is_not_compared(patch: Patch) -> None:
    right = accounts.problem
    patch.setattr(accounts, "problem", lambda given, _: right(given, accounts.AUTH_ID))


@caught_by("test_auth.py::test_garbage_for_credentials")
def garbage_credentials_are_a_server_error(patch: Patch) -> None:
    def strict(value: bytes, **_: Any) -> bytes:
        raise RuntimeError(value)

    patch.setattr(base64, "b64decode", strict)


@caught_by("test_auth.py::test_credentials_come_before_the_body")
def body_comes_before_the_credentials(patch: Patch) -> None:
    def check(request: Any, content: bytes) -> reply.Reply | None:
        return reply.error(400, "expected JSON") if content in (b"", b"{") else None

    _before_endpoint(patch, check)


@caught_by("test_parallel.py::test_every_reply_has_an_api_id_of_its_own")
def api_id_is_constant(patch: Patch) -> None:
    for module in (api, reply, prefer):
        patch.setattr(module, "uuid4", lambda: UUID(int=1))


@caught_by("test_bodies.py")
def api_id_is_missing_in_errors(patch: Patch) -> None:
    _after_reply(
        patch,
        lambda status, content: (
            (status, content) if status == 200 else (status, {"error": content["error"]})
        ),
    )


@caught_by("test_bodies.py")
def error_is_an_object(patch: Patch) -> None:
    _after_reply(
        patch,
        lambda status, content: (
            status,
            content if status == 200 else {**content, "error": {"message": content["error"]}},
        ),
    )


@caught_by("test_limits.py")
def status_is_422(patch: Patch) -> None:
    _after_reply(patch, lambda status, content: (422 if status == 400 else status, content))


@caught_by("test_update.py::test_the_message_is_the_documented_one")
def message_is_another(patch: Patch) -> None:
    _after_reply(
        patch,
        lambda status, content: (
            status,
            {**content, "message": "changed"} if status == 200 else content,
        ),
    )


@caught_by("test_limits.py")
def text_is_another(patch: Patch) -> None:
    patch.setattr(update, "_RANGE", "Invalid parameter. {name} is out of range.")


@caught_by("test_limits.py")
def range_is_not_checked(patch: Patch) -> None:
    right = document.update_schema()
    schema = json.loads(json.dumps(right))
    for name in ("session_expiry", "call_time_limit"):
        schema["properties"][name] = {"type": "integer"}
    _with_schema(patch, schema)


@caught_by("test_limits.py")
def length_is_off_by_one(patch: Patch) -> None:
    schema = json.loads(json.dumps(document.update_schema()))
    schema["properties"]["recording_callback_url"]["maxLength"] = 1000
    _with_schema(patch, schema)


def _with_schema(patch: Patch, schema: dict[str, Any]) -> None:
    patch.setattr(document, "update_schema", lambda: schema)
    patch.setattr(update, "_body_validator", update._body_validator.__wrapped__)
    patch.setattr(update, "_field_validators", update._field_validators.__wrapped__)


@caught_by("test_limits.py::test_a_value_of_another_kind_is_refused_by_its_name")
def integers_as_text_are_taken(patch: Patch) -> None:
    right = update.validate
    patch.setattr(update, "validate", lambda given, *, lenient: right(given, lenient=True))


@caught_by("test_update.py::test_a_key_that_is_no_field_of_an_update_is_ignored")
def unknown_keys_are_refused(patch: Patch) -> None:
    right = update.validate

    def strict(given: dict[str, Any], *, lenient: bool) -> dict[str, Any]:
        if unknown := given.keys() - document.update_schema()["properties"].keys():
            raise update.BadUpdate(f"unknown {sorted(unknown)}")
        return right(given, lenient=lenient)

    patch.setattr(update, "validate", strict)


@caught_by("test_bodies.py::test_a_broken_body_is_refused")
def nan_is_a_server_error(patch: Patch) -> None:
    def fail(name: str) -> None:
        raise RuntimeError(name)

    patch.setattr(body, "_DECODER", json.JSONDecoder(parse_constant=fail))


@caught_by("test_bodies.py::test_a_broken_body_is_refused")
def nan_is_taken(patch: Patch) -> None:
    patch.setattr(body, "_DECODER", json.JSONDecoder(object_pairs_hook=body._no_duplicates))


@caught_by("test_bodies.py::test_a_broken_body_is_refused")
def duplicate_keys_are_taken(patch: Patch) -> None:
    patch.setattr(body, "_DECODER", json.JSONDecoder(parse_constant=body._no_constant))


@caught_by("test_bodies.py::test_a_broken_body_is_refused")
def size_has_no_limit(patch: Patch) -> None:
    patch.setattr(body, "LIMIT", 1 << 40)


@caught_by("test_bodies.py::test_a_broken_body_is_refused")
def depth_is_a_server_error(patch: Patch) -> None:
    patch.setattr(body, "DEPTH", 1 << 40)


@caught_by("test_bodies.py::test_another_media_type_is_refused")
def media_type_is_not_checked(patch: Patch) -> None:
    patch.setattr(body, "_check_content_type", lambda types: None)


@caught_by("test_bodies.py::test_a_broken_body_is_refused")
def other_encodings_are_taken(patch: Patch) -> None:
    right = body.decode

    def decode(content: bytes, content_types: list[str]) -> dict[str, Any]:
        return right(content.decode("utf-8", "replace").encode(), content_types)

    patch.setattr(body, "decode", decode)


@caught_by("test_stub_controls.py::test_an_example_can_be_picked")
def prefer_is_ignored(patch: Patch) -> None:
    patch.setattr(prefer, "parse", lambda headers: prefer.Preferences())


@caught_by("test_stub_controls.py::test_a_reply_can_be_delayed")
def delay_is_ignored(patch: Patch) -> None:
    patch.setattr(prefer, "_delay", lambda text: 0.0)


@caught_by("test_stub_controls.py::test_a_connection_can_be_dropped")
def drop_is_a_status(patch: Patch) -> None:
    _fault_instead(patch, "drop", reply.Reply(500, b""))


@caught_by("test_stub_controls.py::test_a_reply_can_be_cut_short")
def truncated_is_whole(patch: Patch) -> None:
    _fault_instead(patch, "truncated", reply.json_reply(200, {}))


@caught_by("test_stub_controls.py::test_a_gateway_can_fail")
def html_is_json(patch: Patch) -> None:
    _fault_instead(patch, "html-502", reply.json_reply(502, {}))


def _fault_instead(patch: Patch, name: str, wrong: reply.Reply) -> None:
    right = prefer._fault
    patch.setattr(prefer, "_fault", lambda asked: wrong if asked == name else right(asked))


@caught_by("test_stub_controls.py::test_the_journal")
def journal_shows_credentials(patch: Patch) -> None:
    patch.setattr(journal, "_masked", lambda name, value: value)


@caught_by("test_stub_controls.py::test_the_journal_shows_what_came")
def journal_is_empty(patch: Patch) -> None:
    patch.setattr(journal.Journal, "shown", lambda self: [])


@caught_by("test_stub_controls.py::test_a_reset_forgets_everything")
def reset_keeps_the_sessions(patch: Patch) -> None:
    right = sessions.Sessions.reset
    patch.setattr(
        sessions.Sessions, "reset", lambda self: None if hasattr(self, "_by_id") else right(self)
    )


@caught_by("test_stub_controls.py::test_the_clock_can_be_moved")
def clock_stands(patch: Patch) -> None:
    patch.setattr(Clock, "advance", lambda self, seconds: None)


@caught_by("test_stub_controls.py::test_the_seeded_sessions_are_there")
def pin_session_has_none(patch: Patch) -> None:
    patch.setattr(sessions, "PIN", sessions.NO_PIN)
