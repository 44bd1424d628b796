from collections import Counter

tickets = list_tickets(project=project, status="open")
plans = Counter(get_customer(ticket_id=ticket["id"])["plan"] for ticket in tickets)
oldest = min(tickets, key=lambda ticket: ticket["opened"], default=None)
for plan, count in plans.most_common():
    print(f"{plan:10}{count}")
{"open": len(tickets), "oldest": oldest and oldest["title"]}
