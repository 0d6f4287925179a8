"""Runs the project's compiled SQL in one in-memory DuckDB, so that thousands of damaged seeds can
be judged by the project's own checks in minutes. dbt has to have built the project before."""

import functools
import json
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parent.parent
# what these find, they find only because a copy of the same cell is stored elsewhere
COPIES = ("second_reading_agrees", "registries_are_reviewed")


class Warehouse:
    """The built project in memory; damage a seed inside `with warehouse.trial():` and ask for problems."""

    def __init__(self, project: Path = PROJECT):
        manifest = json.loads((project / "target" / "manifest.json").read_text(encoding="utf-8"))
        self.nodes = {
            key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("seed", "model", "test")
        }
        for node in self.nodes.values():
            if node["resource_type"] != "seed":
                compiled = project / "target" / "compiled" / "ncmec" / node["original_file_path"]
                if node.get("test_metadata"):  # declared in a YAML file, of which dbt makes a folder
                    compiled /= node["path"]
                node["sql"] = compiled.read_text(encoding="utf-8")
        self.parents = {
            key: [parent for parent in node.get("depends_on", {}).get("nodes", []) if parent in self.nodes]
            for key, node in self.nodes.items()
        }
        self.order = self._topological()
        self.ancestors: dict[str, set[str]] = {}
        for key in self.order:
            self.ancestors[key] = {key}.union(*(self.ancestors[parent] for parent in self.parents[key]))
        # cheap and sharp tests first, the review lock last: it must not take credit from the rules
        tests = [key for key in self.order if self.nodes[key]["resource_type"] == "test"]
        self.tests = sorted(tests, key=lambda key: ("reviewed" in key, len(self.ancestors[key])))
        # a second core takes a third more CPU for tables of this size, and the workers fill the cores
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("attach ':memory:' as ncmec; use ncmec")
        for schema in {node["schema"] for node in self.nodes.values()}:
            self.connection.execute(f"create schema if not exists ncmec.{schema}")
        for key in self.order:
            self._build(key, project)

    def _topological(self) -> list[str]:
        order: list[str] = []
        seen: set[str] = set()

        def visit(key):
            if key not in seen:
                seen.add(key)
                for parent in self.parents[key]:
                    visit(parent)
                order.append(key)

        for key in sorted(self.nodes):
            visit(key)
        return order

    def relation(self, key: str) -> str:
        node = self.nodes[key]
        return f'ncmec.{node["schema"]}."{node["name"]}"'

    def _build(self, key: str, project: Path | None = None) -> None:
        node = self.nodes[key]
        if node["resource_type"] == "seed":
            # an empty cell is NULL, everything else is text as typed
            self.connection.execute(
                f"create table {self.relation(key)} as select * from read_csv(?, header = true, all_varchar = true, "
                "nullstr = '', delim = ',', quote = '\"', escape = '\"')",
                [str(project / node["original_file_path"])],
            )
        elif node["resource_type"] == "model":
            # views too: only what a damage touches is computed again
            self.connection.execute(f"create or replace table {self.relation(key)} as {node['sql']}")

    def _contents(self, key: str) -> tuple:
        return self.connection.execute(f"select count(*), sum(hash(t)) from {self.relation(key)} as t").fetchone()

    def refresh(self, changed: set[str], wanted: set[str] | None = None) -> set[str]:
        """Builds the wanted models again that these changed tables reach, and returns all that differ from before.

        A model that comes out as it was changes nothing behind it: nothing more is built there."""
        differs = set(changed)
        for key in self.order:
            if self.nodes[key]["resource_type"] != "model" or (wanted is not None and key not in wanted):
                continue
            if differs.intersection(self.parents[key]):
                before = self._contents(key)
                self._build(key)
                if self._contents(key) != before:
                    differs.add(key)
        return differs

    def rows(self, key: str) -> tuple[list[str], list[tuple]]:
        cursor = self.connection.execute(f"select * from {self.relation(key)} order by rowid")
        return [column[0] for column in cursor.description], cursor.fetchall()

    def problems(self, seed: str, rules_alone: bool = False) -> list[str]:
        """What the project's tests say now that this seed was changed; stops at the first test that speaks."""
        differs, refreshed = {seed}, set()
        for test in self.tests:
            if seed not in self.ancestors[test] or (rules_alone and self.nodes[test]["name"] in COPIES):
                continue
            try:
                differs |= self.refresh(differs, self.ancestors[test] - refreshed)
                refreshed |= self.ancestors[test]
                if not differs.intersection(self.parents[test]):
                    continue  # it sees what it saw before
                found = self.connection.execute(self.nodes[test]["sql"]).fetchall()
            except duckdb.Error as error:
                return [f"{self.nodes[test]['name']}: {error}"]
            if found:
                return [f"{self.nodes[test]['name']}: {row[0]}" for row in found]
        return []

    def output(self, project: Path) -> str:
        """What the build says of the seeds of a copy of this project: behind a test that fails nothing is built."""
        self.connection.execute("begin")
        try:
            changed = set()
            for key, node in self.nodes.items():
                path = node["original_file_path"]
                if node["resource_type"] == "seed" and (project / path).read_bytes() != (PROJECT / path).read_bytes():
                    self.connection.execute(f"drop table {self.relation(key)}")
                    self._build(key, project)
                    changed.add(key)
            models = [key for key in self.order if self.nodes[key]["resource_type"] == "model"]
            self.refresh(changed)
            said, skipped = [], set()
            for test in sorted(self.tests, key=lambda key: len(self.ancestors[key])):
                if skipped & self.ancestors[test]:
                    continue
                if found := self.connection.execute(self.nodes[test]["sql"]).fetchall():
                    said += [f"{self.nodes[test]['name']}: {row[0]}" for row in found]
                    skipped |= {key for key in models if set(self.parents[test]) <= self.ancestors[key] - {key}}
            return "\n".join(said)
        finally:
            self.connection.execute("rollback")

    def trial(self, seed: str, statements: list[tuple[str, list]], rules_alone: bool = False) -> list[str]:
        """Damage a seed, collect the problems, undo."""
        self.connection.execute("begin")
        try:
            for statement, parameters in statements:
                self.connection.execute(statement.format(seed=self.relation(seed)), parameters)
            return self.problems(seed, rules_alone)
        finally:
            self.connection.execute("rollback")


@functools.cache
def shared_warehouse() -> Warehouse:
    """One for each process that tests; whoever damages it undoes that."""
    return Warehouse(PROJECT)
