"""The document's patterns and ranges take what is known to occur and refuse everything else."""

from typing import Any

import jsonschema_rs
import pytest

from tests.support.document import load

COMPONENTS = load()["components"]
UPDATE = COMPONENTS["schemas"]["MaskingSessionUpdate"]["properties"]
SESSION = COMPONENTS["schemas"]["MaskingSession"]["properties"]
REPLY = COMPONENTS["schemas"]["MaskingSessionUpdateResponse"]["properties"]
ERROR = COMPONENTS["schemas"]["ErrorReply"]["properties"]
INTERACTION = COMPONENTS["schemas"]["Interaction"]["properties"]
PARAMETERS = COMPONENTS["parameters"]

TIMES = [
    "2024-02-01 06:28:15 +0000 UTC",
    "2023-08-03 07:29:27.14973 +0000 +0000",
    "2023-08-03 07:29:39.441774 +0000 UTC",
    "2023-08-03 07:29:39.4 +0000 UTC",
    "2023-08-03 07:29:39.441774",
    "2023-08-03 07:29:39",
]
NO_TIMES = [
    "now",
    "0",
    "2024-02-01",
    "06:28:15",
    "2024-02-01T06:28:15Z",
    "2024-02-01T06:28:15 +0000 UTC",
    "2024-2-1 06:28:15 +0000 UTC",
    "2024-02-01 06:28 +0000 UTC",
    "2024-13-01 06:28:15 +0000 UTC",
    "2024-00-01 06:28:15 +0000 UTC",
    "2024-02-32 06:28:15 +0000 UTC",
    "2024-02-00 06:28:15 +0000 UTC",
    "2024-02-01 24:28:15 +0000 UTC",
    "2024-02-01 06:60:15 +0000 UTC",
    "2024-02-01 06:28:60 +0000 UTC",
    "2024-02-01 06:28:15. +0000 UTC",
    "2024-02-01 06:28:15 UTC",
    "2024-02-01 06:28:15 +0530 IST",
    "2024-02-01 06:28:15 +0000 UTC ",
    "2024-02-01 06:28:15 +0000 UTC\n",
    "x2024-02-01 06:28:15 +0000 UTC",
    "12024-02-01 06:28:15 +0000 UTC",
    "2024-02-01 06:28:15.1234567890 +0000 UTC",
    "1706768895",
]
UUIDS = ["32d333cb-3709-4b9b-b27b-3296aca6e1cc", "32D333CB-3709-4B9B-B27B-3296ACA6E1CC"]
NO_UUIDS = [
    "",
    "x",
    "32d333cb37094b9bb27b3296aca6e1cc",
    "32d333cb-3709-4b9b-b27b-3296aca6e1cg",
    "32d333cb-3709-4b9b-3296aca6e1cc",
    "32d333cb-3709-4b9b-b27b-b27b-3296aca6e1cc",
    "32d333cb0-3709-4b9b-b27b-3296aca6e1cc",
    "32d333cb-37090-4b9b-b27b-3296aca6e1cc",
    "32d333cb-3709-4b9b0-b27b-3296aca6e1cc",
    "32d333cb-3709-4b9b-b27b0-3296aca6e1cc",
    "32d333cb-3709-4b9b-b27b-3296aca6e1cc0",
    "{32d333cb-3709-4b9b-b27b-3296aca6e1cc}",
    "32d333cb-3709-4b9b-b27b-3296aca6e1cc\n",
]
AUTH_IDS = ["MAXXXXXXXXXXXXXXXXXX", "SAXXXXXXXXXXXXXXXXXX", "MA0123456789ABCDEFGH"]
NO_AUTH_IDS = [
    "",
    "MA",
    "MAXXXXXXXXXXXXXXXXX",
    "MAXXXXXXXXXXXXXXXXXXX",
    "XAXXXXXXXXXXXXXXXXXX",
    "maXXXXXXXXXXXXXXXXXX",
    "MAXXXXXXXXX-XXXXXXXX",
    "MAXXXXXXXXX/XXXXXXXX",
    "MAXXXXXXXXXXXXXXXXXX\n",
]
SESSION_IDS = [
    "c28b77d4-21e7-43bd-9447-04bfee92e651",
    "abcd-1234-ab12-cd34",
    "session_uuid",
    "SessionUUID",
    "abcabcabc",
    "SAXXXXXXXXXXXXXXXXXX",
    "0",
]
NO_SESSION_IDS = [
    "",
    ".",
    "..",
    "a/b",
    "a b",
    "a.b",
    "a%2Fb",
    "<session_uuid>",
    "{session_uuid}",
    "a?b",
    "é",
    "a\n",
]
PARTIES = ["+12025550143", "12025550143", "919003459051", "+123456789012345", "12"]
NO_PARTIES = [
    "",
    "+",
    "0",
    "012025550143",
    "+012025550143",
    "++12025550143",
    "1234567890123456",
    "1 202 555 0143",
    "1-202-555-0143",
    "(202) 5550143",
    "sip:user@example.com",
    "١٢٣٤٥",
    "12025550143\n",
]
SHOWN_PARTIES = ["919003459051", "+919003459051", ""]
NO_SHOWN_PARTIES = ["+", "null", "91 900", "919003459051\n"]
URLS = [
    "",
    "https://www.example.com/recording",
    "http://example.com",
    "http://127.0.0.1:8000/a?b=c&d=%20#e",
    "https://user:word@example.com/",
    "https://[::1]/",
    "https://example.com/menu.xml",
    "https://müller.example/",
]
NO_URLS = [
    " ",
    "example.com",
    "www.example.com/recording",
    "/recording",
    "//example.com",
    "https://",
    "https:example.com",
    "ftp://example.com/a.mp3",
    "javascript:alert(1)",
    "https://example.com/a b",
    " https://example.com",
    "https://example.com\n",
    "https://example.com/\x00",
    "https://example.com/\x7f",
    "null",
]

Table = tuple[str, Any, list[Any], list[Any]]
TABLES: list[Table] = [
    *[(f"session.{name}", SESSION[name], TIMES, ["", *NO_TIMES]) for name in SESSION if name in
      ("created_time", "modified_time", "expiry_time")],
    (
        "session.last_interaction_time",
        SESSION["last_interaction_time"],
        ["", *TIMES, *(f" {time}" for time in TIMES)],
        [" ", *NO_TIMES],
    ),
    *[(f"interaction.{name}", INTERACTION[name], TIMES, ["", *NO_TIMES])
      for name in ("start_time", "end_time")],
    ("reply.api_id", REPLY["api_id"], UUIDS, NO_UUIDS),
    ("error.api_id", ERROR["api_id"], UUIDS, NO_UUIDS),
    ("path.auth_id", PARAMETERS["AuthId"]["schema"], AUTH_IDS, NO_AUTH_IDS),
    ("path.session_uuid", PARAMETERS["SessionUuid"]["schema"], SESSION_IDS, NO_SESSION_IDS),
    ("session.session_uuid", SESSION["session_uuid"], SESSION_IDS, NO_SESSION_IDS),
    *[(f"update.{name}", UPDATE[name], PARTIES, NO_PARTIES)
      for name in ("first_party", "second_party")],
    *[(f"session.{name}", SESSION[name], SHOWN_PARTIES, NO_SHOWN_PARTIES)
      for name in ("first_party", "second_party")],
    (
        "session.virtual_number",
        SESSION["virtual_number"],
        SHOWN_PARTIES[:2],
        ["", *NO_SHOWN_PARTIES],
    ),
    *[(f"update.{name}", UPDATE[name], URLS, NO_URLS) for name in
      ("recording_callback_url", "callback_url", "first_party_play_url", "second_party_play_url")],
    (
        "update.recording_callback_url length",
        UPDATE["recording_callback_url"],
        ["https://example.com/".ljust(999, "a")],
        ["https://example.com/".ljust(1000, "a")],
    ),
    *[(f"update.{name}", UPDATE[name], [60, 3600, 86400], [0, 59, 86401, -60, 60.5, "60", None])
      for name in ("session_expiry", "call_time_limit")],
    ("update.ring_timeout", UPDATE["ring_timeout"], [0, 1, 120, 86401], [0.5, "120", None, True]),
    ("update.record", UPDATE["record"], [True, False], ["true", "false", 0, 1, None]),
]  # fmt: skip


def _takes(schema: Any, value: Any) -> bool:
    """Judge by the patterns' own dialect (ECMA 262), where `$` is the end and not before a newline."""
    plain = {key: below for key, below in schema.items() if key not in ("example", "default")}
    return jsonschema_rs.Draft4Validator(plain).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "taken", "refused"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES]
)
def test_values(schema: Any, taken: list[Any], refused: list[Any]) -> None:
    assert [value for value in taken if not _takes(schema, value)] == []
    # A pattern holds for the whole value, not for a part of it.
    longer = [f"x/{value}" for value in taken] + [f"{value}\n" for value in taken]
    assert [value for value in [*refused, *longer] if _takes(schema, value)] == []


@pytest.mark.parametrize("unknown", [{"pattern"}, {"minLength", "maxLength"}])
def test_the_length_of_an_id_is_known_to_tools_without_patterns_or_without_lengths(
    unknown: set[str],
) -> None:
    (one, *_) = AUTH_IDS
    wrong = [one[:-1], f"{one}X", f"X{one}"]
    rows = (("AuthId", AUTH_IDS, wrong), ("SessionUuid", SESSION_IDS, [""]))
    for parameter, taken, refused in rows:
        schema = PARAMETERS[parameter]["schema"]
        known = {key: below for key, below in schema.items() if key not in unknown}
        assert [value for value in [*taken, *refused] if _takes(known, value)] == taken


def test_every_pattern_is_tested() -> None:
    tested = {id(schema) for _, schema, _, _ in TABLES}
    owners = {
        **{f"update.{name}": schema for name, schema in UPDATE.items()},
        **{f"session.{name}": schema for name, schema in SESSION.items()},
        **{f"interaction.{name}": schema for name, schema in INTERACTION.items()},
        **{f"reply.{name}": schema for name, schema in REPLY.items()},
        **{f"error.{name}": schema for name, schema in ERROR.items()},
        **{f"path.{name}": parameter["schema"] for name, parameter in PARAMETERS.items()},
    }
    forgotten = [
        name
        for name, schema in owners.items()
        if {"pattern", "minimum", "maxLength"} & set(schema) and id(schema) not in tested
    ]
    assert forgotten == []
