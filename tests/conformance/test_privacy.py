"""No report and no line on the terminal holds a party's number or PIN, wherever a client puts it."""

import json
import re
from collections.abc import Callable

from scripts.conformance.scenario import load_scenarios
from tests.conformance.conftest import Run

NAMES = ("first_party", "vendor's page", "PIN", "all thirteen")
PERSONAL = re.compile(r'(?:first|second)_party(?:_pin)?\\*": \\*"\+?([0-9]+)')

# Every way out of an adapter: request, outcome, message, stderr and a line that is no outcome.
LEAKS = """
import urllib.request
end = 'to ' + call['fields'].get('first_party', 'nobody')
# Where stderr is cut, a PIN loses its key.
print("first_party_pin='1234'" + end.ljust(3994), file=sys.stderr, flush=True)
url = call['base_url'] + '/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/' + call['session_uuid']
headers = {'Authorization': 'Basic TUFYWFhYWFhYWFhYWFhYWFhYWFg6dG9r', 'Content-Type': 'application/json'}
fields = {key.replace('first_party', 'firstParty'): value for key, value in call['fields'].items()}
body = json.dumps(fields | {'callback_url': call['fields'].get('second_party')}).encode()
try:
    text = urllib.request.urlopen(urllib.request.Request(url, body, headers)).read().decode()
except OSError as error:
    text = str(error)
if 'PIN' in call['name']:
    print(json.dumps({'outcome': 'error', 'status': 200, 'message': text, 'api_id': None}))
elif 'thirteen' in call['name']:
    print(repr(call), text)
else:
    reply = json.loads(text) if text.startswith('{') else {'session': {}}
    reply['session'] |= call['fields'] | {'first_party_pin': '4321', 'ring_timeout': '12025550143'}
    print(json.dumps({'outcome': 'reply', 'reply': reply}))
"""


def test_no_number_and_no_pin_is_shown(
    kit: Callable[..., Run], scripted: Callable[[str], str]
) -> None:
    scenarios = [s for s in load_scenarios() if any(name in s.name for name in NAMES)]
    secrets = set(PERSONAL.findall(json.dumps([(s.call, s.serve) for s in scenarios])))
    assert {"1234", "12025550143"} < secrets
    run = kit("--adapter", scripted(LEAKS), *(w for name in NAMES for w in ("--name", name)))
    texts = {path.name: path.read_text() for path in run.folder.iterdir()}
    assert run.printed.count("FAIL") > 3 and len(texts) == 3
    for name, text in {"the terminal": run.printed, **texts}.items():
        shown = [secret for secret in secrets if re.search(rf"(?<!\d){secret}(?!\d)", text)]
        assert shown == [], f"in {name}"
