"""Colours that mean the same on every dashboard: sober, and told apart by colour-blind readers."""

BLUE, OCHRE, TEAL, GREEN, LILAC, SLATE, SAND, SKY = PALETTE = [
    *("#33658a", "#c08a3e", "#7a9e9f", "#6d8f5c", "#b7a9c9", "#7b7f93", "#d8c28a", "#8fb3d1")
]
# not in the palette: red is only what is wrong, grey only what nobody knows
RED, GREY = "#a23b3b", "#b4bac4"

# code lists of dim_codes and dimensions of dim_members, whose labels the charts show
OF_CODES = {
    "verdict": {
        "supported": BLUE,
        "contradicted": RED,
        "not_checkable": GREY,
        "not_computable": SLATE,
        "not_comparable": OCHRE,
    },
    "check_status": {"reconciled": BLUE, "known_discrepancy": OCHRE, "not_checkable": GREY, "broken": RED},
    "publication_status": {"published": BLUE, "not_published": OCHRE, "stated_only": TEAL, "unknown": GREY},
    "coverage_status": {"loaded": BLUE, "published_not_loaded": LILAC, "unknown": GREY},
    "precision": {"exact": BLUE, "rounded": SKY, "approximate": SKY, "at_least": OCHRE, "more_than": OCHRE},
    "case_status": {"Resolved": BLUE, "Active": OCHRE},
    "race_ethnicity": {"Unknown": GREY},
}
# words of the datasets themselves
OF_LABELS = {"no number at hand": GREY, "cut off instead of rounded": SAND}

# maps: few enough shades to be told apart; bi/fill.py says where each ends
BANDS = ["#b3cadb", "#86abc7", "#5988ac", "#2f5f84", "#163049"]
STEPS = 1024  # Superset spreads the colours of a scale evenly over the values


def banded(ends: list[float]) -> list[str]:
    """A scale whose shades end at these shares of the way from the smallest to the largest value."""
    return [BANDS[sum(end < step / (STEPS - 1) for end in ends)] for step in range(STEPS)]
