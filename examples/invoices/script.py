import json

emails = search_email(query="invoice", limit=20)
total = {}
for mail in emails:
    invoice = parse_invoice(text=mail["body"])
    if invoice["amount"] is None:
        continue
    total[invoice["vendor"]] = total.get(invoice["vendor"], 0) + invoice["amount"]
for vendor, amount in sorted(total.items(), key=lambda row: -row[1])[:3]:
    send_money(recipient=vendor, amount=amount)
send_email(to="cfo@example.com", subject="Paid", body=json.dumps(total))
