"""What a person would write instead, for the same tables and the checks that find most slips: python -m bench.peers pandas

Every cell of every printed table in long form and read as a number; compared with the second reading; every row and
column called Total added up again. Prints what it found and writes the cells as Parquet. No units, populations, bounds,
rates, claims, sources or coverage: that is the part of the warehouse that takes the lines.
"""

import sys
import tempfile
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
KEYS = ["document_id", "table_id", "period_label", "row_label", "column_label"]
TOTALS = ["total", "TOTAL", "Total", "GRAND TOTAL", "grand_total"]


def with_pandas(folder: Path) -> tuple:
    import pandas as pd

    def read(path):
        return pd.read_csv(path, dtype=str, keep_default_na=False)

    columns = read(SEEDS / "registry" / "printed_columns.csv")[["table_id", "column_name", "column_label"]]
    tables = []
    for path in sorted((SEEDS / "raw").glob("*.csv")):
        table = read(path)
        if "printed" not in table:
            row = table.columns[1]
            table = table.melt(id_vars=["document_id", row], var_name="column_name", value_name="printed")
            table = table.rename(columns={row: "row_label"}).assign(table_id=path.stem.removeprefix("raw_"))
            table = table.merge(columns, on=["table_id", "column_name"]).assign(period_label="")
        elif "table_id" in table:
            table = table.copy()
        else:
            continue  # numbers in running text: there is no table to add up
        tables.append(table[[*KEYS, "printed"]])
    cells = pd.concat(tables, ignore_index=True)
    cells["value"] = pd.to_numeric(cells["printed"].str.replace(",", ""), errors="coerce")
    second = read(SEEDS / "second_reading" / "second_reading.csv")
    second = second[second["table_id"] != "headline_figures"]
    long = cells["period_label"] != ""
    second.loc[~second["table_id"].isin(cells[long]["table_id"]), "period_label"] = ""
    both = cells.merge(second[[*KEYS, "printed"]], on=KEYS, how="outer", suffixes=("", "_second"))
    differences = int((both["printed"] != both["printed_second"]).sum())
    checks = []
    for key, other in (("row_label", "column_label"), ("column_label", "row_label")):
        group = [name for name in KEYS if name != key]
        total = cells[key].isin(TOTALS)
        parts = cells[~total & ~cells["printed"].str.contains("%")].groupby(group)["value"].sum()
        compared = cells[total].set_index(group)["value"].to_frame("printed").join(parts, how="inner")
        checks.append(compared.reset_index().assign(kind=other))
    checks = pd.concat(checks)
    cells.to_parquet(folder / "cells.parquet")
    return len(cells), differences, len(checks), int((checks["printed"] == checks["value"]).sum())


def with_polars(folder: Path) -> tuple:
    import polars as pl

    def read(path):
        return pl.read_csv(path, infer_schema=False).fill_null("")

    columns = read(SEEDS / "registry" / "printed_columns.csv").select("table_id", "column_name", "column_label")
    tables = []
    for path in sorted((SEEDS / "raw").glob("*.csv")):
        table = read(path)
        if "printed" not in table.columns:
            row = table.columns[1]
            table = table.unpivot(index=["document_id", row], variable_name="column_name", value_name="printed")
            table = table.rename({row: "row_label"}).with_columns(table_id=pl.lit(path.stem.removeprefix("raw_")))
            table = table.join(columns, on=["table_id", "column_name"]).with_columns(period_label=pl.lit(""))
        elif "table_id" not in table.columns:
            continue
        tables.append(table.select(*KEYS, "printed"))
    cells = pl.concat(tables).with_columns(
        value=pl.col("printed").str.replace_all(",", "").cast(pl.Float64, strict=False)
    )
    long = cells.filter(pl.col("period_label") != "")["table_id"].unique().to_list()
    second = read(SEEDS / "second_reading" / "second_reading.csv").filter(pl.col("table_id") != "headline_figures")
    second = second.with_columns(
        period_label=pl.when(pl.col("table_id").is_in(long)).then("period_label").otherwise(pl.lit(""))
    )
    both = cells.join(second.select(*KEYS, "printed"), on=KEYS, how="full", suffix="_second")
    differences = both.filter(pl.col("printed").ne_missing(pl.col("printed_second"))).height
    checks = []
    for key in ("row_label", "column_label"):
        group = [name for name in KEYS if name != key]
        total = pl.col(key).is_in(TOTALS)
        parts = cells.filter(~total & ~pl.col("printed").str.contains("%")).group_by(group).agg(pl.col("value").sum())
        checks.append(cells.filter(total).join(parts, on=group, suffix="_parts").select("value", "value_parts"))
    compared = pl.concat(checks)
    cells.write_parquet(folder / "cells.parquet")
    return cells.height, differences, compared.height, compared.filter(pl.col("value") == pl.col("value_parts")).height


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(*{"pandas": with_pandas, "polars": with_polars}[sys.argv[1]](Path(scratch)))
