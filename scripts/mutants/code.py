"""Print faults in Python files as JSON, one for each place that an operator of cosmic-ray changes.

Runs in the environment that has cosmic-ray: python code.py SEED SAMPLE FILE…
"""

import ast
import json
import random
import sys
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# In annotations `|` is no operator. Those with arguments need to be told a variable.
OPERATORS = {
    name: get_operator(name)()
    for name in operator_names()
    if "BitOr" not in name and not get_operator(name).arguments()
}


def places(text: str) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """By line and column, the operators that change something there, each with its occurrence."""
    nodes = list(ast_nodes(get_ast(text)))
    found: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name, operator in OPERATORS.items():
        positions = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, start in enumerate(positions):
            found.setdefault(start, []).append((name, occurrence))
    return found


def main() -> None:
    seed, sample, *files = sys.argv[1:]
    chance = random.Random(int(seed))
    texts = {file: Path(file).read_text(encoding="utf-8") for file in sorted(files)}
    everywhere = [
        (file, place, ways) for file in texts for place, ways in places(texts[file]).items()
    ]
    chance.shuffle(everywhere)
    faults: list[dict[str, object]] = []
    for file, (line, _), ways in everywhere:
        name, occurrence = chance.choice(ways)
        # Some change nothing but blanks, or make what is no Python; and one stumbles over the dots in
        # `except (module.Error, Other)`.
        try:
            mutated = mutate_code(texts[file], OPERATORS[name], occurrence)
            if ast.dump(ast.parse(mutated)) == ast.dump(ast.parse(texts[file])):
                continue
        except (SyntaxError, AttributeError):
            continue
        what = name.removeprefix("core/")
        faults.append({"file": file, "line": line, "what": what, "text": mutated})
        if len(faults) == int(sample):
            break
    print(json.dumps(faults))


if __name__ == "__main__":
    main()
