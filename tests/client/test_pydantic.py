"""pydantic, and so FastAPI, takes the models as fields: read, written, and refused as its own."""

import json

import pydantic
import pytest
from plivo_masking import MaskingSessionUpdate, MaskingSessionUpdateResponse

from tests.support.document import PATH, load


class Order(pydantic.BaseModel):
    """A model of an application, as it would hold an update and the reply to it."""

    update: MaskingSessionUpdate
    reply: MaskingSessionUpdateResponse | None = None


def test_a_model_goes_through_json_and_back() -> None:
    replies = load()["paths"][PATH]["post"]["responses"]["200"]["content"]["application/json"]
    reply = replies["examples"]["with_interaction"]["value"]
    text = json.dumps({"update": {"record": False, "record_file_format": "wav"}, "reply": reply})
    order = Order.model_validate_json(text)
    assert order.update == MaskingSessionUpdate(record=False, record_file_format="wav")
    assert order.reply is not None and order.reply.session.status == "in-progress"
    assert json.loads(order.model_dump_json()) == json.loads(text)
    assert Order(update=order.update).update is order.update
    assert "update" in Order.model_json_schema()["properties"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("update", {"record": "yes"}, "record: expected"),
        ("update", 5, "MaskingSessionUpdate: expected an object"),
        ("reply", {"api_id": "x"}, "expected the key"),
    ],
)
def test_a_wrong_value_is_a_validation_error(field: str, value: object, words: str) -> None:
    with pytest.raises(pydantic.ValidationError, match=words):
        Order.model_validate({"update": {}, field: value})
