"""The command: what it writes where, and its exit statuses."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from foretell.cli import run_command

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
LEAD, INVOICES, REPORT = EXAMPLES / "lead", EXAMPLES / "invoices", EXAMPLES / "report"


@dataclass
class Ended:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Command:
    """Runs the command in this process, with the given standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, *arguments: object, stdin: str | bytes = "") -> Ended:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        self.monkeypatch.setenv("COLUMNS", "90")
        status = run_command(list(map(str, arguments)))
        out, err = self.capsys.readouterr()
        return Ended(status, out, err)


@pytest.fixture
def foretell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


def installed(
    *arguments: object, stdin: bytes | None = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "foretell", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "90", **(env or {})},
    )


def files(folder: Path) -> Sequence[object]:
    return (folder / "script.py", "--tools", folder / "tools.json")


def policy(folder: Path) -> Sequence[object]:
    return (*files(folder), "--policy", folder / "policy.toml")


def run(folder: Path) -> Sequence[object]:
    return (*policy(folder), "--host", folder / "host.py")


PROJECT = ("--input", 'project="shop"')


# ---------------------------------------------------------------------------------- check


def test_check_tells_the_mistake_and_its_cure(foretell: Command) -> None:
    ended = foretell("check", *files(LEAD))
    assert (ended.status, ended.err) == (1, "")
    assert (
        ended.out
        == f"""\
{LEAD}/script.py:2:1: error[unknown-tool]: `send_message` is neither defined here nor a tool
  |
2 | send_message(channel="ops", text="The backups of 2024 are gone.")
  | ^^^^^^^^^^^^
  help: did you mean `post_message(channel: str, text: str)`?

1 script, 1 error. Nothing was run. --unsafe-fixes mends 1.
"""
    )


def test_check_of_a_right_script_is_clean(foretell: Command) -> None:
    ended = foretell("check", *files(INVOICES))
    assert ended.out == "1 script, no findings. Nothing was run.\n"
    assert (ended.status, ended.err) == (0, "")


def test_check_writes_json(foretell: Command) -> None:
    ended = foretell("check", LEAD / "script.py", INVOICES / "script.py", "--tools",
                     LEAD / "tools.json", "--format", "json")  # fmt: skip
    assert ended.status == 1
    first = ended.json["scripts"][0]["findings"][0]
    assert first["rule"] == "unknown-tool"
    assert (first["span"]["line"], first["span"]["column"]) == (2, 0)
    assert len(ended.json["scripts"]) == 2


def test_check_reads_folders_and_standard_input(foretell: Command, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a.py").write_text("nope()\n")
    (tmp_path / "b.py").write_text("x = 1\n")
    (tmp_path / "c.txt").write_text("no script")
    ended = foretell("check", tmp_path, "-", "--tools", LEAD / "tools.json", stdin="nope()\n")
    assert ended.status == 1
    assert f"{tmp_path}/inside/a.py:1:1: error[unknown-tool]" in ended.out
    assert "<stdin>:1:1: error[unknown-tool]" in ended.out
    assert ended.out.endswith("3 scripts, 2 errors. Nothing was run.\n")


def test_inputs_are_declared_by_a_value_or_by_a_bare_name(foretell: Command) -> None:
    assert foretell("check", *files(REPORT)).status == 1
    assert foretell("check", *files(REPORT), "--input", "project").status == 0
    for arguments in ((), ("--graph",), ("--format", "json")):
        assert foretell("plan", *policy(REPORT), *PROJECT, *arguments).status == 0
    assert foretell("decide", *policy(REPORT), *PROJECT).out.startswith("ALLOW  ")
    assert foretell("check", *files(REPORT), "--input", "a b").status == 2


# ----------------------------------------------------------------------------------- plan


def test_plan_shows_a_mistake_instead_of_a_plan(foretell: Command) -> None:
    ended = foretell("plan", *policy(LEAD))
    assert ended.status == 1
    assert ended.out.splitlines()[0] == f"{LEAD}/script.py   DENY   2 lines, 1 of 3 tools"
    assert "error[unknown-tool]" in ended.out
    assert "nothing-unknown (certain): `send_message` is neither" in ended.out


def test_plan_of_a_right_script_shows_its_calls(foretell: Command) -> None:
    ended = foretell("plan", *policy(INVOICES))
    assert ended.status == 0
    assert ended.out.splitlines()[0] == f"{INVOICES}/script.py   ASK   12 lines, 4 of 5 tools"
    for text in ("changes     ", "reads       ", "at most     ", "open        ", "for mail in emails",
                 "search_email(query=", "why ask     "):  # fmt: skip
        assert text in ended.out


def test_plan_adds_the_call_graph(foretell: Command) -> None:
    ended = foretell("plan", *policy(INVOICES), "--graph")
    assert "<module> → search_email" in ended.out


@pytest.mark.parametrize("form", ["dot", "mermaid", "graphml", "json", "pycg"])
def test_plan_writes_the_call_graph_and_nothing_else(foretell: Command, form: str) -> None:
    from foretell_analyzer.callgraph import EXPORTS
    from foretell_analyzer.report import Report

    ended = foretell("plan", *policy(INVOICES), "--graph", "--format", form)
    report = Report.from_dict(
        foretell("plan", *policy(INVOICES), "--format", "json").json["report"]
    )
    assert ended.out == EXPORTS[form](report.call_graph)
    assert ended.status == 0
    assert foretell("plan", *policy(LEAD), "--graph", "--format", form).status == 1


def test_a_form_of_the_call_graph_without_it_is_refused(foretell: Command) -> None:
    ended = foretell("plan", *policy(INVOICES), "--format", "graphml")
    assert ended.status == 2
    assert ended.err.startswith(
        "foretell: --format graphml is a form of the call graph: add --graph"
    )


@pytest.mark.parametrize(
    ("form", "first"), [("mermaid", "flowchart TD"), ("dot", "digraph plan {")]
)
def test_plan_draws_the_plan(foretell: Command, form: str, first: str) -> None:
    ended = foretell("plan", *policy(INVOICES), "--format", form)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == first
    assert "recipient ← parse_invoice.vendor" in ended.out
    denied = foretell("plan", *policy(LEAD), "--format", form)
    assert denied.status == 1
    assert "is neither defined here nor a tool" in denied.out


def test_plan_writes_one_page_without_scripts(foretell: Command) -> None:
    ended = foretell("plan", *policy(INVOICES), "--format", "html")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("<!doctype html>\n")
    assert "ask-payments" in ended.out
    assert "<script" not in ended.out
    assert foretell("plan", *policy(LEAD), "--format", "html").status == 1
    refused = foretell("plan", *policy(LEAD), "--format", "html", "--graph")
    assert (refused.status, refused.out) == (2, "")
    assert "--graph is no part of the page" in refused.err


def test_plan_writes_report_and_decision_as_json(foretell: Command) -> None:
    ended = foretell("plan", *policy(INVOICES), "--format", "json")
    assert ended.json["decision"]["verdict"] == "ask"
    assert set(ended.json["report"]) >= {
        "findings", "call_graph", "plan", "tools", "flows", "bounds", "assumptions", "digests",
    }  # fmt: skip


def test_decide_tells_the_verdict_of_a_script(foretell: Command) -> None:
    ended = foretell("decide", *policy(LEAD))
    assert ended.status == 1
    assert ended.out.startswith(f"DENY  {LEAD}/script.py\n")
    assert foretell("decide", *policy(LEAD), "--format", "json").json["verdict"] == "deny"


def test_decide_reads_a_report(foretell: Command, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    for command in ("plan", "check"):
        written = foretell(command, *files(INVOICES), "--format", "json")
        file.write_text(written.out)
        with_tools = foretell("decide", file, "--report", "--policy", INVOICES / "policy.toml",
                              "--tools", INVOICES / "tools.json", "--format", "json")  # fmt: skip
        without = foretell("decide", file, "--report", "--format", "json")
        assert with_tools.json["verdict"] == without.json["verdict"] == "ask"
    assert foretell("decide", file).status == 2


# ------------------------------------------------------------------------------------ run


def test_run_refuses_before_the_first_line(foretell: Command) -> None:
    ended = foretell("run", *run(LEAD))
    assert (ended.status, ended.out) == (1, "")
    assert "error[unknown-tool]" in ended.err
    assert ended.err.endswith("Nothing was run.\n")


def test_run_of_an_allowed_script_prints_its_output_and_result(foretell: Command) -> None:
    ended = foretell("run", *run(REPORT), *PROJECT)
    assert (
        ended.out
        == """\
team      2
business  1
{"open": 3, "oldest": "Export is slow"}
"""
    )
    assert ended.status == 0
    assert ended.err.splitlines()[0] == " ✓ list_tickets   1 call, line 3"


def test_inputs_come_from_a_file_as_well(foretell: Command, tmp_path: Path) -> None:
    file = tmp_path / "inputs.json"
    file.write_text('{"project": "shop"}')
    ended = foretell("run", *run(REPORT), "--inputs", file, "--format", "json")
    assert ended.status == 0
    assert ended.json["verdict"] == "allow"
    assert ended.json["outcome"]["value"] == {"open": 3, "oldest": "Export is slow"}
    assert [entry["tool"] for entry in ended.json["outcome"]["trace"]][:1] == ["list_tickets"]


def test_without_a_terminal_a_run_that_is_asked_for_stops_and_tells_how(
    foretell: Command,
) -> None:
    ended = foretell("run", *run(INVOICES))
    assert (ended.status, ended.out) == (1, "")
    last = ended.err.splitlines()[-1]
    assert last.startswith("not run: to approve exactly this, run it again with --approve ")
    digest = last.split()[-1]
    approved = foretell("run", *run(INVOICES), "--approve", digest)
    assert approved.status == 0
    assert " ✓ send_money " in approved.err


def test_an_approval_is_for_exactly_what_was_shown(foretell: Command, tmp_path: Path) -> None:
    digest = foretell("run", *run(INVOICES), "--format", "json").json["approve"]
    changed = tmp_path / "script.py"
    changed.write_text((INVOICES / "script.py").read_text().replace("[:3]", "[:9]"))
    other = (changed, *run(INVOICES)[1:])
    for arguments in (other, (*run(INVOICES), "--budget", "steps=5"), (*run(INVOICES), *PROJECT)):
        ended = foretell("run", *arguments, "--approve", digest)
        assert ended.status == 2
        assert "this is not what was approved" in ended.err
    assert foretell("run", *run(INVOICES), "--approve", digest[:4]).status == 2


def test_a_run_that_raises_or_is_stopped_has_status_1(foretell: Command, tmp_path: Path) -> None:
    script = tmp_path / "raises.py"
    script.write_text("print('before')\n1 / 0\n")
    rest = run(REPORT)[1:]
    ended = foretell("run", script, *rest)
    assert (ended.status, ended.out) == (1, "before\n")
    assert "raised ZeroDivisionError at line 2" in ended.err
    ended = foretell("run", *run(REPORT), *PROJECT, "--budget", "tool_calls=1")
    assert ended.status == 1
    assert "stopped by tool_calls" in ended.err


def test_a_host_that_lacks_a_function_is_refused_before_anything_runs(
    foretell: Command, tmp_path: Path
) -> None:
    host = tmp_path / "host.py"
    host.write_text("def get_customer(ticket_id): ...\ndef list_ticket(project, status): ...\n")
    ended = foretell("run", *policy(REPORT), "--host", host, *PROJECT)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"foretell: {host}: has no function `list_tickets`, which the script may call;"
        " did you mean it to be `list_ticket`?\n"
    )


def test_a_host_may_be_a_module(foretell: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPORT)
    monkeypatch.syspath_prepend(str(REPORT))
    ended = foretell("run", *policy(REPORT), "--host", "host", *PROJECT)
    sys.modules.pop("host")
    assert ended.status == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 / 0\n", "{host}:1: the host cannot be imported: ZeroDivisionError: division by zero"),
        ("x = (\n", "{host}:1: the host cannot be imported: SyntaxError: '(' was never closed"),
        (None, "{host}: there is no such file"),
    ],
)
def test_a_host_that_cannot_be_imported_is_told_in_one_line(
    foretell: Command, tmp_path: Path, text: str | None, message: str
) -> None:
    host = tmp_path / "host.py"
    if text is not None:
        host.write_text(text)
    ended = foretell("run", *policy(REPORT), "--host", host, *PROJECT)
    assert ended.status == 2
    assert ended.err.startswith(f"foretell: {message.format(host=host)}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--budget", "setps=3"], "--budget setps=3: there is no measure `setps`; did you mean `steps`?"),
        (["--budget", "steps=x"], "--budget steps=x: `x` is not a whole number"),
        (["--budget", "seconds=-1"], "--budget seconds=-1: a limit cannot be negative"),
        (
            ["--budget", "steps=1_000_000"],
            "--budget steps=1_000_000: the policy grants 100,000; only its `[budget]` can raise that",
        ),
        (["--input", "x"], "--input x: write name=JSON, such as customer='\"Ada\"'"),
        (["--input", "x=y"], "--input x:1:1: this is not JSON: expecting value"),
        (["--input", "x y=1"], "input `x y`: a script can only use a name that is an identifier"),
        (["--inputs", "none.json"], "none.json: there is no such file"),
        (["--inputs", "examples"], "examples: is a directory, not a file"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_told_in_one_line(
    foretell: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(ROOT)
    given = arguments if arguments[0] != "--budget" else [*PROJECT, *arguments]
    ended = foretell("run", *run(REPORT), *given)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == f"foretell: {message}\n"


# -------------------------------------------------------------------- explain, tools, rest


def test_explain_tells_of_a_rule(foretell: Command) -> None:
    ended = foretell("explain", "unknown-tool")
    assert ended.status == 0
    assert ended.out.startswith("unknown-tool (N")
    for heading in ("What it finds", "Why it matters", "Example", "What it cannot see"):
        assert heading in ended.out
    listed = foretell("explain")
    assert "unknown-tool" in listed.out
    wrong = foretell("explain", "unknown-tol")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err == ("foretell: there is no rule `unknown-tol`; did you mean `unknown-tool`?\n")


def test_tools_lists_what_was_understood(foretell: Command, tmp_path: Path) -> None:
    ended = foretell("tools", LEAD / "tools.json")
    assert ended.status == 0
    assert ended.out.startswith("list_folder(path: str) -> list[str]\n    read; hints: read-only\n")
    assert ended.out.endswith("\n3 tools, nothing doubtful\n")
    form = foretell("tools", LEAD / "tools.json", "--format", "json").json
    assert [tool["name"] for tool in form["tools"]] == [
        "list_folder", "delete_folder", "post_message",
    ]  # fmt: skip
    assert form["tools"][1]["effects"] == ["delete"]
    doubtful = tmp_path / "tools.json"
    hints = {"readOnlyHint": True, "destructiveHint": True}
    tool = {"name": "x", "inputSchema": {"type": "object"}, "annotations": hints}
    doubtful.write_text(json.dumps({"tools": [tool]}))
    assert foretell("tools", doubtful).status == 1


def test_version_tells_the_form() -> None:
    ended = installed("--version", env={"FORETELL_PURE": "1"})
    assert ended.stdout == b"foretell 0.1.0 (pure)\n"


def test_help_needs_neither_parser_nor_graphs() -> None:
    code = (
        "import sys; sys.argv=['foretell','--help']\n"
        "from foretell.cli import run_command\n"
        "run_command(['--help'])\n"
        "heavy = {'libcst', 'networkx', 'rich', 'msgspec', 'rapidfuzz', 'jsonschema_rs'}\n"
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == 0
    assert b"report mistakes in scripts" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "there is no command `chek`; did you mean `check`? (see foretell --help)"),
        (["check", "x.py"], "missing option '--tools' (see foretell check --help)"),
        (
            ["explain", "a", "b"],
            "got unexpected extra argument (b) (see foretell explain --help)",
        ),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    foretell: Command, arguments: list[str], message: str
) -> None:
    ended = foretell(*arguments)
    assert (ended.status, ended.out, ended.err) == (2, "", f"foretell: {message}\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file"),
        (b"", "is empty, there is no script in it"),
        (b" \n", "is empty, there is no script in it"),
        (b"a\x00b", "is a binary file, not a script"),
        (b"\xff\xfe", "is not UTF-8 text (byte 0)"),
        (b"#" * (16 * 1024 * 1024 + 1), "is larger than 16 MB, too large for a script"),
    ],
)
def test_a_file_that_is_no_script_is_told_in_one_line(
    foretell: Command, tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "x.py"
    if content is not None:
        file.write_bytes(content)
    for command in ("check", "plan", "decide"):
        ended = foretell(command, file, "--tools", LEAD / "tools.json")
        assert (ended.status, ended.out) == (2, "")
        assert ended.err == f"foretell: {file}: {message}\n"


def test_folders_are_for_check_only(foretell: Command, tmp_path: Path) -> None:
    ended = foretell("plan", tmp_path, "--tools", LEAD / "tools.json")
    assert (ended.status, ended.err) == (2, f"foretell: {tmp_path}: is a directory, not a file\n")
    ended = foretell("check", tmp_path, "--tools", LEAD / "tools.json")
    assert ended.err == f"foretell: {tmp_path}: is a directory without Python files\n"


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff", b"", None])
def test_a_file_that_is_no_catalog_is_told_in_one_line(
    foretell: Command, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "tools.json"
    if content is not None:
        file.write_bytes(content)
    ended = foretell("check", LEAD / "script.py", "--tools", file)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f"foretell: {file}")
    assert ended.err.count("\n") == 1


def test_a_policy_that_is_not_there_is_told_with_those_that_are(foretell: Command) -> None:
    ended = foretell("plan", *files(LEAD), "--policy", "defualt")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "foretell: defualt: there is no such file; shipped policies are `default`,"
        " `no-exfiltration`, `permissive`, `read-only`, `total`\n"
    )
    assert foretell("plan", *files(REPORT), *PROJECT, "--policy", "permissive").status == 0


def test_a_policy_with_a_mistake_is_told_in_one_line(foretell: Command, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[[rule]]\nid = 'x'\nkind = 'call'\neffect = 'deny'\ntool = 'delete_foldr'\n")
    ended = foretell("plan", *files(LEAD), "--policy", file)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"foretell: {file}:5:8: there is no tool `delete_foldr`; did you mean `delete_folder`?\n"
    )


def test_a_fault_of_ours_is_told_in_one_line(
    foretell: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no\nway")

    monkeypatch.setattr("foretell.cli.check.load_catalog", broken)
    monkeypatch.delenv("FORETELL_DEBUG", raising=False)
    ended = foretell("check", *files(LEAD))
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == (
        "foretell: this is a fault of foretell, please report it: RuntimeError: no way"
        " (FORETELL_DEBUG=1 shows the traceback)\n"
    )
    monkeypatch.setenv("FORETELL_DEBUG", "1")
    with pytest.raises(RuntimeError):
        foretell("check", *files(LEAD))


def test_an_interruption_is_told_in_one_line(
    foretell: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("foretell.cli.check.load_catalog", interrupted)
    ended = foretell("check", *files(LEAD))
    assert (ended.status, ended.out, ended.err) == (130, "", "foretell: interrupted\n")


# ------------------------------------------------------------------------ real processes


def test_the_installed_command_refuses_the_lead_example() -> None:
    ended = installed("run", *run(LEAD))
    assert ended.returncode == 1
    assert b"post_message(channel: str, text: str)" in ended.stderr


def test_a_reader_that_goes_away_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "foretell", "check", *map(str, files(LEAD)), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in {0, 1}


def test_ctrl_c_ends_a_run_with_130(tmp_path: Path) -> None:
    host = tmp_path / "host.py"
    host.write_text(
        "import time, pathlib\n"
        "def list_tickets(project, status=None):\n"
        f"    pathlib.Path({str(tmp_path / 'begun')!r}).touch()\n"
        "    time.sleep(20)\n"
        "def get_customer(ticket_id): ...\n"
    )
    command = ["run", *policy(REPORT), "--host", host, *PROJECT]
    # A process that was started to ignore the signal would hand that down.
    handed_down = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "foretell", *map(str, command)], stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        signal.signal(signal.SIGINT, handed_down)
        for _ in range(2_000):
            if (tmp_path / "begun").exists():
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.read().decode().splitlines() == [
            " ✗ list_tickets   1 call, line 3: stopped while it was under way",
            "stopped at line 3: interrupted; 1 tool call, 40 steps",
            "foretell: interrupted",
        ]
    assert process.returncode == 130


def at_terminal(answers: bytes, *arguments: object) -> tuple[int, str]:
    """Run at a terminal of its own, with the answers typed."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(COLUMNS="90", NO_COLOR="1", TERM="dumb")
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "foretell", *map(str, arguments)])  # noqa: S606  # our own command
    os.write(terminal, answers)
    shown = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n")


def test_at_a_terminal_a_person_is_asked() -> None:
    status, shown = at_terminal(b"x\np\ns\na\n", "run", *run(INVOICES))
    assert status == 0
    question = "[a]pprove  [d]eny  [p]lan  [s]cript > "
    assert shown.count(question) == 4
    assert "answer a, d, p or s\n" in shown
    assert "├ parse_invoice(" in shown
    assert ' 3  emails = search_email(query="invoice", limit=20)\n' in shown
    assert " ✓ send_money " in shown


@pytest.mark.parametrize(
    ("answers", "status", "asked"), [("x\np\ns\na\n", 0, 4), ("d\n", 1, 1), ("", 1, 1)]
)
def test_a_person_is_asked_until_there_is_an_answer(
    foretell: Command, monkeypatch: pytest.MonkeyPatch, answers: str, status: int, asked: int
) -> None:
    monkeypatch.setattr("foretell.cli.approval.can_ask", lambda: True)
    ended = foretell("run", *run(INVOICES), stdin=answers)
    assert ended.status == status
    assert ended.err.startswith(f"ASK  {INVOICES}/script.py\n")
    assert ended.err.count("[a]pprove") == asked
    assert ("✓ send_money" in ended.err) == (status == 0)


@pytest.mark.parametrize("answer", [b"d\n", b"\x04"])
def test_at_a_terminal_no_means_no(answer: bytes) -> None:
    status, shown = at_terminal(answer, "run", *run(INVOICES))
    assert status == 1
    assert "Nothing was run." in shown
    assert "✓" not in shown
