"""Gunicorn, not Superset's development server: bounded workers, clean stop."""

preload_app = True  # load once, then fork
workers = 2
worker_class = "gthread"
threads = 4
timeout = 120
graceful_timeout = 2  # Ctrl-C does not wait for open browser connections
loglevel = "warning"


def when_ready(server):
    print(f"\nDashboards: http://{server.address[0][0]}:{server.address[0][1]}/superset/dashboard/overview/")
    print("Log in as admin. Ctrl-C stops it.", flush=True)
