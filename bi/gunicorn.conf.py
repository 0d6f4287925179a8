"""Gunicorn, not Superset's development server: bounded workers, clean stop."""

import os
import signal
import sys
import threading

preload_app = True  # load once, then fork
workers = 2
worker_class = "gthread"
threads = 16  # more than one user may use: see AT_WORK in superset_config.py
timeout = 120
graceful_timeout = 2
loglevel = "warning"
control_socket_disable = True  # nobody else has a say, and nothing is left in the user's home

# Ctrl-C while Superset is still loading: Gunicorn listens for it only afterwards
signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def post_fork(server, worker):
    import locked  # superset_config.py has put scripts/ on the path

    locked.limit_process()


def post_worker_init(worker):
    # Ctrl-C ends a worker at once: it only reads, and Gunicorn's own way locks itself up when the terminal and the
    # main process both say so
    for each in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(each, lambda *_: os._exit(0))
    start_threads(worker)


def start_threads(worker):
    """All threads at once: one that is started while a question holds the memory would never answer."""
    ready = threading.Barrier(threads)
    for _ in range(threads):
        worker.tpool.submit(ready.wait)


def on_exit(server):
    """Nothing to save: taking Superset apart object by object would last seconds."""
    sys.stdout.flush()
    os._exit(getattr(sys.exc_info()[1], "exit_status", 0))


def when_ready(server):
    print(f"\nDashboards: http://{server.address[0][0]}:{server.address[0][1]}/superset/dashboard/overview/")
    print("Log in as admin. Ctrl-C stops it.", flush=True)
