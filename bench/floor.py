"""The same compiled SQL, models and tests, straight through one DuckDB process: what dbt's bookkeeping comes on top of."""

import sys
from pathlib import Path

from tests.harness import Warehouse

if __name__ == "__main__":
    warehouse = Warehouse(Path(sys.argv[1]))
    for test in warehouse.tests:
        warehouse.connection.execute(warehouse.nodes[test]["sql"]).fetchall()
