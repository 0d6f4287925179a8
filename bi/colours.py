"""Colours that mean the same on every dashboard: sober, and told apart by colour-blind readers."""

BLUE, OCHRE, TEAL, GREEN, LILAC, SLATE, SAND, SKY = PALETTE = [
    *("#33658a", "#c08a3e", "#7a9e9f", "#6d8f5c", "#b7a9c9", "#7b7f93", "#d8c28a", "#8fb3d1")
]
# not in the palette: red is only what is wrong, grey only what nobody knows
RED, GREY = "#a23b3b", "#b4bac4"

# code lists of dim_codes and dimensions of dim_members, whose labels the charts show
OF_CODES = {
    "verdict": {"supported": BLUE, "contradicted": RED, "not_checkable": GREY, "not_computable": SLATE},
    "check_status": {"reconciled": BLUE, "known_discrepancy": OCHRE, "not_checkable": GREY, "broken": RED},
    "publication_status": {"published": BLUE, "not_published": OCHRE, "stated_only": TEAL, "unknown": GREY},
    "coverage_status": {"loaded": BLUE, "published_not_loaded": LILAC, "unknown": GREY},
    "precision": {"exact": BLUE, "rounded": SKY, "approximate": SKY, "at_least": OCHRE, "more_than": OCHRE},
    "case_status": {"Resolved": BLUE, "Active": OCHRE},
    "race_ethnicity": {"Unknown": GREY},
}
OF_LABELS = {"no number at hand": GREY}  # words of the datasets themselves

# maps: each shade reaches twice as far as the one before it, so that places with small values differ too
BANDS = ["#dfe9f0", "#c4d6e3", "#a2bfd4", "#7ba2c0", "#5284a9", "#33658a", "#1b3a57"]
STEPS = 1024  # Superset spreads the colours of a scale evenly over the values


def banded() -> list[str]:
    """The scale of the maps: its upper half is the last shade, the quarter below that the one before, and so on."""
    colours = []
    for step in range(STEPS):
        share, band = step / (STEPS - 1), len(BANDS) - 1
        while band and share <= 2.0 ** (band - len(BANDS)):
            band -= 1
        colours.append(BANDS[band])
    return colours
