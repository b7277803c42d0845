"""An overlay that would let a default through, or that has no effect, is an error and not a view."""

from typing import Any

import pytest

from scripts import view as sdk_view
from tests.spec.vendor_page import load_page
from tests.support.document import ROOT, load

OVERLAY = ROOT / "spec" / "sdk.overlay.yaml"
FIELDS = "$.components.schemas.MaskingSessionUpdate.properties"
DEFAULTS = [name for name, stated in load_page()["attributes"].items() if "default" in stated]


def _apply(overlay: Any) -> str:
    with pytest.raises(SystemExit) as exit_:
        sdk_view.apply(load(), overlay)
    return str(exit_.value)


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_default_left_in_the_update_body_is_an_error(name: str) -> None:
    overlay = load(OVERLAY)
    others = ",".join(f"'{one}'" for one in DEFAULTS if one != name)
    overlay["actions"][0]["target"] = f"{FIELDS}[{others}].default"
    with pytest.raises(SystemExit) as exit_:
        sdk_view.refuse_defaults(sdk_view.apply(load(), overlay))
    assert str(exit_.value) == (
        "spec/sdk.overlay.yaml: expected no default left in MaskingSessionUpdate,"
        f" got one at {name}"
    )


@pytest.mark.parametrize("number", range(len(load(OVERLAY)["actions"])))
def test_a_target_that_matches_nothing_is_an_error(number: int) -> None:
    overlay = load(OVERLAY)
    overlay["actions"][number]["target"] = "$.components.schemas.Misspelt.properties.*.default"
    message = _apply(overlay)
    assert f"expected action {number + 1} to change the document" in message
    assert "Misspelt" in message


@pytest.mark.parametrize("overlay", [{}, {"overlay": "1.0.0"}, {"overlay": "1.0.0", "actions": []}])
def test_what_is_no_overlay_is_an_error(overlay: Any) -> None:
    assert "expected an OpenAPI Overlay" in _apply(overlay)


def test_the_view_of_the_overlay_as_it_is_has_no_default() -> None:
    sdk_view.refuse_defaults(sdk_view.apply(load(), load(OVERLAY)))


def test_the_input_is_left_as_it_is() -> None:
    document = load()
    view = sdk_view.apply(document, load(OVERLAY))
    assert document == load() != view
