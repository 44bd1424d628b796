"""Names that models make up, and the ones they meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.suggestions import THRESHOLD, likeness, nearest, words

TOOLS = (
    "get_user", "set_user", "send_direct_message", "send_channel_message", "get_hotels_prices",
    "get_rating_reviews_for_hotels", "book_hotel", "delete_file", "create_file", "read_file",
    "list_files", "search_files", "send_email", "search_emails", "send_money", "parse_invoice",
    "get_weather", "update_ticket", "list_tickets", "search", "summarize", "create_calendar_event",
    "find_contact",
)  # fmt: skip


@pytest.mark.parametrize(
    ("made_up", "meant"),
    [
        ("send_message", ("send_channel_message", "send_direct_message", "send_email")),
        ("get_hotel_prices", ("get_hotels_prices",)),
        ("fetch_user", ("get_user",)),
        ("getUser", ("get_user",)),
        ("get_users", ("get_user",)),
        ("remove_file", ("delete_file",)),
        ("add_file", ("create_file",)),
        ("transfer_money", ("send_money",)),
        ("email_send", ("send_email",)),
        ("sendEmail", ("send_email",)),
        ("list_emails", ("search_emails",)),
        ("lookup_contact", ("find_contact",)),
        ("create_event", ("create_calendar_event",)),
        ("get_hotel_reviews", ("get_rating_reviews_for_hotels",)),
        ("hotel_booking", ("book_hotel",)),
        ("weather", ("get_weather",)),
        ("read_fle", ("read_file",)),
        ("readfile", ("read_file",)),
        ("serch", ("search",)),
        ("sumarize", ("summarize",)),
        ("search_docs", ("search_files", "list_files", "search")),
    ],
)
def test_the_tool_that_was_meant_is_named(made_up: str, meant: tuple[str, ...]) -> None:
    assert nearest(made_up, TOOLS) == meant


@pytest.mark.parametrize(
    "made_up",
    [
        "delete_user", "get_stock_price", "translate", "pay_invoice", "close_ticket", "get_balance",
        "drop_database", "foo", "", "_", "x",
    ],
)  # fmt: skip
def test_no_suggestion_is_better_than_a_silly_one(made_up: str) -> None:
    assert nearest(made_up, TOOLS) == ()


@pytest.mark.parametrize(
    ("made_up", "meant"),
    [
        ("to", "recipient"),
        ("recepient", "recipient"),
        ("body", "text"),
        ("max_results", "limit"),
        ("q", "query"),
        ("title", "subject"),
    ],
)
def test_parameters_are_suggested_as_well(made_up: str, meant: str) -> None:
    found = nearest(made_up, ["recipient", "amount", "subject", "date", "text", "limit", "query"])
    assert found == (meant,)


def test_names_are_taken_apart_into_words() -> None:
    assert words("getUser2") == ("get", "user", "2")
    assert words("GitHub.list-issues") == ("git", "hub", "list", "issues")
    assert words("__") == ()


def test_a_number_of_suggestions_can_be_asked_for() -> None:
    assert nearest("send_message", TOOLS, limit=1) == ("send_channel_message",)
    assert nearest("search", ["search"]) == ()


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share_and_a_name_is_like_itself(one: str, two: str) -> None:
    assert 0.0 <= likeness(one, two) <= 1.0 + 1e-9
    assert not words(one) or likeness(one, one) > THRESHOLD


@given(st.text(max_size=12), st.lists(st.text(max_size=12)))
def test_suggestions_are_candidates_and_do_not_depend_on_their_order(
    name: str, candidates: list[str]
) -> None:
    found = nearest(name, candidates)
    assert set(found) <= set(candidates) - {name}
    assert nearest(name, reversed(candidates)) == found
