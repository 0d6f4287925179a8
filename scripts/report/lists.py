"""The lists of all places and providers, and tables as CSV."""

import csv
import io
from collections import Counter
from urllib.parse import quote

from scripts.report.counts import series
from scripts.report.shares import rate_text
from scripts.report.subjects import Kind, Subject, slug
from scripts.report.words import rate_name, spoken


def index_rows(look, kind: Kind, main: str) -> dict:
    subjects = [subject for subject in look.subjects if subject.kind is kind]
    tables = {subject.path: series(look, subject, main) for subject in subjects}
    by_year = {path: {point["year"]: point for point in table["points"]} for path, table in tables.items()}
    known = Counter(year for points in by_year.values() for year in points)
    # a year of which a single one is known compares nothing: it stands on the page of that one
    in_index = sorted((year for year, count in known.items() if count > 1 or len(subjects) == 1), reverse=True)
    latest = {}
    for subject in subjects:
        for rate in subject.rates:
            is_whole = rate["slice_level"] == "all" or rate["slice_member"] in subject.members.values()
            is_year = rate["rate"] is not None and rate["period_label"].isdigit()
            if rate["rate_id"] in kind.rates and is_whole and is_year:
                latest.setdefault(rate["rate_id"], {}).setdefault(rate["period_label"], {})[subject.path] = rate
    rates = []
    for rate_id in kind.rates:
        if rate_id in latest:
            # of the latest years a collection can have a few providers only
            fullest = max(map(len, latest[rate_id].values()))
            label = max(label for label, of in latest[rate_id].items() if len(of) > fullest / 2)
            name = rate_name(look.registry[rate_id])
            if all(rate["rate_precision"] == "estimate" for rate in latest[rate_id][label].values()):
                name += " (estimate)"
            rates.append(
                {"registry": look.registry[rate_id], "name": name, "period": label, "of": latest[rate_id][label]}
            )
    rows = [
        {
            "subject": subject,
            "numbers": [
                {
                    "point": by_year[subject.path].get(year),
                    "with_others": tables[subject.path]["with_others"].get(str(year)),
                }
                for year in in_index
            ],
            "rates": [
                {**rate["of"][subject.path], "text": list_text(look, rate["of"][subject.path])}
                if subject.path in rate["of"]
                else None
                for rate in rates
            ],
        }
        for subject in subjects
    ]
    table = [
        {
            "name": row["subject"].name,
            **{
                str(year): spoken(cell["point"]["value"]).replace(",", "") if cell["point"] else ""
                for year, cell in zip(in_index, row["numbers"], strict=True)
            },
            **{
                f"{rate['name']}, {rate['period']}": repr(of["rate"]) if of else ""
                for rate, of in zip(rates, row["rates"], strict=True)
            },
        }
        for row in rows
    ]
    breaks = {}
    for one in tables.values():
        for change in one["breaks"]:
            breaks.setdefault(change["first_day"].year, change)
    return {
        "rows": rows,
        "years": in_index,
        # the year whose numbers are the first that were counted otherwise: a line stands after its column
        "breaks": {year: change for year, change in breaks.items() if year in in_index and year - 1 in in_index},
        # of these years only a few are known, which the page says
        "sparse": [year for year in in_index if sum(year in points for points in by_year.values()) < len(subjects) / 3],
        "rates": rates,
        "measure": look.measures[main],
        "table_csv": data_address(table),
    }


def list_text(look, rate: dict) -> str:
    """In a column a share that is next to nothing is called so; its page has the digits."""
    is_tiny = rate["scoring"] == "proportion" and 0 < rate["rate"] < 0.0001
    return "under 0.01%" if is_tiny else rate_text(look, rate)


def index_of_all(look, mains: dict) -> dict:
    rows = []
    for subject in sorted(look.subjects, key=lambda one: slug(one.name)):
        # of whom the main table knows nothing, the first count of which it has one
        found = (
            series(look, subject, measure_id) for measure_id in look.measure_order(subject, mains[subject.kind.folder])
        )
        table = next((table for table in found if table["points"]), None)
        rows.append(
            {
                "subject": subject,
                "newest": table["points"][-1] if table else None,
                "measure": table["measure"] if table else None,
                "count": len(subject.figures),
            }
        )
    table = [
        {
            "name": row["subject"].name,
            "kind": row["subject"].kind.one,
            "latest_number": spoken(row["newest"]["value"]).replace(",", "") if row["newest"] else "",
            "year": row["newest"]["year"] if row["newest"] else "",
            "counts": row["measure"]["measure_label"] if row["measure"] else "",
            "page": row["subject"].path,
        }
        for row in rows
    ]
    return {"rows": rows, "table_csv": data_address(table)}


def csv_of_figures(look, subject: Subject, tables: list[dict]) -> list[dict]:
    rows = []
    for table in tables:
        for row in table["rows"]:
            for figure_id in [row["figure_id"], *row["also"]] if row["figure_id"] else []:
                figure = look.figures[figure_id]
                document = look.documents[figure["document_id"]]
                rows.append(
                    {
                        "name": subject.name,
                        "counts": table["measure"]["measure_label"],
                        "unit": figure["unit_of_count"],
                        "period": figure["period_label"],
                        "part": ", ".join(part["text"] for part in row["part"]),
                        "value": spoken(figure["value"]).replace(",", "") if figure["value"] is not None else "",
                        "precision": look.labels["precision", figure["precision"]] if figure["precision"] else "",
                        "printed": figure["printed"] or "",
                        "recorded": figure["recorded"] or "",
                        "document": document["title"],
                        "place": figure["place"],
                        "source": look.labels["source_kind", figure["source_kind"]],
                        "figure_id": figure_id,
                    }
                )
    return rows


def csv_of_rates(look, subject: Subject, groups: list[dict]) -> list[dict]:
    return [
        {
            "name": subject.name,
            "rate": group["registry"]["rate_label"],
            "period": row["period_label"],
            "compared_with": row["base_period_label"] or "",
            "part": row["part"],
            "rate_value": "" if row["rate"] is None else repr(row["rate"]),
            "numerator": "" if row["numerator_value"] is None else row["numerator_value"],
            "denominator": "" if row["denominator_value"] is None else row["denominator_value"],
            "status": look.labels["rate_status", row["status"]],
            "notes": "; ".join(row["notes"]),
            "numerator_figure_id": row["numerator_figure_id"] or "",
            "denominator_figure_id": row["denominator_figure_id"] or "",
        }
        for group in groups
        for row in group["rows"]
    ]


def data_address(rows: list[dict]) -> str:
    """A table as a CSV file that is part of the page."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "data:text/csv;charset=utf-8," + quote(text.getvalue(), safe=" ,;:/()'*!?=&@$~")
