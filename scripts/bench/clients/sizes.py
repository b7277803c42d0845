"""Bodies of so many fields written, or replies with so many interactions read: `sizes.py write|read N`."""

import json
import sys

import loop  # type: ignore[import-not-found]
from plivo_masking import MaskingSessionUpdate, MaskingSessionUpdateResponse

from scripts.bench.fields import FIELDS
from scripts.stub import document

size = int(sys.argv[2])
fields = dict(list(FIELDS.items())[:size])
reply = next(iter(document.examples(200).values()))
interaction = {"start_time": "2024-02-01 06:28:15 +0000 UTC", "duration": 60, "type": "call"}
reply["session"]["interaction"] = [interaction] * size
text = json.dumps(reply)


def write() -> object:
    return json.dumps(MaskingSessionUpdate(**fields).to_dict())


def read() -> object:
    return MaskingSessionUpdateResponse.from_dict(json.loads(text))


loop.serve(write if sys.argv[1] == "write" else read)
