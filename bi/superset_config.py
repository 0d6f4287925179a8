"""Superset's settings: local, locked down, silent. bi/start.py says where things are."""

import contextlib
import fcntl
import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import duckdb
from duckdb_engine.config import get_core_config
from flask import abort, g, jsonify, redirect, request
from flask_login import current_user
from jinja2 import ChoiceLoader, DictLoader

sys.path += [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "scripts")]
import colours
import locked

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
# a page of another site that makes its name point at this machine gets no answer
TRUSTED_HOSTS = ["127.0.0.1", "localhost", *os.environ.get("NCMEC_BI_HOSTS", "").split()]

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
    """No other database: what is published, and what a feed of one's own released; both are locked down."""
    if str(url) not in ("duckdb:///ncmec.duckdb", "duckdb:///referrals.duckdb"):
        raise ValueError("Only the published ncmec.duckdb and referrals.duckdb can be connected.")


DB_SQLA_URI_VALIDATOR = only_the_warehouse


# every connection is read-only, locked and limited, whatever is written into a database record in the browser
get_core_config()  # asks an empty database in memory, once


def connect(database=None, **given):
    """The record names a file without a path; where this process once began may be moved away, or be an old release by now."""
    published = Path(os.environ["NCMEC_BI_DATABASE"])
    feed = Path(database or "").name == "referrals.duckdb"
    return locked.connect(published.with_name("referrals.duckdb") if feed else published, **given)


duckdb.connect = connect


def nothing_from_the_record(url, options, *_):
    options["connect_args"] = {}
    return url, options


DB_CONNECTION_MUTATOR = nothing_from_the_record

# what one user may have at work at the same time, over all workers; each worker has more threads than that
AT_WORK = {"requests": 12, "queries": 2}


def take_slot(kind: str) -> bool:
    """A locked file for as long as the request lasts; the system frees it even if the worker ends."""
    folder = HOME / "at_work"
    folder.mkdir(exist_ok=True)
    for number in range(AT_WORK[kind]):
        slot = (folder / f"{current_user.get_id()}-{kind}-{number}").open("w")
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            g.slots.append(slot)
            return True
        slot.close()
    return False


LOGINS_A_MINUTE = 5  # Superset's own limit counts for each worker, and did not bite


def may_try_a_password() -> bool:
    with (HOME / "logins").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        recent = [tried for tried in map(float, file) if 0 <= time.time() - tried < 60]
        if len(recent) >= LOGINS_A_MINUTE:
            return False
        file.truncate(0)
        file.writelines(f"{tried}\n" for tried in [*recent, time.time()])
        return True


def words_anywhere(body: dict) -> dict:
    """The search box of a long table asks how one column begins; here each of its words may stand anywhere in the row."""
    if column := body.get("form_data", {}).get("search_in"):
        for query in body["queries"]:
            filters = query.get("filters", [])
            typed = [each for each in filters if each.get("op") == "ILIKE"]
            words = " ".join(each["val"].removesuffix("%") for each in typed).split()
            query["filters"] = [each for each in filters if each not in typed]
            query["filters"] += [{"col": column, "op": "ILIKE", "val": f"%{word}%"} for word in words]
    return body


def search_whole_rows() -> None:
    """Of a chart's data as the page asks for them, and as they are saved (a form)."""
    if request.is_json:
        words_anywhere(request.get_json())  # the same object for whoever asks again
    elif "form_data" in request.form:
        form = request.form.to_dict()
        request.form = form | {"form_data": json.dumps(words_anywhere(json.loads(form["form_data"])))}


def before_each_request():
    g.slots = []
    of_dashboard = request.method == "GET" and request.path.startswith("/superset/dashboard/")
    if of_dashboard and "Mobi" in request.user_agent.string and "expand_filters" not in request.args:
        # a phone has no room for filters and charts at once: the filters begin folded
        return redirect(f"{request.path}?{urlencode([*request.args.items(multi=True), ('expand_filters', '0')])}")
    if request.method == "POST" and request.path == "/api/v1/chart/data":
        search_whole_rows()
    if request.method == "POST" and request.path.startswith("/login") and not may_try_a_password():
        return "Too many attempts to log in; wait a minute.", 429
    if request.path.startswith("/api/v1/security/login"):
        abort(404)  # the form is the only way in, and the one that counts attempts
    if request.path.startswith("/static/") or not current_user.is_authenticated:
        return None
    kinds = ["requests", *(["queries"] if request.path.startswith("/api/v1/sqllab/execute") else [])]
    for kind in kinds:
        if not take_slot(kind):
            text = f"{AT_WORK[kind]} of your {kind} are at work already; wait for one to end."
            answer = jsonify(errors=[{"message": text, "error_type": "GENERIC_BACKEND_ERROR", "level": "error"}])
            return answer, 429
    return None


def after_each_request(_):
    for slot in g.pop("slots", []):
        slot.close()


# Superset leaves it out, and a phone then draws every page as if on a small desktop, too small to read
AS_WIDE_AS_THE_SCREEN = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def FLASK_APP_MUTATOR(app) -> None:
    app.jinja_loader = ChoiceLoader([DictLoader({"head_custom_extra.html": AS_WIDE_AS_THE_SCREEN}), app.jinja_loader])
    app.before_request(before_each_request)
    app.teardown_request(after_each_request)


EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {"id": "ncmec", "label": "NCMEC statistics", "isDefault": True, "colors": colours.PALETTE}
]
EXTRA_SEQUENTIAL_COLOR_SCHEMES = [
    {
        "id": f"ncmec_{rate_id}",
        "label": f"NCMEC statistics, shades of {rate_id}",
        "isDefault": False,
        "isDiverging": False,
        "colors": colours.banded(ends),
    }
    for rate_id, ends in json.loads((HOME / "shades.json").read_text(encoding="utf-8")).items()
]
