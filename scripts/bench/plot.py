"""Draws one picture for each work in results.json: `plot.py results.json`. Needs only matplotlib."""

import json
import sys
from pathlib import Path
from typing import Any

from matplotlib import figure as figures  # type: ignore[import-not-found]


def draw(work: dict[str, Any], folder: Path) -> None:
    metric, names = work["plot"], list(work["medians"])
    spreads = [work["medians"][name][metric] for name in names]
    medians = [spread["median"] for spread in spreads]
    errors = [
        [spread["median"] - spread["low"] for spread in spreads],
        [spread["high"] - spread["median"] for spread in spreads],
    ]
    figure = figures.Figure(figsize=(8, 1.2 + 0.35 * max(6, len(names))), layout="tight")
    axes = figure.subplots()
    sizes = [name.replace(",", "") for name in names]
    if all(size.isdecimal() for size in sizes):
        axes.errorbar([int(size) for size in sizes], medians, yerr=errors, marker="o", capsize=3)
        axes.set_xscale("symlog")
        axes.set_yscale("log")
        axes.set_ylabel(metric)
        axes.set_xlabel(work["title"])
    else:
        axes.barh(names, medians, xerr=errors, capsize=3)
        axes.invert_yaxis()
        axes.set_xlabel(metric)
    axes.set_title(work["title"])
    for kind in ("png", "svg"):
        figure.savefig(folder / f"{work['name']}.{kind}")


results = Path(sys.argv[1])
for work in json.loads(results.read_text(encoding="utf-8"))["works"]:
    if work["medians"]:
        draw(work, results.parent)
