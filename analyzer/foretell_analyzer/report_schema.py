"""Takes the types that make up a report, gives the JSON Schema of its JSON form.

The schema is made from the types themselves, so it says just what `Report.from_dict` accepts; told
apart here is what each key means. What is published is the file beside this module: `foretell
schema report` prints it, and a test compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from inspect import cleandoc
from typing import Any, Final, cast

import msgspec

from .bounds import High
from .plan import Plan
from .report import ReportForm

FILE: Final = "report.schema.json"

MEANINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "ReportForm": {
        "version": "the version of this form",
        "script": "the script that was judged",
        "digests": "what was judged, and by which table of the language",
        "findings": "what is wrong or doubtful, in the order of the text",
        "call_graph": "which function may call which function or tool",
        "plan": "the tool calls that the script may make, in its own shape; null if it is no script",
        "order": "the automaton over tool calls: which may be made in which order",
        "tools": "by name: the tools that may be called; one that is not here is never called",
        "flows": "which results of tools and inputs reach which arguments, the output and the result",
        "calls": "where tools may be called, and what they may be given; null if that is not known",
        "bounds": "by measure, such as `tool_calls`: what is promised of every run",
        "assumptions": "what the promises rest on that nobody has declared",
        "relations": "of which tools one is never called more often than the other, in any run",
    },
    "Automaton": {
        "moves": "by state, the first is where runs begin: what may be done there",
        "complete": "the states in which a run may end normally",
        "joined": "what was joined to keep it small: it then admits more than the script does",
    },
    "ScriptForm": {
        "name": "how the script is called in messages, often a file name",
        "text": "the script, exactly as it was received",
    },
    "Digests": {
        "script": "SHA-256 of the script's text, hexadecimal",
        "catalog": "SHA-256 of the tools that the script was judged with",
        "dialect": "SHA-256 of the table of the language",
        "session": "SHA-256 of the session it is a snippet of; left out for a script by itself",
    },
    "Finding": {
        "code": "the code of the rule, such as `N201`; never used for another rule",
        "rule": "the name of the rule, such as `unknown-tool`; never used for another rule",
        "severity": "how bad it is if it is right",
        "certainty": "`must`: on every run that gets there; `may`: possibly on some",
        "message": "what is wrong, in one sentence",
        "span": "where it is wrong",
        "help": "what would cure it, for people",
        "subject": "what it is about, for machines",
        "labels": "other places that explain it",
        "fix": "what would cure it, as edits of the text",
    },
    "Fix": {
        "title": "what the fix does, in one line",
        "edits": "what is to be replaced; no two edits touch each other",
        "safe": "whether it surely does what was meant; if not, a person should look at it",
    },
    "Edit": {
        "span": "what is replaced; if it is empty, the text is put in there",
        "text": "what is put in its place",
    },
    "Place": {
        "line": "line of the first character, from 1",
        "column": "column of the first character, from 0",
        "end_line": "line of the end",
        "end_column": "column of the end: that behind the last character",
        "start": "offset of the first character in the text, in characters",
        "end": "offset of the end",
        "script": "the earlier snippet of the session in which it is; left out in the script itself",
    },
    "Subject": {
        "tool": "the tool, or what was taken for one",
        "name": "the name, as written",
        "parameter": "the parameter",
    },
    "Label": {"span": "another place", "message": "what it has to do with the finding"},
    "CallGraph": {
        "nodes": "names of functions and tools; `<module>` is the script itself",
        "edges": "who may call whom, and where; one for each place",
        "is_complete": "whether there can be no other calls",
        "tools": "the nodes that are tools",
        "builtins": "calls of what the language itself has, such as `len` or `json.loads`",
        "lambdas": "by node: the lambdas it stands for, numbered in the function around them",
    },
    "CallEdge": {"caller": "who calls", "callee": "who is called", "span": "where"},
    "Call": {
        "kind": "one tool call",
        "tool": "the tool",
        "arguments": "what it is called with",
        "span": "where",
        "certain": "whether it is surely this tool that is called",
    },
    "CallSite": {
        "tool": "the tool",
        "span": "where it is called",
        "arguments": "what it may be given",
        "is_open": "whether it may be given more than is told",
    },
    "GivenArgument": {
        "parameter": "the parameter",
        "values": "all values that it may get; null if they are not all known",
        "always": "whether every call there gives it",
    },
    "PlannedArgument": {
        "parameter": "the parameter",
        "text": "the expression, in the script's words",
        "is_constant": "whether `value` is known",
        "value": "the value, if it is known",
        "origins": "what the value is made of: results of tools, inputs",
    },
    "Sequence": {"kind": "one after the other", "steps": "what is done, in order"},
    "Choice": {
        "kind": "one of several",
        "branches": "the ways there are",
        "span": "where is chosen",
    },
    "Branch": {
        "condition": "when this way is taken, in the script's words",
        "plan": "what is done then",
    },
    "Loop": {
        "kind": "a repetition",
        "header": "the loop's first line, in the script's words",
        "times": "how often the body is done",
        "body": "what is done each time",
        "span": "where the loop is",
    },
    "Parallel": {
        "kind": "all of them, in any interleaving",
        "steps": "what is done",
        "span": "where",
    },
    "Routine": {
        "kind": "the calls of a function of the script",
        "name": "the function",
        "body": "what it does",
        "span": "where it is called",
    },
    "Opaque": {
        "kind": "something of which we cannot tell what it calls, in which order or how often",
        "why": "why it cannot be told",
        "tools": "the tools that it may call",
        "span": "where",
    },
    "Bound": {
        "low": "the least in a run that ends normally",
        "high": "the most in any run",
    },
    "Unbounded": {
        "kind": "there is evidence that nothing bounds it",
        "why": "the evidence",
        "where": "where it is",
    },
    "Unknown": {
        "kind": "no bound was found; there may be one",
        "why": "why none was found",
        "where": "where",
    },
    "Relation": {
        "less": "a tool that may be called",
        "more": "a tool that at every moment of every run was called at least as often",
    },
    "ToolForm": {"calls": "how often the tool is called"},
    "Flow": {
        "source": "where it comes from",
        "sink": "where it arrives",
        "kind": "`data`: the value itself, or one made of it; `control`: it decides what is taken",
        "through": "functions that all of it was returned by on its way",
    },
    "FlowSource": {
        "tool": "the tool that returned it; `*` if it may be anything, empty for an input",
        "span": "where the tool is called",
        "path": "what part of the result or input, such as `[].body`",
        "input": "the input, if it is one",
    },
    "FlowSink": {
        "kind": "an argument, whether a call is made at all, the result of the script, its output",
        "tool": "the tool that is called; `*` if it may be any",
        "parameter": "the parameter that gets it; `*` if it may be any",
        "span": "where that is",
    },
    "MeasureForm": {
        "low": "the least in a run that ends normally",
        "high": "the most in any run, if tools keep to what is declared of them",
        "symbolic": "the most over named sizes, such as `1 + 2*len(search@3)`; empty if there is no such",
        "declared": "the same as `high`: the most with the sizes declared for the tools",
        "assumed": "the most with the sizes assumed for the tools: a guess; null if none is made",
        "basis": "the sizes behind that guess",
    },
}
"""By type and key: what it means. A test says which one is missing when a type grows."""

_TITLES: Final = {
    "ReportForm": "Report",
    "ScriptForm": "Script",
    "ToolForm": "Tool",
    "MeasureForm": "Measure",
}


def published_schema() -> str:
    """The schema as it is published: the text of the file in this package."""
    return files(__package__ or __name__).joinpath(FILE).read_text("utf-8")


def report_schema() -> dict[str, Any]:
    """The schema made from the types as they are."""
    (report, plan, high), parts = msgspec.json.schema_components((ReportForm, Plan, High))
    unions = {
        "Plan": {"description": "What the script does, as far as tools go.", **plan},
        "High": {"description": "An upper end: a number, or why there is none.", **high},
    }
    named = {
        json.dumps(one, sort_keys=True): name for name, one in (("Plan", plan), ("High", high))
    }
    for name, part in parts.items():
        for key, property_schema in part.get("properties", {}).items():
            property_schema["description"] = MEANINGS.get(name, {}).get(key, "")
    defined = {name: _plain(part, named) for name, part in parts.items()}
    defined |= {name: _plain(union, {}) for name, union in unions.items()}
    root = defined.pop("ReportForm")
    assert report == {"$ref": "#/$defs/ReportForm"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:foretell:schema:report:1",
        **root,
        "title": "foretell report",
        "$defs": {_TITLES.get(name, name): one for name, one in sorted(defined.items())},
    }


def schema_text() -> str:
    """What the file should hold."""
    return json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(part: object, named: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """A part in plain JSON Schema: unions by name, constants as such, nothing of other standards."""
    if isinstance(part, list):
        return [_plain(one, named) for one in cast("list[object]", part)]
    if not isinstance(part, dict):
        return part
    schema = cast("dict[str, Any]", part)
    described = {"description": schema["description"]} if "description" in schema else {}
    bare = {key: value for key, value in schema.items() if key != "description"}
    name = named.get(json.dumps(bare, sort_keys=True))
    if name is not None:
        return {"$ref": f"#/$defs/{name}", **described}
    return dict(
        _keyword(key, value, named) for key, value in schema.items() if key != "discriminator"
    )


def _keyword(key: str, value: Any, named: Mapping[str, str]) -> tuple[str, Any]:  # noqa: ANN401
    match key:
        case "properties":
            return key, {name: _plain(one, named) for name, one in value.items()}
        case "title":
            return key, _TITLES.get(value, value)
        case "description":
            return key, cleandoc(value)
        case "enum" if len(value) == 1:
            return "const", value[0]
        case "$ref":
            target = value.rpartition("/")[2]
            return key, f"#/$defs/{_TITLES.get(target, target)}"
        case _:
            return key, _plain(value, named)
