"""Gunicorn, not Superset's development server: bounded workers, clean stop."""

import threading

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


def post_worker_init(worker):
    """All threads at once: one that is started while a question holds the memory would never answer."""
    ready = threading.Barrier(threads)
    for _ in range(threads):
        worker.tpool.submit(ready.wait)


def when_ready(server):
    print(f"\nDashboards: http://{server.address[0][0]}:{server.address[0][1]}/superset/dashboard/overview/")
    print("Log in as admin. Ctrl-C stops it.", flush=True)
