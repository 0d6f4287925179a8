"""Static charts (Altair to SVG and PNG). Colours are placeholders that become CSS variables on the page, so that one
drawing serves light, dark and paper, and plain colours in a file; every mark on the page opens the card of its figure."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import altair as alt
import vl_convert
from markupsafe import Markup

from scripts.report.style import FONT, PLAIN, wrapped
from scripts.report.tables import File

HERE = Path(__file__).parent
COLOURS = {
    "#010101": "ink",
    "#020202": "muted",
    "#030303": "line",
    "#040404": "accent",
    "#050505": "second",
    "#060606": "third",
    "#070707": "paper",
    **{f"#0{step}1111": f"scale-{step}" for step in range(1, 6)},
}
INK, MUTED, LINE, ACCENT, SECOND, THIRD, PAPER, *SCALE = COLOURS
SERIES = [ACCENT, SECOND, THIRD]
WIDE, NARROW = 740, 352
NUMBERED = 14  # columns; on more the numbers do not fit
# 5k, 10M, and 0 without a unit
COUNTS = alt.Axis(labelExpr="datum.value == 0 ? '0' : format(datum.value, '~s')", tickCount=5, domain=False)
NAMES = alt.Axis(ticks=False, domain=False, labelPadding=8)
# on a phone a long name takes two lines
SHORT_NAMES = alt.Axis(
    ticks=False,
    domain=False,
    labelPadding=6,
    labelFontSize=12,
    labelLineHeight=12,
    # a name of two lines stands beside its bar with both
    labelOffset={"condition": {"test": "length(datum.label) > 19", "value": -6}, "value": 0},
    labelExpr=r"split(trim(replace(datum.label, /(.{1,19})(\s|$)/g, '$1\n')), '\n')",
)
STATES = json.loads((HERE / "us-states.json").read_text(encoding="utf-8"))
DRAWN = {state["id"] for state in STATES["objects"]["states"]["geometries"]}


@dataclass
class Chart:
    """One drawing in four forms: for a wide page, for a phone, as an SVG file and as a PNG file with title and source."""

    name: str
    title: str
    source: list[str]
    draw: Callable[[int], alt.TopLevelMixin]

    @cached_property
    def wide(self) -> Markup:
        return on_a_page(svg(self.draw(WIDE)))

    @cached_property
    def narrow(self) -> Markup:
        return on_a_page(svg(self.draw(NARROW)))

    @cached_property
    def files(self) -> list[File]:
        title = alt.TitleParams(
            self.title, subtitle=[line for text in self.source for line in wrapped(text)], anchor="start", offset=14
        )
        drawing = svg(self.draw(WIDE).properties(title=title, padding=16), background=PAPER)
        for placeholder, name in COLOURS.items():
            drawing = drawing.replace(placeholder, PLAIN[name])
        # the marks of a file lead nowhere
        drawing = re.sub(r"</?a\b[^>]*>", "", drawing)
        return [
            File(f"charts/{self.name}.svg", "SVG", self.title, drawing.encode()),
            File(f"charts/{self.name}.png", "PNG", self.title, vl_convert.svg_to_png(drawing, scale=2)),
        ]


def svg(chart, background="transparent") -> str:
    chart = (
        chart.configure(background=background, font=FONT, aria=False)
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
        .configure_title(color=INK, subtitleColor=MUTED, fontSize=19, subtitleFontSize=13, subtitlePadding=6)
        .configure_text(font=FONT)
    )
    return re.sub(r"(\d+\.\d{2})\d+", r"\1", vl_convert.vegalite_to_svg(chart.to_dict()))


def on_a_page(drawing: str) -> Markup:
    """The numbers are in a table beside every chart: the drawing itself is for the eye and the mouse."""
    for placeholder, name in COLOURS.items():
        drawing = drawing.replace(placeholder, f"var(--{name})")
    # at its own width, so that all drawings have the same size of text
    view, width = re.match(r'<svg [^>]*?viewBox="(\S+ \S+ (\S+) \S+)"[^>]*>', drawing).groups()
    drawing = re.sub(
        r"^<svg [^>]*>",
        f'<svg viewBox="{view}" style="max-width: {width}px" aria-hidden="true" focusable="false">',
        drawing,
    )
    return Markup(re.sub(r'<a xlink:href="[^"#]*#([^"]+)"[^>]*>', r'<a tabindex="-1" href="#\1">', drawing))


def values(rows, *columns) -> alt.Data:
    return alt.Data(values=[{column: row[column] for column in columns} for row in rows])


def bars(rows, *, title: str, step=26) -> Callable[[int], alt.TopLevelMixin]:
    """Horizontal bars, longest first, each with its number. rows: label, count, href."""

    def draw(width):
        names = NAMES if width > NARROW else SHORT_NAMES
        base = alt.Chart(values(rows, "label", "count", "href")).encode(
            y=alt.Y("label:N", sort="-x", title=None, axis=names),
            x=alt.X("count:Q", title=title, axis=COUNTS if width > NARROW else None),
            href="href:N",
        )
        drawn = base.mark_bar(color=ACCENT, height=step - 9)
        numbers = base.mark_text(align="left", dx=5, color=INK, fontSize=13).encode(
            text=alt.Text("count:Q", format=",d")
        )
        inner = width - 160 if width > NARROW else width - 185
        return (drawn + numbers).properties(width=inner, height=alt.Step(step))

    return draw


def stacked(
    rows, *, label: str, part: str, parts: list[str], title: str, step=30
) -> Callable[[int], alt.TopLevelMixin]:
    """Horizontal stacked bars in the order of the rows, each with the number of the whole. rows: label, part, count, href."""

    totals = {}
    for row in rows:
        totals[row[label]] = totals.get(row[label], 0) + row["count"]

    def draw(width):
        names = NAMES if width > NARROW else SHORT_NAMES
        y = alt.Y(f"{label}:N", sort=list(totals), title=None, axis=names)
        bars = (
            alt.Chart(values(rows, label, part, "count", "href"))
            .transform_calculate(order=f"indexof({json.dumps(parts)}, datum['{part}'])")
            .mark_bar(height=step - 10)
            .encode(
                y=y,
                x=alt.X("count:Q", title=title if width > NARROW else None, axis=COUNTS if width > NARROW else None),
                color=alt.Color(f"{part}:N", title=None, scale=alt.Scale(domain=parts, range=SERIES[: len(parts)])),
                order="order:Q",
                href="href:N",
            )
        )
        numbers = (
            alt.Chart(alt.Data(values=[{label: name, "count": count} for name, count in totals.items()]))
            .mark_text(align="left", dx=5, color=INK, fontSize=13)
            .encode(y=y, x="count:Q", text=alt.Text("count:Q", format=",d"))
        )
        return (bars + numbers).properties(width=width - (250 if width > NARROW else 195), height=alt.Step(step))

    return draw


def over_years(
    rows, *, breaks, title: str, parts=None, unconfirmed=(), height=280
) -> Callable[[int], alt.TopLevelMixin]:
    """Columns over years. rows: year, part, count, shown, is_open (no upper bound), href. A year without a figure stays
    empty; a bar without an upper bound has no top; breaks: year, letter, strict (must not be compared across)."""
    shown_years = {int(row["year"]) for row in rows}
    order = [str(year) for year in range(min(shown_years), max(shown_years) + 1)]
    gaps = [
        {
            "year": year,
            "word": "?" if year in unconfirmed else "no figure",
            "short": "?" if year in unconfirmed else "–",
        }
        for year in order
        if int(year) not in shown_years
    ]
    parts = parts or list(dict.fromkeys(row["part"] for row in rows))
    tops = {}
    for row in rows:
        top = tops.setdefault(row["year"], {"year": row["year"], "count": 0, "is_open": False, "number": row["shown"]})
        top["count"] += row["count"]
        top["is_open"] |= row["is_open"]

    def draw(width):
        wide, single = width > NARROW, len(rows) == len(tops)
        high = height if wide else 230
        number_size = 12 if wide else 11 if len(order) < 9 else 9
        year = alt.X(
            "year:O",
            title=None,
            scale=alt.Scale(domain=order, paddingInner=0.16),
            axis=alt.Axis(
                # back from the newest, as many as fit
                values=order[:: -math.ceil(42 * len(order) / (width - 60))],
                labelAngle=0,
                labelOverlap=True,
                labelSeparation=5,
                ticks=False,
                labelFontSize=13 if wide else 12,
            ),
        )
        counts = alt.Y("count:Q", title=title if wide else None, axis=COUNTS)
        bars = (
            alt.Chart(values(rows, "year", "part", "count", "is_open", "href"))
            .transform_calculate(order=f"indexof({json.dumps(parts)}, datum.part)")
            .mark_bar(stroke=PAPER, strokeWidth=0 if single else 0.5)
            .encode(
                x=year,
                y=counts,
                color=alt.Color(
                    "part:N",
                    title=None,
                    scale=alt.Scale(domain=parts, range=SERIES[: len(parts)]),
                    legend=alt.Legend(labelLimit=0, columns=0 if wide else 1) if len(parts) > 1 else None,
                ),
                fillOpacity=alt.condition("datum.is_open", alt.value(0.22), alt.value(1)),
                order="order:Q",
                href="href:N",
            )
        )
        layers = [bars]
        opened = [top for top in tops.values() if top["is_open"]]
        if opened:
            # two sides and no lid
            for side in (0.005, 0.995):
                layers.append(
                    alt.Chart(values(opened, "year", "count"))
                    .mark_rule(color=ACCENT, strokeWidth=1.5)
                    .encode(x=alt.X("year:O", bandPosition=side), y="count:Q", y2=alt.value(high))
                )
            layers.append(
                alt.Chart(values(opened, "year", "count"))
                .mark_text(text="↑", dy=-3, baseline="bottom", color=ACCENT, fontSize=15)
                .encode(x="year:O", y="count:Q")
            )
        closed = [top for top in tops.values() if not top["is_open"]]
        if len(order) > NUMBERED:
            # the newest and the largest
            closed = [
                top for top in closed if top["year"] == order[-1] or top["count"] == max(one["count"] for one in closed)
            ]
        if closed:
            layers.append(
                alt.Chart(values(closed, "year", "count"))
                .mark_text(dy=-4, baseline="bottom", color=INK, fontSize=number_size)
                .encode(x="year:O", y="count:Q", text=alt.Text("count:Q", format=".3~s"))
            )
        if len(order) <= NUMBERED:
            layers.append(
                alt.Chart(alt.Data(values=gaps))
                .mark_text(dy=-5, baseline="bottom", color=MUTED, fontSize=number_size)
                .encode(x="year:O", y=alt.value(high), text="word:N" if wide else "short:N")
            )
        for one in breaks:
            line = alt.Chart(alt.Data(values=[one])).encode(x=alt.X("year:O", bandPosition=0))
            layers.append(
                line.mark_rule(
                    color=INK if one["strict"] else MUTED,
                    strokeDash=[5, 4] if one["strict"] else [2, 3],
                    strokeWidth=1.6,
                    xOffset=-2,
                )
            )
            layers.append(
                line.mark_text(
                    text=one["letter"], align="right", baseline="top", dx=-5, color=INK, fontWeight="bold", fontSize=13
                ).encode(y=alt.value(0))
            )
        return alt.layer(*layers).properties(width=width - 60, height=high)

    return draw


def hard_to_touch(least=20) -> set[str]:
    """States that are drawn smaller on a phone than a finger needs, in pixels."""
    (x, y), arcs = STATES["transform"]["scale"], STATES["arcs"]
    small = set()
    for state in STATES["objects"]["states"]["geometries"]:
        shapes = state["arcs"] if state["type"] == "MultiPolygon" else [state["arcs"]]
        wide = []
        for shape in shapes:
            # each arc begins at a place and goes on by steps; turned round it is one's complement
            lines = [accumulate(step) for arc in shape[0] for step in zip(*arcs[max(arc, ~arc)], strict=True)]
            across, down = ([place for line in lines[side::2] for place in line] for side in (0, 1))
            wide.append(((max(across) - min(across)) * x, (max(down) - min(down)) * y))
        if max(min(sides) for sides in wide) * NARROW / 975 < least:
            small.add(state["id"])
    return small


def state_map(rows, *, names: list[str]) -> Callable[[int], alt.TopLevelMixin]:
    """Choropleth of the fifty states and D.C. rows: fips_code, band, href, is_small."""

    def draw(width):
        bands = alt.LookupData(
            data=values(rows, "fips_code", "band", "href", "is_small"),
            key="fips_code",
            fields=["band", "href", "is_small"],
        )
        outline = alt.Data(values=STATES, format=alt.DataFormat(type="topojson", feature="states"))
        base = alt.Chart(outline).transform_lookup(lookup="id", from_=bands)
        drawn = base.mark_geoshape(stroke=PAPER, strokeWidth=0.8).encode(
            color=alt.Color(
                "band:N",
                title=None,
                scale=alt.Scale(domain=names, range=SCALE[: len(names)]),
                legend=alt.Legend(symbolStrokeWidth=0, columns=0 if width > NARROW else 2),
            ),
            href="href:N",
        )
        small = base.transform_filter("datum.is_small").mark_geoshape(
            filled=False, stroke=SECOND, strokeWidth=2, strokeDash=[3, 2]
        )
        scale = width / 975
        projection = {"type": "identity", "scale": scale, "translate": [0, 0]}
        return alt.layer(drawn, small).project(**projection).properties(width=width, height=round(610 * scale))

    return draw
