"""`python -m tests.support.mutants NAME`: the right adapter or one of its mutants."""

import json
import sys

from tests.support.mutants.mutants import MUTANTS
from tests.support.mutants.right import Right

adapter = Right() if sys.argv[1] == "right" else MUTANTS[sys.argv[1]]()
for line in sys.stdin:
    print(json.dumps(adapter.outcome(json.loads(line))), flush=True)
