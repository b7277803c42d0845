"""The clients that can be graded: adapters/*/adapter.yaml, or any command."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.conformance.builds import ADAPTERS, build_folder
from scripts.conformance.errors import KitError
from scripts.conformance.scenario import load_checked


@dataclass(frozen=True)
class Declaration:
    """Why a scenario isn't graded: status is not-supported or not-applicable."""

    status: str
    reason: str
    issue: str | None


@dataclass(frozen=True)
class Client:
    """A column of the table. `always` maps what the client adds to every request to its reason.
    folder: where its command is run.
    hard_coded_host: it has no setting for its server, so only its adapter keeps it on loopback.
    restart: its process is started anew for each scenario."""

    name: str
    command: Sequence[str]
    folder: Path
    lenient: bool
    official: bool
    hard_coded_host: bool
    restart: bool
    always: dict[str, str]
    declared: dict[str, Declaration]


def known_clients(view: str = "sdk", folder: Path = ADAPTERS) -> dict[str, Client]:
    """Every client with an adapter.yaml, by name; raises KitError on a bad file or a name twice.

    view: what those that are built were built from.
    """
    clients: dict[str, Client] = {}
    for path in sorted(folder.glob("*/adapter.yaml")):
        for client in _of_folder(path, view):
            if client.name in clients:
                raise KitError(f"{path}: another adapter is named {client.name!r}")
            clients[client.name] = client
    return clients


def chosen_clients(
    words: Iterable[str], scenarios: Iterable[str], view: str = "sdk"
) -> list[Client]:
    """The clients meant by --adapter: a known name, an adapter.yaml, `name=command` or a command.

    Raises KitError when a chosen client is not built or declares a scenario that doesn't exist.
    """
    chosen = [client for word in words for client in _meant(word, view)]
    names = set(scenarios)
    for client in chosen:
        if not client.folder.is_dir():
            name = client.folder.name
            raise KitError(f"{client.name} is not built from this view; run: make sdk NAME={name}")
        for name in client.declared.keys() - names:
            raise KitError(f"{client.name} declares {name!r}, but no scenario has that name")
    return chosen


def _meant(word: str, view: str) -> list[Client]:
    known = known_clients(view)
    if word in known:
        return [known[word]]
    return _of_file(Path(word)) if word.endswith("adapter.yaml") else [_unnamed(word)]


def _of_file(path: Path) -> list[Client]:
    if not path.is_file():
        raise KitError(f"{path}: no such file")
    found = load_checked(path, "adapter.schema.json")["clients"]
    return [_client(given, Path.cwd()) for given in found]


def _of_folder(path: Path, view: str) -> list[Client]:
    """The clients of a folder here; those that its build.sh makes run where it made them."""
    has_build = path.with_name("build.sh").exists()
    clients = []
    for given in load_checked(path, "adapter.schema.json")["clients"]:
        built = has_build and given.get("built", True)
        folder = build_folder(path.parent.name, view) if built else path.parent
        clients.append(_client(given, folder))
    return clients


def _unnamed(word: str) -> Client:
    name, equals, command = word.partition("=")
    if not equals or not name.replace("-", "").replace(".", "").isalnum():
        name, command = "adapter", word
    parts = shlex.split(command)
    if not parts:
        raise KitError(f"--adapter {word!r}: expected a known client's name or a command")
    return _client({"name": name, "command": parts}, Path.cwd())


def _client(given: dict[str, Any], folder: Path) -> Client:
    declared: dict[str, Declaration] = {}
    for status in ("not-supported", "not-applicable"):
        for entry in given.get(status, []):
            for scenario in entry["scenarios"]:
                if scenario in declared:
                    raise KitError(f"{given['name']} declares {scenario!r} twice")
                declared[scenario] = Declaration(status, entry["reason"], entry.get("issue"))
    return Client(
        name=given["name"],
        command=given["command"],
        folder=folder,
        lenient=given.get("stub") == "lenient",
        official=given.get("official", False),
        hard_coded_host=given.get("hard-coded-host", False),
        restart=given.get("restart") == "scenario",
        always={entry["adds"]: entry["reason"] for entry in given.get("always", [])},
        declared=declared,
    )
