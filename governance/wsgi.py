"""HTTP for production: WSGI costs a fraction of ASGI for the same page."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
application = get_wsgi_application()

# A page of a hundred rows makes enough objects to start the collector at almost every request, and each full round walks
# through Django and the map. What is here now stays for the life of the process; the rest is looked at less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
