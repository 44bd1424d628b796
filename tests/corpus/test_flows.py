"""Flows of the corpus `controlflow`: all that are true are found, and those that are found are true."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from accuracy.corpora import read_corpus
from foretell_analyzer.analysis import analyze

NOT_LISTED: Final = {
    ("async_queue_workers", "search_docs", "ask_llm", "prompt"),
    ("conditional_const_fold", "web_search", "chat_post", "text"),
    ("dict_of_lists_fanout", "tickets_list", "chat_post", "channel"),
    ("gh_release_notes", "search_repositories", "create_issue", "owner"),
    ("gh_release_notes", "search_repositories", "list_commits", "owner"),
    ("long_reconcile_month", "fx_rate", "mail_send", "subject"),
    ("long_reconcile_month", "invoice_list", "mail_send", "subject"),
    ("long_reconcile_month", "invoice_list", "ticket_create", "body"),
    ("long_renewal_campaign", "crm_list_deals", "mail_send", "body"),
    ("long_repo_audit", "get_file_contents", "create_issue", "body"),
    ("long_repo_audit", "list_commits", "create_issue", "body"),
    ("map_filter_lambda", "mail_search", "chat_post", "text"),
    ("pagination_total_pages", "tickets_list", "tickets_list", "page"),
    ("refunds_with_finally", "payment_refund", "ticket_create", "body"),
    ("try_each_mirror_else", "http_get", "ticket_create", "body"),
}
"""Flows that the corpus does not list, each read in its script: keys, sizes, messages of failures."""

DECIDING: Final = {
    ("contextlib_timer", "calendar_events", "chat_post", "text"),
    ("contextlib_timer", "mail_search", "chat_post", "text"),
    ("gh_pr_size_labels", "get_pull_request_files", "update_issue", "labels"),
    ("itertools_product_grid", "weather", "chat_post", "text"),
    ("long_reconcile_month", "sql_query", "ticket_create", "body"),
}
"""Flows that the corpus lists as derived, and that are flows of control here: a branch or a key chooses."""


def test_all_flows_are_found_and_no_others(corpus: Path, tell: Callable[[object], None]) -> None:
    expected: set[tuple[str, str, str, str]] = set()
    for entry in json.loads((corpus / "controlflow" / "expected.json").read_text("utf-8")):
        for one in entry.get("flows", ()):
            expected.add((entry["id"], one["from"], one["to"], one["param"]))
    data: set[tuple[str, str, str, str]] = set()
    control: set[tuple[str, str, str, str]] = set()
    for sample in read_corpus(corpus, "controlflow"):
        if not sample.is_right:
            continue
        report = analyze(sample.text, sample.tools.catalog, inputs=sample.tools.inputs)
        for flow in report.flows:
            if flow.sink.kind == "argument" and flow.source.tool:
                kind = data if flow.kind == "data" else control
                kind.add((sample.name, flow.source.tool, flow.sink.tool, flow.sink.parameter))
    tell(f"flows: {len(expected & data)} of {len(expected)} found, {len(data - expected)} more")
    assert expected - data == DECIDING
    assert control >= DECIDING
    assert data - expected == NOT_LISTED
