"""Static charts (Altair to SVG). Colours are placeholders that become CSS variables, so that one
drawing serves light, dark and paper; every mark links to the figure that it draws."""

import json
import re
from pathlib import Path

import altair as alt
import vl_convert
from markupsafe import Markup

COLOURS = {
    "#010101": "var(--ink)",
    "#020202": "var(--muted)",
    "#030303": "var(--line)",
    "#040404": "var(--accent)",
    "#050505": "var(--second)",
    "#060606": "var(--third)",
    "#070707": "var(--paper)",
    **{f"#0{step}1111": f"var(--scale-{step})" for step in range(1, 6)},
}
INK, MUTED, LINE, ACCENT, SECOND, THIRD, PAPER, *SCALE = COLOURS
FONT = "Helvetica, Arial, sans-serif"
# 5k, 10M, and 0 without a unit
COUNTS = alt.Axis(labelExpr="datum.value == 0 ? '0' : format(datum.value, '~s')", tickCount=5, domain=False)
NAMES = alt.Axis(ticks=False, domain=False, labelPadding=8)
SERIES = [ACCENT, SECOND, THIRD]
STATES = json.loads(Path(__file__).with_name("us-states.json").read_text(encoding="utf-8"))


def svg(chart) -> Markup:
    chart = (
        chart.configure(background="transparent", font=FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=MUTED,
            gridColor=LINE,
            domainColor=LINE,
            tickColor=LINE,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            labelLimit=330,
        )
        .configure_legend(labelColor=INK, titleColor=MUTED, labelFontSize=13, titleFontSize=13, orient="top", offset=4)
        .configure_text(font=FONT)
    )
    drawing = vl_convert.vegalite_to_svg(chart.to_dict())
    for placeholder, variable in COLOURS.items():
        drawing = drawing.replace(placeholder, variable)
    drawing = re.sub(r"(\d+\.\d{2})\d+", r"\1", drawing)
    # the numbers are in a table beside every chart: the drawing itself is for the eye and the mouse
    # at its own width, so that all drawings have the same size of text
    view, width = re.match(r'<svg [^>]*?viewBox="(\S+ \S+ (\S+) \S+)"[^>]*>', drawing).groups()
    drawing = re.sub(
        r"^<svg [^>]*>",
        f'<svg viewBox="{view}" style="max-width: {width}px" aria-hidden="true" focusable="false">',
        drawing,
    )
    drawing = re.sub(r'<a xlink:href="[^"#]*#([^"]+)"[^>]*>', r'<a tabindex="-1" href="#\1">', drawing)
    return Markup(drawing)


def values(rows, *columns) -> alt.Data:
    return alt.Data(values=[{column: row[column] for column in columns} for row in rows])


def bars(rows, *, title: str, width=600, step=26) -> Markup:
    """Horizontal bars, longest first, each with its number. rows: label, count, href."""
    base = alt.Chart(values(rows, "label", "count", "href")).encode(
        y=alt.Y("label:N", sort="-x", title=None, axis=NAMES),
        x=alt.X("count:Q", title=title, axis=COUNTS),
        href="href:N",
    )
    drawn = base.mark_bar(color=ACCENT, height=step - 9)
    numbers = base.mark_text(align="left", dx=5, color=INK, fontSize=13).encode(text=alt.Text("count:Q", format=",d"))
    return svg((drawn + numbers).properties(width=width, height=alt.Step(step)))


def stacked(rows, *, label: str, part: str, parts: list[str], title: str, width=620, step=30) -> Markup:
    """Horizontal stacked bars in the order of the rows. rows: label, part, count, href."""
    return svg(
        alt.Chart(values(rows, label, part, "count", "href"))
        .transform_calculate(order=f"indexof({json.dumps(parts)}, datum['{part}'])")
        .mark_bar(height=step - 10)
        .encode(
            y=alt.Y(f"{label}:N", sort=None, title=None, axis=NAMES),
            x=alt.X("count:Q", title=title, axis=COUNTS),
            color=alt.Color(f"{part}:N", title=None, scale=alt.Scale(domain=parts, range=SERIES[: len(parts)])),
            order="order:Q",
            href="href:N",
        )
        .properties(width=width, height=alt.Step(step))
    )


def columns_with_break(rows, *, first_after: str, eras: list[str], title: str, width=760, height=300) -> Markup:
    """Columns over years with a line where the counting changed. rows: period_label, count, era, href."""
    order = [row["period_label"] for row in rows]
    year = alt.X("period_label:O", title=None, sort=order, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False))
    drawn = (
        alt.Chart(values(rows, "period_label", "count", "era", "href"))
        .mark_bar()
        .encode(
            x=year,
            y=alt.Y("count:Q", title=title, axis=COUNTS),
            color=alt.Color(
                "era:N", title=None, scale=alt.Scale(domain=eras, range=SERIES[:2]), legend=alt.Legend(labelLimit=0)
            ),
            href="href:N",
        )
    )
    line = (
        alt.Chart(alt.Data(values=[{"period_label": first_after}]))
        .mark_rule(color=INK, strokeDash=[5, 4], strokeWidth=1.5, xOffset=-1.5)
        .encode(x=alt.X("period_label:O", sort=order, bandPosition=0))
    )
    return svg((drawn + line).properties(width=width, height=height))


def state_map(rows, *, names: list[str], width=760, height=470) -> Markup:
    """Choropleth of the fifty states and D.C. rows: fips_code, band, href."""
    bands = alt.LookupData(data=values(rows, "fips_code", "band", "href"), key="fips_code", fields=["band", "href"])
    outline = alt.Data(values=STATES, format=alt.DataFormat(type="topojson", feature="states"))
    return svg(
        alt.Chart(outline)
        .mark_geoshape(stroke=PAPER, strokeWidth=0.8)
        .transform_lookup(lookup="id", from_=bands)
        .encode(
            color=alt.Color(
                "band:N",
                title=None,
                scale=alt.Scale(domain=names, range=SCALE[: len(names)]),
                legend=alt.Legend(symbolStrokeWidth=0),
            ),
            href="href:N",
        )
        .project(type="identity")
        .properties(width=width, height=height)
    )
