"""How numbers, periods and sentences of the warehouse are said to readers."""

import calendar
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal


def spoken(value) -> str:
    """12345.0 -> 12,345; 1.5 -> 1.5"""
    value = Decimal(str(value)).normalize()
    return f"{value:,f}"


def repr_of(value: float) -> str:
    """A number as a spreadsheet reads it: no zeros after the point, no thousands."""
    return f"{value:.10g}" if value % 1 else f"{value:.0f}"


def two_digits(value: float) -> str:
    """0.2 -> 0.20, as the other numbers of its column; no exponent"""
    return f"{Decimal(f'{value:#.2g}'):f}" if value else "0"


def short(value: float) -> str:
    """3,902; 1.42; 0.013: two digits that count"""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}" if value >= 0.1 else two_digits(value)


def percent(rate: float) -> str:
    """15.1%; below one percent two digits that count, and no exponent"""
    return f"{rate * 100:.1f}%" if rate >= 0.01 else f"{two_digits(rate * 100)}%"


def digits(value: float) -> int:
    """How many digits of a rounded number count: 2 of 9,300."""
    return len(f"{value:.0f}".rstrip("0").lstrip("-")) if value == int(value) else len(f"{value:g}".replace(".", ""))


def bounded(value: float, digits: int, down: bool | None) -> float:
    """Rounded to as many digits that count; a lower bound never up, an upper one never down."""
    step = Decimal(10) ** (Decimal(str(value)).adjusted() + 1 - digits)
    rounding = {None: ROUND_HALF_EVEN, True: ROUND_FLOOR, False: ROUND_CEILING}[down]
    return float((Decimal(str(value)) / step).to_integral_value(rounding) * step)


def is_cut(shorter: float, longer: float) -> bool:
    """Whether the digits of one number are the first ones of the other, which rounds to something else: 16.9 of 16.987."""
    first, whole = (format(Decimal(str(value)).normalize(), "f") for value in (shorter, longer))
    if shorter <= 0 or longer <= shorter or len(first.split(".")[0]) != len(whole.split(".")[0]):
        return False
    kept = first.rstrip("0") if "." not in first else first
    count = len(kept.replace(".", ""))
    is_shorter = 1 < count < len(whole.replace(".", "")) and whole.startswith(kept)
    return is_shorter and bounded(float(longer), count, None) != float(shorter)


def rate_name(declared: dict) -> str:
    """CyberTipline reports per 100,000 inhabitants: with as many as its numbers are shown for"""
    if not declared["shown_per"]:
        return declared["rate_label"]
    return re.sub(r" per (\w+)", rf" per {declared['shown_per']:,} \1s", declared["rate_label"], count=1)


def place_words(place: str) -> str:
    """A place of a document as readers call it; where only a collection recorded it, that says body."""
    return "running text" if place == "body" else place


ROMAN = {"I": 1, "V": 5, "X": 10}


def in_order(place: str) -> tuple:
    """Places without a number by their name, then those with one by it (Section II.A, 3., page 12), appendices at the end.

    A table stands with the section that its place begins with.
    """
    name = place.removeprefix("Section ")
    if roman := re.match(r"([IVX]+)(?:\.([A-Z]))?(?![\w'])", name):
        values = [ROMAN[letter] for letter in roman[1]]
        number = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
        return (1, number, roman[2] or "", place)
    if number := re.match(r"(?:(?:page|p\.|point) )?(\d{1,3})(?!\d)", name):
        return (1, int(number[1]), "", place)
    return (2 if name.startswith("Appendix") else 0, 0, "", place.lower())


def row_words(text: str) -> str:
    """A row as a collection called it, its periods in words."""
    text = re.sub(
        r"\bas of \d{4}-\d\d(?:-\d\d)?\b",
        lambda match: f"on {period(match[0])}" if match[0].count("-") > 1 else f"in {period(match[0])}",
        text,
    )
    return re.sub(r"\b\d{4}-(?:\d\d to \d{4}-\d\d|H[12])\b", lambda match: period(match[0]), text)


def when(label: str) -> str:
    """With "in" or "on" and the year or day, as a sentence has it; nothing where it is not stated"""
    if label == "not stated":
        return ""
    if re.fullmatch(r"as of \d{4}-\d\d-\d\d", label):
        return f"on {period(label)}"
    if re.match(r"(?:as of \d{4}$|up to|since|past)", label):
        return label
    if " to " in label:
        return f"from {period(label)}"
    return f"in {'the ' if '-H' in label else ''}{period(label)}"


# What a sentence of the warehouse says, in words of readers: only in text and in no tag. Behind each the letters by which a page
# is first searched, which is fast.
IN_TEXT = r"(?=[^<>]*<)"

PLAIN = [
    (r"-H[12]\b", rf"\b(in|from|From|to|of) (\d{{4}}-H[12])\b{IN_TEXT}", lambda one: f"{one[1]} the {period(one[2])}"),
    (r"-H[12]\b", rf"(?<![\w/-])\d{{4}}-H[12]\b{IN_TEXT}", lambda one: period(one[0])),
    (r" to \d{4}-\d\d\b", rf"(?<![\w/-])\d{{4}}-\d\d to \d{{4}}-\d\d\b(?!-){IN_TEXT}", lambda one: period(one[0])),
    ("as of ", rf"as of \d{{4}}-\d\d(?:-\d\d)?\b{IN_TEXT}", lambda one: when(one[0])),
]

# “loaded” is a word of warehouses
LOADED = re.compile(rf"loaded(?![\w/-])(?: ((?:primary |secondary |provider )?[a-z]+)\b)?{IN_TEXT}")

ENDS_A_SENTENCE = re.compile(r"(?:\b(?:is|are|not|nothing|none|documents|be) |[^ ])$")


def plain(page: str) -> str:
    for letters, pattern, words in PLAIN:
        if re.search(letters, page):
            page = re.sub(pattern, words, page)

    def at_hand(match) -> str:
        before, noun = page[max(0, match.start() - 12) : match.start()], match[1]
        if before[-1:] in ("-", "/", "_") or before[-1:].isalpha():
            return match[0]
        if noun is None or ENDS_A_SENTENCE.search(before):
            return match[0].replace("loaded", "at hand", 1)
        return f"{noun} at hand"

    return LOADED.sub(at_hand, page)


def first_sentence(text: str) -> str:
    return re.match(r".*?\.(?= [A-Z]|$)", text)[0]


def period(label: str) -> str:
    """A period as it is spoken: as of YYYY-07-01 -> 1 July YYYY; FY -> fiscal year; -H1 -> first half of"""
    if label == "not stated":
        return "period not stated"
    if re.fullmatch(r"as of \d{4}", label):
        return label  # which day of the year is not said

    def date(match) -> str:
        year, month, day = match.groups()
        return (
            f"{int(day)} {calendar.month_name[int(month)]} {year}"
            if day
            else f"{calendar.month_name[int(month)]} {year}"
        )

    label = re.sub(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b", date, label.removeprefix("as of "))
    label = re.sub(r"(\d{4})-H([12])", lambda half: f"{['first', 'second'][int(half[2]) - 1]} half of {half[1]}", label)
    return label.replace("FY ", "fiscal year ")
