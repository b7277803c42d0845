"""Wrong servers, as changes of what passes between a judge and the stub, each with the test that finds it."""

import contextlib
import gzip
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote

from scripts.stub.accounts import AUTH_ID, AUTH_TOKEN, TOKENS
from scripts.stub.sessions import MORE, SINGLE_PARTY, TWO_PARTY
from tests.contract import (
    test_auth,
    test_bodies,
    test_pairs,
    test_parallel,
    test_parties,
    test_path,
    test_update,
    test_values,
)
from tests.contract.defects.between import RIGHT, Answer, Ask, Change, Seen

KNOWN = (TWO_PARTY, *MORE, SINGLE_PARTY)
VALUES = test_values.test_a_value_is_taken_or_refused_as_the_document_says
PAIRS = test_pairs.test_no_pair_loses_a_value
ALONE = test_pairs.test_no_field_alone_and_no_complement_loses_a_value


@dataclass(frozen=True)
class Wrong:
    """change: what is wrong. judge: the test that must fail. row: named in its message. end: of the path."""

    change: Change
    judge: Callable[..., None]
    row: str
    end: str = ""
    given: dict[str, Any] = field(default_factory=dict)


SERVERS: dict[str, Wrong] = {}


def found_by(
    judge: Callable[..., None], row: str, end: str = "", **given: Any
) -> Callable[[Change], Change]:
    def note(change: Change) -> Change:
        SERVERS[change.__name__] = Wrong(change, judge, row, end, given)
        return change

    return note


def asking(
    name: str,
    spoil: Callable[[Seen], Seen],
    judge: Callable[..., None],
    row: str,
    end: str = "",
    **given: Any,
) -> None:
    """A server that takes each request for another one."""

    async def change(seen: Seen, ask: Ask) -> Answer:
        return await ask(spoil(seen))

    SERVERS[name] = Wrong(change, judge, row, end, given)


def answering(
    name: str,
    spoil: Callable[[Seen, Answer], Answer],
    judge: Callable[..., None],
    row: str,
    **given: Any,
) -> None:
    """A server that answers otherwise."""

    async def change(seen: Seen, ask: Ask) -> Answer:
        return spoil(seen, await ask(seen))

    SERVERS[name] = Wrong(change, judge, row, given=given)


def when(holds: Callable[[Seen], bool], then: Callable[[Seen], Seen]) -> Callable[[Seen], Seen]:
    return lambda seen: then(seen) if holds(seen) else seen


# —— Credentials


def lets_in(
    name: str,
    judge: Callable[..., None],
    holds: Callable[[Seen], bool],
    row: str = "S-status-401",
) -> None:
    asking(name, when(holds, Seen.let_in), judge, row)


def of_account(seen: Seen) -> str:
    return seen.path.split("/")[3]


lets_in(
    "auth_id_without_case",
    test_auth.test_a_wrong_auth_id,
    lambda seen: (seen.pair[0].upper(), seen.pair[1]) == (AUTH_ID, AUTH_TOKEN),
)
lets_in(
    "account_in_path_without_case",
    test_auth.test_a_wrong_auth_id,
    lambda seen: of_account(seen).upper() == AUTH_ID and seen.authorizations[-1:] == [RIGHT],
)
lets_in(
    "auth_id_by_ten",
    test_auth.test_a_wrong_auth_id,
    lambda seen: (seen.pair[0][:10], seen.pair[1]) == (AUTH_ID[:10], AUTH_TOKEN),
)
lets_in(
    "blank_after_token",
    test_auth.test_a_wrong_token,
    lambda seen: (seen.pair[0], seen.pair[1].rstrip()) == (AUTH_ID, AUTH_TOKEN),
)
lets_in(
    "token_as_bearer",
    test_auth.test_garbage_for_credentials,
    lambda seen: f"Bearer {AUTH_TOKEN}" in seen.authorizations,
)
lets_in(
    "credentials_in_query",
    test_auth.test_credentials_elsewhere_do_not_count,
    lambda seen: AUTH_TOKEN in seen.query,
)
lets_in(
    "last_header_counts",
    test_auth.test_a_second_authorization_header,
    lambda seen: len(seen.authorizations) > 1 and seen.authorizations[-1] == RIGHT,
)
lets_in(
    "first_header_counts",
    test_auth.test_a_second_authorization_header,
    lambda seen: len(seen.authorizations) > 1 and seen.authorizations[0] == RIGHT,
    "S-basic-auth",
)
lets_in(
    "subaccount_reaches_main",
    test_auth.test_another_account_reaches_nothing,
    lambda seen: of_account(seen) == AUTH_ID and TOKENS.get(seen.pair[0]) == seen.pair[1],
)


def echo(shown: Callable[[Seen], str]) -> Callable[[Seen, Answer], Answer]:
    def spoil(seen: Seen, answer: Answer) -> Answer:
        if answer.status != 401:
            return answer
        return answer.saying({**answer.json, "error": f"Not known: {shown(seen)}"})

    return spoil


answering(
    "token_is_echoed",
    echo(lambda seen: seen.pair[1]),
    test_auth.test_garbage_for_credentials,
    "S-basic-auth",
)
answering(
    "header_is_echoed",
    echo(lambda seen: ", ".join(seen.authorizations)),
    test_auth.test_a_wrong_token,
    "S-basic-auth",
)


# —— The slash


def on_slash(then: Callable[[Seen], Seen]) -> Callable[[Seen], Seen]:
    return when(lambda seen: seen.path.endswith("/"), then)


def without(seen: Seen, *names: str) -> Seen:
    kept = {name: value for name, value in seen.json.items() if name not in names}
    return seen.saying(kept) if seen.json.keys() & set(names) else seen


asking(
    "slash_skips_credentials",
    on_slash(Seen.let_in),
    test_auth.test_no_credentials,
    "S-status-401",
    "/",
)
asking(
    "slash_loses_a_field",
    on_slash(lambda seen: without(seen, "callback_method")),
    ALONE,
    "S-callback-method",
    "/",
)


@found_by(VALUES, "S-record-file-format", "/", field="record_file_format")
async def slash_skips_validation(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    skips = answer.status == 400 and seen.path.endswith("/")
    return await ask(seen.saying({})) if skips else answer


# —— Ids


def showing(uuid: str, answer: Answer) -> Answer:
    if answer.status != 200:
        return answer
    reply = answer.json
    return answer.saying({**reply, "session": {**reply["session"], "session_uuid": uuid}})


def finds(name: str, look_up: Callable[[str], list[str]]) -> None:
    async def change(seen: Seen, ask: Ask) -> Answer:
        found = look_up(unquote(seen.session))
        known = seen.to(found[0]) if len(found) == 1 else seen
        return showing(unquote(seen.session), await ask(known))

    SERVERS[name] = Wrong(change, test_path.test_an_id_is_compared_whole, "S-status-404")


finds("id_without_case", lambda it: [known for known in KNOWN if known.lower() == it.lower()])
finds("id_by_prefix", lambda it: [known for known in KNOWN if it and known.startswith(it)])
finds(
    "id_with_wildcard",
    lambda it: [k for k in KNOWN if re.fullmatch(re.escape(it).replace("_", "."), k)],
)


answering(
    "reply_of_another_id",
    lambda _, answer: showing("another", answer),
    test_update.test_the_message_is_the_documented_one,
    "S-session-uuid",
)


# —— Pairs and alones


def loses(name: str, lost: str, beside: set[str], judge: Callable[..., None], row: str) -> None:
    """The field is lost when these alone stand beside it."""
    holds = when(lambda seen: seen.json.keys() == {lost, *beside}, lambda seen: without(seen, lost))
    asking(name, holds, judge, row)


loses("record_lost_beside_expiry", "record", {"session_expiry"}, PAIRS, "S-record")
loses("url_lost_alone", "callback_url", set(), ALONE, "S-callback-url")
asking(
    "zero_lost_beside_empty",
    when(
        lambda seen: seen.json == {"ring_timeout": 0, "callback_url": ""},
        lambda seen: without(seen, "ring_timeout"),
    ),
    PAIRS,
    "S-ring-timeout",
)
asking(
    "lost_among_twelve",
    when(lambda seen: len(seen.json) == 12, lambda seen: without(seen, "first_party_play_url")),
    ALONE,
    "S-play-urls",
)


# —— State


@found_by(test_values.test_one_wrong_value_undoes_a_right_one, "S-status-400")
async def right_fields_are_stored(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    if answer.status == 400 and len(seen.json) > 1:
        for name, value in seen.json.items():
            await ask(seen.saying({name: value}))
    return answer


@found_by(test_parties.test_one_wrong_number_undoes_the_other, "S-status-400")
async def second_party_is_stored(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    if answer.status == 400 and seen.json.keys() == {"first_party", "second_party"}:
        await ask(seen.saying({"second_party": seen.json["second_party"]}))
    return answer


@found_by(test_path.test_another_method_is_refused, "S-status-400")
async def refused_method_updates(seen: Seen, ask: Ask) -> Answer:
    if seen.method == "PUT":
        await ask(replace(seen, method="POST"))
    return await ask(seen)


@found_by(test_auth.test_a_wrong_token, "S-status-400")
async def refused_credentials_update(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    if answer.status == 401:
        await ask(seen.let_in())
    return answer


@found_by(test_update.test_an_update_touches_its_session_alone, "S-partial-update")
async def neighbour_is_updated(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    if answer.status == 200 and seen.session == TWO_PARTY and seen.json:
        await ask(seen.to(MORE[0]))
    return answer


@found_by(
    test_update.test_an_update_that_changes_nothing_moves_modified_time_alone, "S-partial-update"
)
async def same_value_resets_another(seen: Seen, ask: Ask) -> Answer:
    shown = (await ask(seen.saying({}))).json.get("session", {})
    if seen.json and seen.json.items() <= shown.items():
        return await ask(seen.saying({**seen.json, "session_expiry": 3600}))
    return await ask(seen)


@found_by(test_bodies.test_a_broken_body_is_refused, "S-modified-time")
async def nothing_keeps_modified_time(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    if answer.status != 200 or seen.json:
        return answer
    session = answer.json["session"]
    kept = {**session, "modified_time": session["created_time"]}
    return answer.saying({**answer.json, "session": kept})


# —— What is no field


def renames(name: str, field_of: Callable[[str], str]) -> None:
    """A server that takes keys for fields which they are not."""

    def spoil(seen: Seen) -> Seen:
        renamed = {field_of(key): value for key, value in seen.json.items()}
        return seen.saying(renamed) if seen.json else seen

    judge = test_update.test_a_key_that_looks_like_a_field_is_ignored
    asking(name, spoil, judge, "S-partial-update")


renames("camel_case_is_a_field", lambda key: re.sub("[A-Z]", lambda it: f"_{it[0].lower()}", key))
renames("dashes_make_a_field", lambda key: key.replace("-", "_"))
renames("upper_case_is_a_field", str.lower)
renames("brackets_around_a_field", lambda key: re.sub(r"^\w+\[(\w+)\]$", r"\1", key))
renames("compatibility_forms_of_a_field", lambda key: unicodedata.normalize("NFKC", key))
asking(
    "fields_in_data",
    lambda seen: seen.saying(data) if (data := seen.json.get("data")) else seen,
    test_update.test_a_key_that_looks_like_a_field_is_ignored,
    "S-partial-update",
)


@found_by(test_update.test_a_key_that_is_no_field_of_an_update_is_ignored, "S-partial-update")
async def expiry_time_is_a_field(seen: Seen, ask: Ask) -> Answer:
    answer = await ask(seen)
    if answer.status != 200 or "expiry_time" not in seen.json:
        return answer
    session = {**answer.json["session"], "expiry_time": seen.json["expiry_time"]}
    return answer.saying({**answer.json, "session": session})


def with_query(seen: Seen) -> Seen:
    return seen.saying({**seen.json, **dict(parse_qsl(seen.query))})


QUERY = test_update.test_a_query_sets_no_field_and_chooses_no_session
asking(
    "query_sets_fields", when(lambda it: "url=" in it.query, with_query), QUERY, "S-partial-update"
)
asking(
    "query_chooses_the_session",
    when(lambda seen: "session_uuid=" in seen.query, lambda seen: seen.to(TWO_PARTY)),
    QUERY,
    "S-session-uuid",
)


@found_by(test_update.test_an_update_touches_its_session_alone, "S-partial-update")
async def body_chooses_the_session(seen: Seen, ask: Ask) -> Answer:
    chosen = seen.json.get("session_uuid")
    return showing(seen.session, await ask(seen.to(chosen) if chosen in KNOWN else seen))


asking(
    "longer_path_updates",
    when(lambda seen: "/more" in seen.path, lambda seen: seen.to(seen.path.split("/")[6])),
    test_path.test_a_longer_path_updates_nothing,
    "S-status-400",
)


# —— How a body is sent

asking(
    "chunks_are_lost",
    when(lambda seen: ("transfer-encoding", "chunked") in seen.headers, lambda it: it.saying({})),
    test_bodies.test_a_body_in_chunks_is_taken_whole_or_refused,
    "S-ring-timeout",
)


def read_twice(seen: Seen) -> Seen:
    with contextlib.suppress(ValueError, TypeError, RecursionError):
        return seen.saying(json.loads(json.loads(seen.body)))
    return seen


asking(
    "text_is_read_once_more",
    read_twice,
    test_bodies.test_a_broken_body_is_refused,
    "S-status-400",
)


def escapes(name: str, escape: bytes, read_as: bytes) -> None:
    """A server that reads an escape of JSON in a way of its own."""

    def spoil(seen: Seen) -> Seen:
        return replace(seen, body=seen.body.replace(escape, read_as))

    asking(name, spoil, VALUES, "S-callback-url", field="callback_url")


asking(
    "format_follows_the_url",
    when(
        lambda seen: str(seen.json.get("recording_callback_url")).endswith(".wav"),
        lambda seen: seen.saying({**seen.json, "record_file_format": "wav"}),
    ),
    VALUES,
    "S-partial-update",
    field="recording_callback_url",
)
escapes("escaped_slash_keeps_its_backslash", b"\\/", b"\\\\/")
escapes("escaped_pair_is_two_characters", b"\\ud83d\\ude00", b"??")


# —— Look-alikes


def on_texts(name: str, change: Callable[[str], str], row: str, of: str) -> None:
    """A server that changes each text before it checks and stores it."""

    def spoil(seen: Seen) -> Seen:
        changed = {k: change(v) if isinstance(v, str) else v for k, v in seen.json.items()}
        return seen.saying(changed) if seen.json else seen

    asking(name, spoil, VALUES, row, field=of)


on_texts(
    "texts_are_normalised",
    lambda it: unicodedata.normalize("NFC", it),
    "S-callback-url",
    "callback_url",
)
on_texts(
    "compatibility_forms",
    lambda it: unicodedata.normalize("NFKC", it),
    "S-callback-url",
    "callback_url",
)
on_texts("percent_is_decoded", unquote, "S-play-urls", "first_party_play_url")
on_texts(
    "entities_are_decoded", lambda it: it.replace("&amp;", "&"), "S-callback-url", "callback_url"
)
on_texts("slash_is_cut", lambda it: it.rstrip("/"), "S-callback-url", "callback_url")
on_texts(
    "slash_is_added",
    lambda it: re.sub("^(http.*com)$", r"\1/", it),
    "S-callback-url",
    "callback_url",
)
on_texts(
    "dots_are_resolved", lambda it: it.replace("/./", "/"), "S-play-urls", "first_party_play_url"
)
on_texts(
    "host_in_lower_case", lambda it: it.replace("WWW", "www"), "S-callback-url", "callback_url"
)
on_texts("cut_at_2048", lambda it: it[:2048], "S-callback-url", "callback_url")
on_texts("blanks_are_cut", str.strip, "S-callback-method", "callback_method")
on_texts("format_without_case", str.lower, "S-record-file-format", "record_file_format")
on_texts(
    "sixteen_digits_with_plus",
    lambda it: it[:16] if it[:1] == "+" else it,
    "S-parties",
    "first_party",
)
on_texts(
    "digits_of_any_script",
    lambda it: "".join(str(unicodedata.digit(c, c)) for c in it),
    "S-parties",
    "second_party",
)
on_texts("file_urls_are_taken", lambda it: it.replace("file:", "http:"), "S-urls", "callback_url")
on_texts("schemes_without_case", lambda it: it.replace("HTTP:", "http:"), "S-urls", "callback_url")
on_texts("blanks_in_urls", lambda it: it.replace(" ", ""), "S-callback-url", "callback_url")


def refuses(name: str, holds: Callable[[str, Any], bool], row: str, of: str) -> None:
    """A server that refuses a value for a reason of its own."""

    def spoil(seen: Seen) -> Seen:
        wrong = any(holds(key, value) for key, value in seen.json.items())
        return seen.saying({"record": "no"}) if wrong else seen

    asking(name, spoil, VALUES, row, field=of)


def is_long_url(key: str, value: Any) -> bool:
    return key.endswith("url") and isinstance(value, str) and len(value) > 999


refuses(
    "length_in_bytes",
    lambda key, value: key.startswith("recording") and len(str(value).encode()) > 999,
    "S-recording-callback-url",
    "recording_callback_url",
)
refuses("limit_of_another_field", is_long_url, "S-play-urls", "second_party_play_url")
refuses(
    "whole_floats_refused",
    lambda key, value: isinstance(value, float),
    "S-call-time-limit",
    "call_time_limit",
)
refuses(
    "large_integers_refused",
    lambda key, value: isinstance(value, int) and value > 2**31,
    "S-ring-timeout",
    "ring_timeout",
)


@found_by(VALUES, "S-session-expiry", field="session_expiry")
async def integers_wrap_around(seen: Seen, ask: Ask) -> Answer:
    wrapped = {
        name: value % 2**32 if isinstance(value, int) and value > 2**31 else value
        for name, value in seen.json.items()
    }
    return await ask(seen.saying(wrapped) if seen.json else seen)


@found_by(test_update.test_a_key_that_is_no_field_of_an_update_is_ignored, "S-unknown-keys")
async def many_keys_are_refused(seen: Seen, ask: Ask) -> Answer:
    return await ask(seen.saying([]) if len(seen.json) > 100 else seen)


def spelled(pattern: str, text: str) -> Callable[[Seen, Answer], Answer]:
    return lambda _, answer: answer.written(re.sub(pattern, text, answer.body.decode(), count=1))


MESSAGE = test_update.test_the_message_is_the_documented_one
answering(
    "integer_with_fraction", spelled(r'("ring_timeout": ?\d+)', r"\1.0"), MESSAGE, "S-ring-timeout"
)
answering(
    "reply_is_compressed",
    lambda _, answer: replace(
        answer,
        headers=(*answer.headers, ("content-encoding", "gzip")),
        body=gzip.compress(answer.body),
    ),
    test_path.test_the_reply_is_json_whatever_is_asked_for,
    "S-status-200",
)
answering("key_twice", spelled(r'("record": ?\w+)', r"\1, \1"), MESSAGE, "S-status-200")
answering(
    "error_is_empty",
    spelled(r'"error": ?".*"', '"error": " "'),
    test_bodies.test_a_broken_body_is_refused,
    "S-error-body",
)


# —— Many at once


def at_once(name: str, holds: Callable[[Seen], bool]) -> None:
    """A server that forgets updates while others are in progress."""

    async def change(seen: Seen, ask: Ask) -> Answer:
        if not (seen.json and holds(seen)):
            return await ask(seen)
        answer = await ask(seen.saying({}))
        if answer.status != 200:
            return answer
        shown = {**answer.json["session"], **without(seen, "session_expiry").json}
        return answer.saying({**answer.json, "session": shown})

    SERVERS[name] = Wrong(change, test_parallel.test_no_update_is_lost, "S-")


at_once("lost_beyond_40_connections", lambda seen: len(seen.running) > 40)
at_once("lost_across_sessions", lambda seen: len(set(seen.running)) > 1)
at_once("expiry_lost_at_once", lambda seen: "session_expiry" in seen.json and len(seen.running) > 8)
