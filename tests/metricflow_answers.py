"""Answers many metric queries with one start of MetricFlow; run by .venv-metrics/bin/python.

Reads a list of {"metrics": […], "group_by": […]} as JSON, writes {"columns": …, "rows": …} or {"error": …} for each.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.metrics import prepare

prepare()

from dbt_metricflow.cli.cli_configuration import CLIConfiguration  # noqa: E402
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest  # noqa: E402


def answer(engine, query: dict) -> dict:
    try:
        table = engine.query(
            MetricFlowQueryRequest.create(metric_names=query["metrics"], group_by_names=query["group_by"])
        ).result_df
    except Exception as error:
        return {"error": str(error)}
    return {"columns": list(table.column_names), "rows": [list(row) for row in table.rows]}


configuration = CLIConfiguration()
configuration.setup(configure_file_logging=False)
json.dump([answer(configuration.mf, query) for query in json.load(sys.stdin)], sys.stdout, default=str)
