"""Gunicorn, not Superset's development server: bounded workers, clean stop."""

preload_app = True  # load once, then fork
workers = 2
worker_class = "gthread"
threads = 16  # more than one user may use: see AT_WORK in superset_config.py
timeout = 120
graceful_timeout = 2  # Ctrl-C does not wait for open browser connections
loglevel = "warning"


def post_fork(server, worker):
    import locked  # superset_config.py has put scripts/ on the path

    locked.limit_process()


def when_ready(server):
    print(f"\nDashboards: http://{server.address[0][0]}:{server.address[0][1]}/superset/dashboard/overview/")
    print("Log in as admin. Ctrl-C stops it.", flush=True)
