# ruff: noqa: INP001  gunicorn reads this file by its path
"""How gunicorn serves marsoc, in a container and in the demonstration; ``WEB_CONCURRENCY`` sets other numbers."""

import os

wsgi_app = "marsoc.wsgi"
bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
control_socket_disable = True
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# No query string: what people search for stays out of the logs.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
errorlog = "-"
