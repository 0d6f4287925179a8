"""Superset's settings: local, locked down, silent. bi/start.py says where things are."""

import os
from pathlib import Path

HOME = Path(os.environ["NCMEC_BI_HOME"])

SECRET_KEY = (HOME / "secret_key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}?check_same_thread=false"
APP_NAME = "NCMEC statistics"
LOG_LEVEL = "ERROR"
ALEMBIC_SKIP_LOG_CONFIG = True

# one account, nothing public, nobody can sign up
PUBLIC_ROLE_LIKE = None
AUTH_USER_REGISTRATION = False
WTF_CSRF_ENABLED = True
ENABLE_CORS = False
RATELIMIT_ENABLED = True
RATELIMIT_APPLICATION = "200 per second"  # a dashboard asks for all its charts at once
RATELIMIT_STORAGE_URI = "memory://"

# the page may load from nowhere else: no usage pixel, maps or fonts of other hosts, no Swagger page
FAB_API_SWAGGER_UI = False
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
        "frame-ancestors": ["'none'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # loopback only
    "session_cookie_samesite": "Strict",
    "session_cookie_secure": False,
}

# a chart never shows a number that the file no longer holds
CACHE_CONFIG = DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}


def only_the_warehouse(url) -> None:
    """No second database: another connection would not be locked down."""
    if str(url) != "duckdb:///ncmec.duckdb":
        raise ValueError("Only the published ncmec.duckdb can be connected.")


DB_SQLA_URI_VALIDATOR = only_the_warehouse


def locked(url, options, *_):
    """Every connection is read-only and locked, whatever is written into a database record in the browser."""
    options["connect_args"] = {
        "read_only": True,
        "config": {"enable_external_access": False, "lock_configuration": True},
    }
    return url, options


DB_CONNECTION_MUTATOR = locked

# sober and told apart by colour-blind readers
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "ncmec",
        "label": "NCMEC statistics",
        "isDefault": True,
        "colors": ["#33658a", "#c08a3e", "#7a9e9f", "#8c4843", "#a9b4c2", "#5b5f71", "#6d8f5c", "#b7a9c9"],
    }
]
EXTRA_SEQUENTIAL_COLOR_SCHEMES = [
    {
        "id": "ncmec_blues",
        "label": "NCMEC statistics, light to dark",
        "isDefault": True,
        "isDiverging": False,
        "colors": ["#e6edf3", "#b7cbdc", "#7fa3c0", "#33658a", "#1b3a57"],
    }
]
