"""Whatever is in a file and whatever its name: one line on standard error, and the exit status."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from foretell.cli import run_command
from tests.fuzz.terminal import assert_harmless

STUB = "def search(q: str) -> list[str]: ...\n"
HOST = "def search(q): return [q]\n"

Ended = tuple[int, str, str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    write("tools.pyi", STUB)
    write("host.py", HOST)
    write("call.py", "print(search('a'))")
    return tmp_path


def write(name: str, content: str | bytes) -> None:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Run the command; whatever it writes is harmless to a terminal, and no traceback of ours."""
    status = run_command(list(arguments))
    out, err = capsys.readouterr()
    assert_harmless(out)
    assert_harmless(err)
    assert not re.search('File "[^"]*foretell', err)
    return status, out, err


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command that refuses its call."""
    status, out, err = command(capsys, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1), err
    return err.removeprefix("foretell: ").removesuffix("\n")


def run(capsys: pytest.CaptureFixture[str], file: str, host: str = "host.py", *more: str) -> Ended:
    options = ("--tools", "tools.pyi", "--policy", "permissive", "--host", host, *more)
    return command(capsys, "run", *options, "--", file)


LONG = "x" * 5_000

NO_FILES = {
    "missing.py": "there is no such file",
    "\0": "cannot be read: embedded null byte",
    LONG: "cannot be read: file name too long",
    "loop": "cannot be read: too many levels of symbolic links",
    "tools.pyi/x": "cannot be read: not a directory",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", NO_FILES)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    Path("loop").symlink_to("loop")
    shown = name.replace("\0", "\\x00")
    tools = ("--tools", "tools.pyi")
    assert refusal(capsys, "check", name, *tools) == f"{shown}: {NO_FILES[name]}"
    assert refusal(capsys, "decide", name, "--report") == f"{shown}: {NO_FILES[name]}"
    assert refusal(capsys, "check", "call.py", *tools, "--inputs", name) == (
        f"{shown}: {NO_FILES[name]}"
    )
    for option in (("--tools", name), (*tools, "--overlay", name)):
        assert refusal(capsys, "check", "call.py", *option).startswith(f"{shown}: ")
    assert refusal(capsys, "plan", "call.py", *tools, "--policy", name) == (
        f"{shown}: there is no such file; shipped policies are `default`, `no-exfiltration`,"
        " `permissive`, `read-only`, `total`"
    )
    run_options = ("run", "call.py", *tools, "--policy", "permissive", "--host", name)
    assert refusal(capsys, *run_options).startswith(f"{shown}: there is no such ")


@pytest.mark.usefixtures("folder")
def test_an_empty_name_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("check", "plan"):
        assert refusal(capsys, name, "", "--tools", "tools.pyi") == "an empty name is no file"


NO_TEXTS = {
    "bytes": (bytes(range(256)), "is not UTF-8 text (byte 128)"),
    "UTF-16": ("x = 1".encode("utf-16"), "is not UTF-8 text (byte 0)"),
    "Latin-1": (b"# coding: latin-1\n'\xe9'", "is not UTF-8 text (byte 19)"),
    "half a surrogate pair": (b"'\xed\xa0\x80'", "is not UTF-8 text (byte 1)"),
    "a null byte": (b"'\0'", "is a binary file, not a script"),
    "nothing": (b"\n", "is empty, there is no script in it"),
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", NO_TEXTS)
def test_what_is_no_text_is_told_in_one_line(capsys: pytest.CaptureFixture[str], name: str) -> None:
    content, told = NO_TEXTS[name]
    write("script.py", content)
    assert refusal(capsys, "check", "script.py", "--tools", "tools.pyi") == f"script.py: {told}"


ODD_NAMES = ("a\x1b[31m.py", "b\nc.py", "d\udcff.py", " .py", "-x.py", "e\u202e.py", "é.py")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_name_of_a_script_is_shown_without_harm(
    capsys: pytest.CaptureFixture[str], name: str, form: str
) -> None:
    write(name, "serch(1)\n")
    options = ("--tools", "tools.pyi", "--format", form)
    for arguments in (("check", *options), ("plan", *options), ("plan", *options, "--graph")):
        assert command(capsys, *arguments, "--", name)[0] == 1


HARMFUL = {
    "escape sequences in the source": "x = '\x1b[2J\x1b]0;title\x07\x9b'\nserch('\x1b')",
    "writing turned around": "x = '\u202eabc'\nserch('\u2066')",
    "lines within lines": "x = 'a\u2028b\x85c\x0bd'\nserch('\x1c')",
    "a keyword that is none": "search_('\\x1b[2J', **{'\x1b[31m': 1})",
    "carriage returns": "x = 1\rserch('\x08')\r",
    "what is raised": "raise ValueError('\\x1b[2J\\n\\r\\u202e\\ud800')",
    "what is printed": "print('\\x1b[2J\\ud800\\x00\\u2028')\n'\\ud800\\x1b'",
    "a class's own text": "class A:\n    def __repr__(self): return '\\x1b[2J'\nA()",
    "a tool's argument": "search('\\x1b[2J')\nsearch(q='\\u202e')",
    "a name in another script": "ﬁ = é = 1\nserch(fi, é)",
    "a name of a class": "type('\\x1b', (), {})",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", HARMFUL)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_script_cannot_draw_on_the_terminal(
    capsys: pytest.CaptureFixture[str], name: str, form: str
) -> None:
    write("script.py", HARMFUL[name])
    options = ("--tools", "tools.pyi", "--format", form)
    for arguments in (("check", *options), ("plan", *options), ("plan", *options, "--graph")):
        assert command(capsys, *arguments, "script.py")[0] in {0, 1}
    assert run(capsys, "script.py", "host.py", "--format", form)[0] in {0, 1}


ODD_VALUES = {
    "shared by its own parts": ("x = []\nfor i in range(60): x = [x, x]\nx", 10_000, 1_000_000),
    "in itself twice": ("x = []\nx.append(x)\nx.append(x)\nx", 10_000, 1_000_000),
    "a long number": ("10 ** 20_000", 16_000, 17_000),
    "no number": ("float('nan')", 3, 10),
    "a set of all kinds": ("{1, 'a', None, (1, 2)}", 10, 40),
    "bytes": ("b'\\xff\\x1b'", 8, 10),
}  # fmt: skip


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ODD_VALUES)
@pytest.mark.parametrize("form", ["text", "json"])
def test_any_result_can_be_shown(capsys: pytest.CaptureFixture[str], name: str, form: str) -> None:
    text, least, most = ODD_VALUES[name]
    write("script.py", text)
    status, out, _ = run(capsys, "script.py", "host.py", "--format", form)
    assert status == 0
    if form == "text":
        assert least <= len(out) <= most


HOSTS = {
    "import nothing_there": "1: the host cannot be imported: ModuleNotFoundError: No module named"
    " 'nothing_there'",
    "raise RuntimeError('\\x1b[2J')": "1: the host cannot be imported: RuntimeError: \\x1b[2J",
    "def f(:\n": "1: the host cannot be imported: SyntaxError: invalid syntax (hostile.py, line 1)",
    "import sys\nsys.exit(5)": "2: the host cannot be imported: SystemExit: 5",
    "raise GeneratorExit": "1: the host cannot be imported: GeneratorExit:",
    "class B(BaseException):\n    def __str__(self): raise ValueError\nraise B": "3: the host cannot be"
    " imported: B: <exception str() failed>",
    "def f(): f()\nf()": "1: the host cannot be imported: RecursionError: maximum recursion depth"
    " exceeded",
    "def __getattr__(name): raise RuntimeError(name)": " asked for `search` it raises RuntimeError:"
    " search",
    "x = 1": " has no function `search`, which the script may call",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("text", HOSTS)
def test_a_host_that_is_broken_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    write("hostile.py", text)
    options = ("--tools", "tools.pyi", "--policy", "permissive", "--host", "hostile.py")
    assert refusal(capsys, "run", "call.py", *options) == f"hostile.py:{HOSTS[text]}"


@pytest.mark.usefixtures("folder")
def test_an_object_in_place_of_a_host_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        "odd_host.py",
        "import sys\nclass M:\n    __dict__ = search = property(lambda self: 1 / 0)\n"
        "sys.modules[__name__] = M()\n",
    )
    monkeypatch.delitem(sys.modules, "odd_host", raising=False)
    options = ("--tools", "tools.pyi", "--policy", "permissive", "--host", "odd_host")
    assert refusal(capsys, "run", "call.py", *options) == (
        "odd_host: asked for `search` it raises ZeroDivisionError: division by zero"
    )


@pytest.mark.usefixtures("folder")
def test_what_a_script_raises_to_end_the_process_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for text in ("raise SystemExit(3)", "raise KeyboardInterrupt", "import sys\nsys.exit(3)"):
        write("script.py", text)
        status, _, err = run(capsys, "script.py")
        assert (status, err.splitlines()[-1][:7]) == (1, "raised ")


BROKEN = {
    "tools.json": ["{", "[1]", "[" * 100_000, "NaN", '{"tools": [{"name": 5}]}', "1" * 5_000, '"\\ud800"',
                   '{"tools": [{"name": "\\u001b[2J", "inputSchema": 1}]}', '{"a": 1, "a": 2}'],
    "tools.pyi": ["def (", "def f(x: \x1b[2J): ...", "def f(x: " + "list[" * 500 + "]" * 500 + "): ..."],
    "overlay.toml": ["x = ", '[tools."\\u001b"]', "x = " + "[" * 100_000, "a" * 100_000, '"\\u001b" = 1'],
    "policy.toml": ["x = ", '"\\u001b" = 1', "x = " + "[" * 100_000, "[[rule]]\n" * 5, "a" * 100_000,
                    '[[rule]]\nid = "\\u001b"\nkind = "call"\neffect = "deny"', "[rule]", "rule = [1]"],
    "inputs.json": ["[1]", '{"a b": 1}', "{" * 100_000, '{"\\u001b": 1}', "1" * 5_000, '{"x": \xff'],
    "report.json": ["{}", "[]", '{"report": 5}', '{"scripts": [1]}', '{"findings": "x"}', "[" * 100_000],
}  # fmt: skip


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "content"), [(name, one) for name, contents in BROKEN.items() for one in contents]
)
def test_a_broken_file_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    broken = f"broken.{name}"
    write(broken, content.encode("latin-1"))
    tools = ("--tools", "tools.pyi")
    arguments = {
        "tools.json": ("check", "call.py", "--tools", broken),
        "tools.pyi": ("tools", broken),
        "overlay.toml": ("check", "call.py", *tools, "--overlay", broken),
        "policy.toml": ("plan", "call.py", *tools, "--policy", broken),
        "inputs.json": ("check", "call.py", *tools, "--inputs", broken),
        "report.json": ("decide", broken, "--report"),
    }
    assert refusal(capsys, *arguments[name]).startswith(broken)


def test_a_catalog_without_end_is_too_large(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "foretell", "check", "call.py", "--tools", "/dev/zero"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"foretell: /dev/zero: is larger than 64 MB; is this a tool catalog?\n"


def test_a_reader_that_goes_away_during_a_run_is_no_fault(folder: Path) -> None:
    write("script.py", "print('a' * 40)")
    options = ["script.py", "--tools", "tools.pyi", "--policy", "permissive", "--host", "host.py"]
    with subprocess.Popen(
        [sys.executable, "-m", "foretell", "run", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.usefixtures("folder")
def test_standard_input_may_hold_anything(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\x00")))
    assert refusal(capsys, "check", "-", "--tools", "tools.pyi") == (
        "<stdin>: is not UTF-8 text (byte 0)"
    )
