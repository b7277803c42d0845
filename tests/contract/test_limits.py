"""The texts with which the stub refuses values; other servers may choose theirs."""

import pytest

from tests.contract import document, values
from tests.contract.wire import Wire


def expected_text(case: values.Case) -> str | None:
    """The documented text for this value; None where no source gives one."""
    schema, value = document.fields()[case.field], case.value
    name = case.field
    if schema["type"] == "integer" and (isinstance(value, bool) or not isinstance(value, int)):
        return None
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        name += "_length"
    example = document.reply_examples(400).get(name)
    return str(example["error"]) if example else None


def test_a_value_is_refused_in_the_documented_words(plain_wire: Wire) -> None:
    wire, found = plain_wire, list[str]()
    if not wire.target.stub:
        pytest.skip("not judged: the wording of a 400 is the server's own")
    for name in document.fields():
        for case in values.cases(name):
            if case.valid:
                continue
            with wire.collecting(found):
                text = wire.refused(wire.target.session_for(name), case.body)
                documented = expected_text(case)
                holds = text == documented if documented else name in text
                expected = repr(documented or f"a text about {name}")
                rule = f"{case} is refused in the documented words"
                wire.demand(holds, rule, "S-error-texts", expected=expected, got=repr(text))
    assert not found, "\n".join(found)
