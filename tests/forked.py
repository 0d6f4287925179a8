"""What is done once for all the dbt processes of the tests, in the process that they are forked from (tests/forks.py).

dbt is imported, and its readers, writers and validators of files are made, which dbt makes anew in every process at
their first use. Nothing is opened: even the import of DuckDB would begin a thread, which a fork does not bring along.
"""

import contextlib
import gc
import importlib
from pathlib import Path

import dbt.adapters.factory
import dbt.adapters.sql
import dbt.cli.main
import dbt.task.build  # noqa: F401
from dbt.contracts.graph.manifest import Manifest

VALIDATED = {
    "dbt.contracts.project": ["ProjectFlags", "ProfileConfig", "Project", "PackageConfig"],
    "dbt.contracts.selection": ["SelectorFile"],
    "dbt.contracts.graph.nodes": ["ModelNode", "SingularTestNode", "GenericTestNode", "SeedNode", "HookNode"],
    "dbt.contracts.graph.unparsed": ["UnparsedNodeUpdate", "UnparsedModelUpdate", "UnparsedUnitTest"],
    "dbt.artifacts.resources": ["ModelConfig", "TestConfig", "SeedConfig", "NodeConfig", "UnitTestConfig", "Hook"],
}  # fmt: skip


def prepare(parsed: Path) -> None:
    # a class that another release of dbt has elsewhere costs time, nothing else
    for module, names in VALIDATED.items():
        for name in names:
            with contextlib.suppress(ImportError, AttributeError):
                getattr(importlib.import_module(module), name).json_schema()
    if parsed.exists():
        manifest = Manifest.from_msgpack(parsed.read_bytes())
        for node in [*manifest.nodes.values(), *manifest.macros.values(), *manifest.unit_tests.values()]:
            node.to_resource().to_dict(omit_none=False)
        manifest.to_msgpack()


prepare(Path(__file__).resolve().parent.parent / "target" / "partial_parse.msgpack")
gc.collect()
gc.freeze()
