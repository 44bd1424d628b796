"""The tools of the example: a mailbox and a bank of pure Python, the same at every run."""

import re

MAILBOX = [
    {"id": "m1", "sender": "billing@acme.example", "subject": "invoice 7",
     "body": "ACME asks for 120.50 EUR."},
    {"id": "m2", "sender": "office@paper.example", "subject": "invoice",
     "body": "Paper Ltd asks for 80.00 EUR."},
    {"id": "m3", "sender": "billing@acme.example", "subject": "invoice 8",
     "body": "ACME asks for 30.00 EUR."},
    {"id": "m4", "sender": "friend@example.com", "subject": "Re: invoice",
     "body": "Thanks, see you on Monday!"},
]
PAID: list[tuple[str, float]] = []
SENT: list[tuple[str, str, str]] = []


def search_email(query, limit=20):
    return [mail for mail in MAILBOX if query in mail["subject"]][:limit]


def parse_invoice(text):
    found = re.match(r"(.+) asks for ([\d.]+) EUR", text)
    if found is None:
        return {"vendor": "unknown", "amount": None}
    return {"vendor": found[1], "amount": float(found[2])}


def send_money(recipient, amount):
    PAID.append((recipient, amount))
    return {"reference": f"payment-{len(PAID)}"}


def send_email(to, subject, body):
    SENT.append((to, subject, body))


def delete_email(id):
    raise AssertionError("no script of this example may come here")
