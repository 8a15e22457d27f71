"""The web application; served by granian (`orda serve`) or any WSGI server."""

import os
import sys
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orda.settings")
application = get_wsgi_application()

# Each question to the database lets another thread of this process go on; who has its answer, and perhaps the
# writer's turn (orda.sqlite), is let in again after this many seconds at the latest, not after Python's five ms.
sys.setswitchinterval(0.001)

# The first reader who searches waits for no dictionary: it is read while the house opens.
from orda.search.kazakh import known_words  # noqa: E402  # after the settings

threading.Thread(target=known_words, name="words", daemon=True).start()
