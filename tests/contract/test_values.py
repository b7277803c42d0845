"""Every field takes what the document allows, as it was sent, and refuses what merely looks like it."""

import pytest

from tests.contract import document, values
from tests.contract.target import Target
from tests.contract.wire import Wire


@pytest.mark.parametrize("field", document.fields())
def test_a_value_is_taken_or_refused_as_the_document_says(
    wire: Wire, target: Target, field: str
) -> None:
    session = target.session_for(field)
    shown, found = None, list[str]()
    for case in values.cases(field):
        with wire.collecting(found):
            if case.valid:
                shown = wire.updated(
                    session,
                    {field: case.value},
                    before=shown,
                    content=case.body,
                    rule=f"{case} is taken",
                    row=case.row,
                )
            else:
                wire.refused(session, case.body, rule=f"{case} is refused", row=case.row)
            continue
        shown = None
    assert not found, "\n".join(found)


def test_one_wrong_value_undoes_a_right_one(wire: Wire, target: Target) -> None:
    """Whichever of the two comes first in the body; on both paths together, either does."""
    found = list[str]()
    order = -1 if wire.end else 1
    for bad in target.fields:
        session = target.session_for(bad)
        shown = wire.state(session)
        case = values.wrong(bad)
        for good in target.fields:
            if good == bad or target.session_for(good) != session:
                continue
            new = next(v for v in values.alternatives(good) if v != shown.get(good))
            body = dict([(bad, case.value), (good, new)][::order])
            order = -order
            with wire.collecting(found):
                rule = f"{case} is refused with {good} beside it"
                wire.refused(session, body, rule=rule, row=case.row)
    assert not found, "\n".join(found)


def test_one_wrong_value_undoes_all_others(wire: Wire, target: Target) -> None:
    """Wherever it stands among them."""
    found = list[str]()
    for bad in target.fields:
        session = target.session_for(bad)
        for which in (0, 1):
            others = {name: values.alternatives(name)[which] for name in target.fields_of(session)}
            case = values.wrong(bad)
            with wire.collecting(found):
                rule = f"{case} is refused with all others beside it"
                wire.refused(session, {**others, bad: case.value}, rule=rule, row=case.row)
    assert not found, "\n".join(found)


def test_integers_beyond_every_type_are_taken_by_the_stub(plain_wire: Wire, session: str) -> None:
    """Others may end where their own integers do."""
    if not plain_wire.target.stub:
        pytest.skip("not judged: no source says how large an integer a server must take")
    plain_wire.updated(session, {"ring_timeout": 10**30})
