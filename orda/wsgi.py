"""The web application; served by granian (`orda serve`) or any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orda.settings")
application = get_wsgi_application()
