"""An assistant can read the published file through the documented server, and do nothing else."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from tests.attacks import ENDING, MAY_BE_ANSWERED, MEMORY, TIME
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow

REFUSED = [
    "from read_csv('/etc/hostname')",
    "from read_text('/etc/hostname')",
    "from read_blob('/etc/hostname')",
    "from glob('/etc/*')",
    "from 'https://example.org/x.csv'",
    "from sniff_csv('/etc/passwd')",
    "copy marts.answers to '{leak}'",
    "export database '{leak}'",
    "attach '{other}'",
    "attach '{other}' as other (read_only)",
    "attach ':memory:' as scratch",
    "from read_duckdb('{other}')",
    "detach ncmec",
    "install httpfs",
    "load httpfs",
    "load '{leak}'",
    "create secret s (type s3)",
    "create table marts.x as select 1",
    "create or replace view marts.answers as select 1",
    "insert into marts.dim_documents from marts.dim_documents",
    "update marts.dim_documents set title = 'x'",
    "delete from marts.dim_documents",
    "drop table marts.answers",
    "drop schema marts cascade",
    "alter table marts.answers add column x integer",
    "comment on table marts.answers is 'x'",
    "set enable_external_access = true",
    "reset enable_external_access",
    "pragma enable_external_access = true",
    "set lock_configuration = false",
    "reset lock_configuration",
    "set global allow_unsigned_extensions = true",
    "set memory_limit = '1TB'",
    "select 1; set enable_external_access = true; from read_text('/etc/hostname')",
    "begin; drop table marts.answers; commit",
]


class Client:
    """The few messages of the Model Context Protocol that the test needs, over stdio."""

    def __init__(self, folder):
        server = json.loads((PROJECT / "scripts" / "mcp.json").read_text(encoding="utf-8"))["mcpServers"]["ncmec"]
        command = PROJECT / server["command"]
        assert command.exists(), "the server is not installed. Type: make .venv-mcp/installed"
        self.process = subprocess.Popen(
            [command, *server["args"]],
            cwd=folder,
            # what an unlucky environment could set
            env={**os.environ, "MCP_READ_WRITE": "1", "MCP_ALLOW_SWITCH_DATABASES": "1", "MCP_DB_PATH": ":memory:"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.number = 0
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        self.hello = self.ask("initialize", hello)
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message: dict) -> None:
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def receive(self) -> dict:
        while line := self.process.stdout.readline():
            message = json.loads(line)
            if "id" in message:
                return message
        raise AssertionError("the server has ended")

    def ask(self, method: str, params: dict) -> dict:
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        message = self.receive()
        return message.get("result", message)

    def query(self, sql: str) -> tuple[bool, str]:
        """Whether the query was refused, and the text that the assistant sees."""
        answer = self.ask("tools/call", {"name": "execute_query", "arguments": {"sql": sql}})
        return answer["isError"], answer["content"][0]["text"]


def copy_server(folder):
    (folder / "scripts").mkdir()
    for script in ("mcp_server.py", "locked.py"):
        shutil.copy(PROJECT / "scripts" / script, folder / "scripts")
    shutil.copy(PROJECT / "ncmec.duckdb", folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the published file beside the script, so that an attack that worked would harm nothing."""
    folder = copy_server(tmp_path_factory.mktemp("mcp"))
    shutil.copy(PROJECT / "ncmec.duckdb", folder / "other.duckdb")
    (folder / "other.duckdb").chmod(0o644)  # the published file may be read-only
    return folder


@pytest.fixture(scope="module")
def client(folder):
    client = Client(folder)
    yield client
    client.process.terminate()
    client.process.wait(timeout=30)


def test_an_assistant_gets_the_rows_of_the_file(client, warehouse):
    assert "Never divide two counts" in client.hello["instructions"]
    tools = {tool["name"] for tool in client.ask("tools/list", {})["tools"]}
    functions = {"find", "figure", "check_statement"}
    assert tools == {"execute_query", "list_databases", "list_tables", "list_columns"} | functions
    for sql in (
        "select answer from marts.answers order by question_id",
        "select rate_id, period_label, status, reason from fct_rates where slice = 'all' order by all limit 500",
    ):
        refused, text = client.query(sql)
        rows = warehouse.sql(sql.replace("from fct", "from marts.fct")).fetchall()
        assert not refused and rows and [tuple(row) for row in json.loads(text)["rows"]] == rows
    answer = client.ask("tools/call", {"name": "list_columns", "arguments": {"table": "fct_rates"}})
    comments = {column["name"]: column["comment"] for column in json.loads(answer["content"][0]["text"])["columns"]}
    assert comments == dict(
        warehouse.sql("select column_name, comment from duckdb_columns() where table_name = 'fct_rates'").fetchall()
    )


def test_everything_but_reading_is_refused(client, folder):
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.duckdb")}
    for sql in REFUSED:
        refused, text = client.query(sql.format(leak=folder / "leak.json", other=folder / "other.duckdb"))
        assert refused, (sql, text)
        assert "disabled" in text or "locked" in text or "read-only mode" in text or "Cannot detach" in text, (
            sql,
            text,
        )
    answer = client.ask(
        "tools/call", {"name": "switch_database_connection", "arguments": {"path": str(folder / "other.duckdb")}}
    )
    assert answer.get("isError") or "error" in answer
    assert not client.query("select count(*) from answers")[0]
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.duckdb")} == before
    assert not list(folder.glob("leak*"))


@pytest.mark.parametrize("attack", ENDING)
def test_no_question_ends_or_changes_the_server(client, folder, attack):
    refused, text = client.query(ENDING[attack].format(leak=folder / "leak.json"))
    assert refused and ("disabled" in text or "only answers questions" in text), text
    assert not client.query("select count(*) from answers")[0]
    assert not list(folder.glob("leak*"))


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """The same server with 4 seconds for a question instead of 30, so that the attacks take less time."""
    folder = copy_server(tmp_path_factory.mktemp("hasty"))
    limits = folder / "scripts" / "locked.py"
    text = limits.read_text(encoding="utf-8")
    assert "\nSECONDS = 30\n" in text
    limits.write_text(text.replace("\nSECONDS = 30\n", "\nSECONDS = 4\n"), encoding="utf-8")
    client = Client(folder)
    yield client, folder
    client.process.terminate()
    client.process.wait(timeout=30)


@pytest.mark.parametrize("attack", MEMORY | TIME)
def test_no_question_takes_the_machine(hasty, attack):
    client, folder = hasty
    began = time.monotonic()
    refused, text = client.query((MEMORY | TIME)[attack])
    assert refused or attack in MAY_BE_ANSWERED
    assert not refused or re.search("Out of Memory|longer than 4 seconds", text), text
    assert time.monotonic() - began < 60
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{client.process.pid}/status").read_text()).group(1)
    assert int(peak) < 2_500_000, f"{peak} kB"
    assert not [path for path in folder.iterdir() if ".tmp" in path.name]
    assert not client.query("select count(*) from answers")[0]


LIBRARY = """
import asyncio, json, sys
from fastmcp import Client
from fastmcp.client.transports import StdioTransport

async def main():
    async with Client(StdioTransport(sys.executable, sys.argv[1:2])) as client:
        for name, arguments in json.loads(sys.argv[2]):
            answer = await client.call_tool(name, arguments, raise_on_error=False)
            print(json.dumps([answer.is_error, answer.content[0].text]))

asyncio.run(main())
"""


def test_a_client_library_calls_the_functions_as_tools(client, folder, warehouse):
    """By another client than the one above: the library's own, as an assistant's application has it."""
    statement = {"about": "cybertip_reports", "period": "2023", "claimed": "36.2 million"}
    calls = [
        ("find", {"text": "tips 2023"}),
        ("figure", {"measure_id": "cybertip_reports", "period": "2023"}),
        ("figure", {"measure_id": "cybertip_reports_escalated", "period": "2024"}),
        ("check_statement", {**statement, "about": "tips", "geography": "CA"}),
        ("check_statement", statement),
        ("check_statement", {**statement, "claimed": "20 million'; drop table marts.answers; --"}),
        ("find", {"text": "x " * 2_000_000}),
        ("figure", {"measure_id": "cybertip_reports"}),
    ]
    python = PROJECT / ".venv-mcp" / "bin" / "python"
    script = str(folder / "scripts" / "mcp_server.py")
    asked = subprocess.run(
        [python, "-c", LIBRARY, script, json.dumps(calls[:6] + calls[7:])],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert asked.returncode == 0, asked.stderr
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [refused for refused, _ in answers] == [False] * 6 + [True], answers
    found, figure, gap, twice, right, harmless = [json.loads(text) for _, text in answers[:6]]
    assert "cybertip_reports" in {row["id"] for row in found} and len(found) <= 50
    assert (
        figure[0]["value"] == warehouse.sql("select value from marts.figure('cybertip_reports', '2023')").fetchone()[0]
    )
    assert gap[0]["value"] is None and "Coverage" in gap[0]["caveats"], gap
    assert twice[0]["reason_code"] == "ambiguous_name" and twice[0]["computed_value"] is None
    assert "write Canada" in twice[0]["explanation"] and "write California" in twice[0]["explanation"], twice
    assert right[0]["verdict"] == "supported" and right[0]["evidence"]
    assert harmless[0]["reason_code"] == "claimed_not_readable"
    # the limits of a question hold for these too
    answer = client.ask("tools/call", {"name": calls[6][0], "arguments": calls[6][1]})
    assert not answer["isError"] or re.search("Out of Memory|longer than", answer["content"][0]["text"])
    assert not client.query("select count(*) from answers")[0]


def test_questions_at_the_same_time_are_all_answered(client):
    """The server opens a connection for each; a lock that is set later than at opening would refuse the second."""
    numbers = range(1000, 1008)
    for number in numbers:
        arguments = {"sql": f"select {number}, count(*) from range({10_000_000 + number})"}
        params = {"name": "execute_query", "arguments": arguments}
        client.send({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params})
    for message in [client.receive() for _ in numbers]:
        assert not message["result"]["isError"], message
        assert json.loads(message["result"]["content"][0]["text"])["rows"] == [
            [message["id"], 10_000_000 + message["id"]]
        ]


def test_a_rebuilt_file_is_seen_without_a_restart(client, folder):
    with duckdb.connect(str(folder / "other.duckdb")) as rebuilt:
        rebuilt.execute("update marts.dim_documents set title = 'rebuilt'")
    os.replace(folder / "other.duckdb", folder / "ncmec.duckdb")
    _, text = client.query("select distinct title from dim_documents")
    assert json.loads(text)["rows"] == [["rebuilt"]]


def test_configuration_with_the_paths_of_this_machine():
    printed = subprocess.run(["make", "-s", "mcp"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    server = json.loads(printed)["mcpServers"]["ncmec"]
    assert [os.path.isfile(path) for path in (server["command"], *server["args"])] == [True, True]
