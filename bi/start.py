"""Starts Apache Superset on this machine only, over the published warehouse: make bi [PORT=8088].

The first start prepares Superset in build/superset (metadata database, secret key, one account);
later starts only import bi/assets again when a file there, or a year, document or break in the published file, has changed.
"""

import argparse
import contextlib
import hashlib
import itertools
import json
import os
import secrets
import signal
import socket
import sys
import traceback
from datetime import datetime
from pathlib import Path

import yaml


def stopped(*_) -> None:
    """Ctrl-C at any moment, in a sentence instead of a traceback."""
    print("Stopped; the next make bi goes on from here.", file=sys.__stdout__, flush=True)
    sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, stopped)

BI = Path(__file__).resolve().parent
PROJECT = BI.parent
sys.path += [str(PROJECT), str(PROJECT / "scripts")]
from locked import connect, why_not_published  # noqa: E402

from bi.fill import OURS, Published, filled  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("folder", nargs="?", type=Path, default=PROJECT, help="folder that holds ncmec.duckdb")
    return parser.parse_args()


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            sys.exit(f"Port {port} of 127.0.0.1 is taken or not allowed: make bi PORT=8090")


def digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def read_assets(database: Path) -> tuple[dict[str, str], dict[str, list[float]]]:
    """What Superset imports, and where the shades of the maps end."""
    try:
        connection = connect(database)
        assets, shades = filled(connection), Published(connection).shades()
        connection.close()
    except Exception as error:
        sys.exit(f"The dashboards do not fit {database}: {error}")
    return assets, shades


class Step:
    """Runs a step of the set-up only if what it depends on has changed since it last succeeded."""

    def __init__(self, marker: Path, state: str):
        self.marker, self.state = marker, state
        self.due = not marker.exists() or marker.read_text(encoding="utf-8") != state

    def done(self) -> None:
        self.marker.write_text(self.state, encoding="utf-8")


def say(text: str) -> None:
    """On the terminal, past the redirection of Superset's own output."""
    print(text, file=sys.__stdout__, flush=True)


def prepare(app) -> None:
    from flask.cli import ScriptInfo
    from superset.cli.main import superset

    def run(*command: str) -> None:
        superset.main(args=command, obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)

    say("Preparing Superset's own database (once, about 30 seconds) …")
    run("db", "upgrade")
    say("Setting up roles …")
    run("init")
    with app.app_context():
        security = app.appbuilder.sm
        if not security.find_user("admin"):
            password = secrets.token_urlsafe(12)
            security.add_user("admin", "Local", "Admin", "admin@localhost", security.find_role("Admin"), password)
            say(f"\n    user      admin\n    password  {password}\n")
            say("    Shown only now. To start over: delete build/superset and run make bi again.\n")


def import_assets(app, assets: dict[str, str]) -> None:
    from superset import db
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice
    from superset.utils.core import override_user

    say("Importing the dashboards of bi/assets …")
    with app.test_request_context(), override_user(app.appbuilder.sm.find_user("admin")):
        # what an earlier edition of these files made and this one no longer has; what a user made stays
        ours = {json.loads(text).get("uuid") for text in assets.values()}
        for model in (Dashboard, Slice, SqlaTable):
            for row in db.session.query(model):
                if str(row.uuid).startswith(OURS) and str(row.uuid) not in ours:
                    db.session.delete(row)
        db.session.commit()
        ImportAssetsCommand(assets).run()
        # the import leaves out what is drawn over a chart
        for number, made in enumerate(
            made for made in map(json.loads, assets.values()) if "breaks" in made.get("params", {})
        ):
            draw_breaks(db.session, db.session.query(Slice).filter_by(uuid=made["uuid"]).one(), number + 1)
        db.session.commit()


def draw_breaks(session, chart, layer: int) -> None:
    """A dashed line for each break of a series over dates, half a year before the bar that it parts from those before."""
    from superset.models.annotations import Annotation, AnnotationLayer

    params = json.loads(chart.params)
    line = {"annotationType": "EVENT", "sourceType": "NATIVE", "show": True, "showLabel": True, "showMarkers": False}
    line |= {"name": "Break", "value": layer, "width": 1.5, "style": "dashed", "color": "#444444", "opacity": "", "descriptionColumns": [], "overrides": {}}  # fmt: skip
    chart.params = json.dumps(params | {"annotation_layers": [line]})
    session.query(Annotation).filter_by(layer_id=layer).delete()
    session.merge(AnnotationLayer(id=layer, name=f"Breaks of {chart.slice_name}"))
    for year in params["breaks"]:
        day = datetime(int(year) - 1, 7, 2)
        session.add(Annotation(layer_id=layer, short_descr=year, start_dttm=day, end_dttm=day))


def set_up(prepared: Step, imported: Step, assets: dict[str, str]) -> None:
    say("Loading Superset …")
    from superset.app import create_app

    app = create_app()
    if prepared.due:
        prepare(app)
        prepared.done()
    import_assets(app, assets)
    imported.done()


def main() -> None:
    options = arguments()
    folder = options.folder.resolve()
    # as it was given, link and all: where that leads to another release one day, the dashboards follow
    database = options.folder.absolute() / "ncmec.duckdb"
    if not database.exists():
        sys.exit(f"There is no ncmec.duckdb in {folder}: make build")
    if reason := why_not_published(database):
        sys.exit(reason)
    check_port(options.port)

    home = folder / "build" / "superset"
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    os.umask(0o077)
    if not (home / "secret_key").exists():
        (home / "secret_key").write_text(secrets.token_urlsafe(42), encoding="utf-8")
    os.environ.update(
        SUPERSET_HOME=str(home),
        NCMEC_BI_HOME=str(home),
        NCMEC_BI_DATABASE=str(database),
        SUPERSET_CONFIG_PATH=str(BI / "superset_config.py"),
        DUCKDB_JE_MALLOC_CONF="retain:false",  # see scripts/locked.py, which Superset loads too late
    )
    os.chdir(folder)

    prepared = Step(home / "prepared", digest((PROJECT / "requirements" / "bi.txt").read_text(encoding="utf-8")))
    assets, shades = read_assets(database)
    (home / "shades.json").write_text(json.dumps(shades), encoding="utf-8")
    if (folder / "referrals.duckdb").exists():  # a feed of one's own (docs/referrals.md)
        of_feed = PROJECT / "referrals" / "dashboard"
        assets |= {
            str(file.relative_to(of_feed)): json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")))
            for file in sorted(of_feed.rglob("*.yaml"))
        }
    imported = Step(home / "imported", prepared.state + digest(*itertools.chain(*sorted(assets.items()))))
    if prepared.due or imported.due:
        log = home / "setup.log"
        try:
            with (
                log.open("w", encoding="utf-8") as output,
                contextlib.redirect_stdout(output),
                contextlib.redirect_stderr(output),
            ):
                set_up(prepared, imported, assets)
        except Exception as error:
            with log.open("a", encoding="utf-8") as output:
                traceback.print_exc(file=output)
            sys.exit(f"Superset could not be set up: {error.__cause__ or error}\nWhy stands at the end of {log}")

    say("Starting the server …")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until gunicorn.conf.py can take it
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", str(BI / "gunicorn.conf.py")]
    gunicorn += ["--bind", f"127.0.0.1:{options.port}", "superset.app:create_app()"]
    os.execv(sys.executable, gunicorn)  # noqa: S606


if __name__ == "__main__":
    main()
