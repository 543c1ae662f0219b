"""Lint the source of a code cell for what would hide a failure.

A cell is read the way IPython reads it: its magics become calls, and the calls
are looked up in the syntax tree.
"""

import ast
import io
import re
import symtable
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from IPython.core.alias import default_aliases
from IPython.core.inputtransformer2 import TransformerManager
from IPython.utils.process import arg_split  # type: ignore[attr-defined]  # IPython's

SHELLS = {"bash", "ksh", "zsh"}
BARE_SHELLS = {"dash", "sh"}
SYSTEM_MAGICS = {"!", "sc", "sx", "system"}
PYTHON_MAGICS = {"capture", "prun", "time", "timeit"}
ALIAS_MAGICS = {"alias", "alias_magic", "rehashx", "unalias"}
ALIASES = {name for name, _ in default_aliases()}
HISTORY_MAGICS = {"history", "macro", "notebook", "recall", "rerun", "save"}
HISTORY = re.compile(r"_{1,3}|_i{1,3}|_i?\d+|_[io]h|_exit_code|In|Out")

STRICT = re.compile(r"\s*set -euo pipefail\s*$", re.MULTILINE)
LOOSE = re.compile(r"\bset \+[A-Za-z]")

COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}

# What a cell sets here decides whether later failures are seen.
HOOKS = {"excepthook", "unraisablehook"}
HOOK_METHODS = {"set_custom_exc", "set_exception_handler"}

# Calls that give a status which nobody has to read; and those whose status is read.
UNREAD = re.compile(
    r"subprocess\.(call|getoutput|getstatusoutput)|os\.(system|popen|spawn\w+|posix_spawnp?)"
)
READ = re.compile(
    r"subprocess\.(run|Popen)|asyncio(\.subprocess)?\.create_subprocess_(exec|shell)"
)
RUN = "subprocess.run"

SYSTEM = (
    "`!` and %system hide a failure; start a %%bash cell with `set -euo pipefail`, "
    "or call subprocess.run(..., check=True)"
)
SET = "a shell goes on after a failure; let the script start with `set -euo pipefail`"
UNSET = "`set +` lets a shell go on after a failure; write `if` around what may fail"
BARE = "{} cannot stop when a part of a pipe fails; use %%bash"
ALIAS = "%{} hides a failure; start a %%bash cell with `set -euo pipefail`"
STATUS = "{} gives a status that nobody reads; call subprocess.run(..., check=True)"
CHECK = "{} without check=True: write it, or let the cell read `returncode`"
RETURNCODE = "{}: let the cell read `returncode`, or nobody sees a failure"
HOOK = "{} decides which failures are seen; leave it as it is"
UNSEEN = "{} hides a failure; remove it"
SEMICOLON = (
    "a trailing `;` is obeyed in JupyterLab only; assign the value to a name instead"
)
PAST = "{} is history, which the gate does not keep; give the value a name"
BROKEN = "is not valid Python ({})"
EMPTY = "is empty; delete it"


def faults(source: str, known: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield each fault in the source of a code cell, with its cure.

    :param known: what names stand for that other cells have imported: see `imported`.
    """
    if not source.strip():
        yield EMPTY
        return
    python = _python(source)
    try:
        tree = parsed(source)
    except SyntaxError as error:
        yield BROKEN.format(error.msg)
        return
    whole = {**(known or {}), **imported(tree)}
    reads = any(
        isinstance(node, ast.Attribute) and node.attr == "returncode"
        for node in ast.walk(tree)
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node, whole)
            yield from _status(node, _dotted(node.func, whole), reads)
        yield from _hook(node)
    if _ends_with_semicolon(python):
        yield SEMICOLON
    for name in sorted(used(tree) - bound(tree)):
        if HISTORY.fullmatch(name):
            yield PAST.format(f"`{name}`")


def _python(source: str) -> str:
    reader = TransformerManager()  # type: ignore[no-untyped-call]  # IPython's own
    return reader.transform_cell(source)


def parsed(source: str) -> ast.AST:
    """Parse a cell, its magics as calls; raise `SyntaxError` if that fails."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    tree: ast.AST = compile(_python(source), "cell", "exec", flags)
    return tree


def imported(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name stands for: ``{"run": "subprocess.run"}``."""
    found = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for one in names:
                    top = one.name.partition(".")[0]
                    found[one.asname or top] = one.name if one.asname else top
            case ast.ImportFrom(module=str(module), names=names):
                for one in names:
                    found[one.asname or one.name] = f"{module}.{one.name}"
    return found


def _dotted(node: ast.AST, known: Mapping[str, str]) -> str:
    """Return the full name of what is called, such as ``subprocess.run``, or none."""
    match node:
        case ast.Name(id=name):
            return known.get(name, "")
        case ast.Attribute(value=value, attr=attr):
            return f"{_dotted(value, known)}.{attr}"
    return ""


def _status(node: ast.Call, called: str, reads: bool) -> Iterator[str]:
    """Yield a call of a program whose exit status nobody reads.

    :param called: its full name.
    :param reads: whether the cell reads a ``returncode``.
    """
    if UNREAD.fullmatch(called):
        yield STATUS.format(called)
    if not READ.fullmatch(called):
        return
    check = next((one.value for one in node.keywords if one.arg == "check"), None)
    match check:
        case ast.Constant(value=True):
            return
        case None if called == RUN:
            yield CHECK.format(called)
        case _ if not reads:
            yield RETURNCODE.format(called)


def _hook(node: ast.AST) -> Iterator[str]:
    """Yield an assignment to a hook that reports failures."""
    match node:
        case ast.Attribute(attr=name, ctx=ast.Store()) if name in HOOKS:
            yield HOOK.format(name)
        case ast.Call(
            func=ast.Name(id="setattr"), args=[_, ast.Constant(value=name), _]
        ):
            if name in HOOKS:
                yield HOOK.format(name)
        case ast.Call(func=ast.Attribute(attr=name)) if name in HOOK_METHODS:
            yield HOOK.format(name)


def _call(node: ast.Call, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the faults of a magic, a call of ``get_ipython()``.

    :param known: what names stand for, in the magic's body as well.
    """
    words = [one.value for one in node.args if isinstance(one, ast.Constant)]
    match node.func, words:
        case ast.Attribute(
            value=ast.Call(func=ast.Name(id="get_ipython")), attr=method
        ), [str(name), *rest]:
            line, body = ([str(one) for one in rest] + ["", ""])[:2]
            if method in {"system", "getoutput"}:
                yield SYSTEM
            elif method in {"run_line_magic", "run_cell_magic"}:
                yield from _magic(name, line, body, known)


def _magic(name: str, line: str, body: str, known: Mapping[str, str]) -> Iterator[str]:
    if name in SYSTEM_MAGICS:
        yield SYSTEM
    if name in ALIAS_MAGICS | ALIASES:
        yield ALIAS.format(name)
    if name in HISTORY_MAGICS:
        yield PAST.format(f"%{name}")
    if name in PYTHON_MAGICS and body:
        yield from faults(body, known)
    words = arg_split(line, posix=True, strict=False)  # as IPython does
    for option in {"--no-raise-error", "--bg"}.intersection(words):
        yield UNSEEN.format(option)
    programs = [word for word in words if not word.startswith("-")]
    program = programs[0] if name == "script" and programs else name
    shell = PurePath(program).name
    if shell in BARE_SHELLS:
        yield BARE.format(shell)
    if shell in SHELLS and not STRICT.match(body):
        yield SET
    if shell in SHELLS and LOOSE.search(body):
        yield UNSET


def _ends_with_semicolon(python: str) -> bool:
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(python).readline)
    code = [token.string for token in tokens if token.type not in silent]
    return code[-1:] == [";"]


def used(tree: ast.AST) -> set[str]:
    """Return the names that a syntax tree reads."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def bound(tree: ast.AST) -> set[str]:
    """Return the names that a syntax tree binds, at any depth."""
    names: set[str | None] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.alias(name=name, asname=other):
                names.add(other or name.partition(".")[0])
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=name):
                names.add(name)
            case ast.MatchAs(name=name) | ast.MatchStar(name=name):
                names.add(name)
    return {name for name in names if name}


def globals_of(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell assigns, and those that its functions look up.

    A function looks up a global when it is called: what a later cell assigns is
    what it gets.
    """
    table = symtable.symtable(_python(source), "cell", "exec")
    assigned = {name.get_name() for name in table.get_symbols() if name.is_assigned()}
    looked_up: set[str] = set().union(*map(_looked_up, table.get_children()))
    return assigned, looked_up


def _looked_up(table: symtable.SymbolTable) -> set[str]:
    inner: set[str] = set().union(*map(_looked_up, table.get_children()))
    if table.get_name().strip("<>") in COMPREHENSIONS:  # run where they stand
        return inner
    return inner | {n.get_name() for n in table.get_symbols() if n.is_global()}
