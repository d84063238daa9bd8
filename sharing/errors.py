"""What can go wrong, each with one sentence for the reader."""


class Refused(Exception):
    """A person may see the thing but not do this to it; answered with 403."""


class AuditUnavailable(Exception):
    """The audit trail cannot be written, so nothing is shown and nothing is changed; answered with 503."""


class BadRequest(ValueError):
    """What was asked for makes no sense; the message tells the person what to do."""


class Withheld(Exception):
    """Code asked for a field that the viewer may not see: a fault in the code, answered with 500."""


class AskFirst(Exception):
    """Something has to be answered on another page before this one is shown; answered by leading there."""

    def __init__(self, route: str, argument: str) -> None:
        """Keep where it is asked.

        Args:
            route: name of the route of that page.
            argument: of that route.
        """
        super().__init__(route)
        self.route, self.argument = route, argument
