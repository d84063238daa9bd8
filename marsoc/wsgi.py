"""The entry point of the web server."""

from django.core.wsgi import get_wsgi_application

from marsoc.kit.database_role import refuse_to_start_in_wrong_role

application = get_wsgi_application()
refuse_to_start_in_wrong_role()
