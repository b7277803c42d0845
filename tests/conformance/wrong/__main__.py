"""`python -m tests.conformance.wrong NAME`: the right adapter or one of the wrong ones."""

import json
import sys

from tests.conformance.wrong.right import Right
from tests.conformance.wrong.wrong import WRONG

adapter = Right() if sys.argv[1] == "right" else WRONG[sys.argv[1]]()
for line in sys.stdin:
    print(json.dumps(adapter.outcome(json.loads(line))), flush=True)
