"""A change of an upstream template that one of ours replaces is noticed."""

import hashlib
from pathlib import Path

import openapi_python_client

OURS = Path(__file__).parents[2] / "scripts" / "templates"
UPSTREAM = Path(openapi_python_client.__file__).parent / "templates"

# SHA-256 of upstream's templates in openapi-python-client 0.29.1. If one differs, read what upstream changed,
# update ours where that matters, and replace the digest.
# ruff: noqa: E501
DIGESTS = {
    "client.py.jinja": "4eac65762f21014a7fbf59e730f1be6d28c9c85ddc1c40b458b6ff5f67a64c9e",
    "endpoint_macros.py.jinja": "58edb8b4913db6ed4863c633fb39365364494398c8156c77151c6676f1b28fee",
    "endpoint_module.py.jinja": "c1b2628053eb4875ba59566baa5ae907666f9cbfafa308d93f970a4404b7cd52",
    "errors.py.jinja": "b6ba7ea79aa7d7f24b47119985d1ed20268d3da0ab70309ee138088a106b6af9",
    "helpers.jinja": "4e6ada7b7a8806e739faa7b1f330c1db2b924180a3003df0a4e048edcb549f02",
    "model.py.jinja": "fd1c79680d51c06cfbb89809ad123750ba9add98b688036c04cabbf1f8ba40a0",
    "package_init.py.jinja": "ac15907e32dc39bd9b83ea6f2002fb87514f2182b97f88231b5a9c47321f6210",
    "property_templates/list_property.py.jinja": "4390b5f673fdb10d1ae7f47fd2720a88dce53a4c64a6137549559566f9107a2c",
    "property_templates/union_property.py.jinja": "03790f2710deaeb219c18e518ae183ad4a41eda1f78cf625d139edff7546cd26",
    "types.py.jinja": "93df9d75883a4eafac77dd21bc6907f3ef612e3f7841e08656618dcf6c4ce494",
}
# Copied into the package by scripts.generate; upstream has none.
ADDED = {"callbacks.py.jinja"}
# Upstream's own templates, whose macros ours import.
IMPORTED = (
    "endpoint_macros.py.jinja",
    "helpers.jinja",
    "property_templates/list_property.py.jinja",
)


def test_upstreams_templates_are_those_ours_were_written_for() -> None:
    ours = {path.relative_to(OURS).as_posix() for path in OURS.rglob("*.jinja")} - ADDED
    found = {
        name: hashlib.sha256((UPSTREAM / name).read_bytes()).hexdigest()
        for name in ours | set(IMPORTED)
    }
    assert found == DIGESTS, "see the comment above"


def test_each_of_our_templates_differs_from_upstreams() -> None:
    for path in set(OURS.rglob("*.jinja")) - {OURS / name for name in ADDED}:
        upstream = (UPSTREAM / path.relative_to(OURS)).read_text().splitlines()
        lines = [line for line in path.read_text().splitlines() if line.strip()]
        shared = [line for line in lines if line in upstream]
        assert len(shared) < len(lines) * 0.6, f"{path.name} is largely a copy: drop it"
