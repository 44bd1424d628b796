"""The tools of the example: a few tickets, the same at every run."""

TICKETS = [
    {"id": 1, "title": "Cannot log in", "status": "open", "opened": "2026-03-02"},
    {"id": 2, "title": "Wrong total", "status": "closed", "opened": "2026-02-11"},
    {"id": 3, "title": "Export is slow", "status": "open", "opened": "2026-02-20"},
    {"id": 4, "title": "Typo in the help", "status": "open", "opened": "2026-04-01"},
]
CUSTOMERS = {
    1: {"name": "Ada", "plan": "team"},
    2: {"name": "Bob", "plan": "free"},
    3: {"name": "Cleo", "plan": "business"},
    4: {"name": "Dan", "plan": "team"},
}


def list_tickets(project, status=None):
    assert project == "shop"
    return [ticket for ticket in TICKETS if status in (None, ticket["status"])]


def get_customer(ticket_id):
    return CUSTOMERS[ticket_id]


def close_ticket(ticket_id, reason):
    raise AssertionError("no script of this example may come here")
