"""With its controls hidden, as any server would be: a wrong one is found, another sound one passes."""

import pytest

from scripts.stub.server import application, serving
from tests.contract.defects.between import between
from tests.contract.defects.direct import run, target_at
from tests.contract.defects.servers import SERVERS


@pytest.mark.parametrize("name", SERVERS)
def test_a_wrong_server_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = SERVERS[name]
    # Some break what is this document's own reading.
    monkeypatch.setenv("CONTRACT_STRICT", "1")
    with (
        serving(between(application(), wrong.change)) as url,
        pytest.raises(AssertionError) as found,
    ):
        run(wrong.judge, target_at(url), end=wrong.end, **wrong.given)
    (line, *_) = str(found.value).splitlines()
    assert f"[{wrong.row}" in line and "expected" in line and ", got " in line, line
