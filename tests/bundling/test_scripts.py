"""Scripts joined from modules: the order, the subset, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.bundling.modules import ScriptError, read_module
from sourcebook.bundling.scripts import join_scripts
from tests.helpers import root

FOLDER = root() / "generator" / "sourcebook" / "assets" / "js"
ENTRIES = ("sourcebook.js", "map.js", "timeline.js", "search.js")
WORDS = "export function fold(text) { return text; }\nexport const SIZE = 2;\n"


def refused(texts: dict[str, str], entry: str = "main.js") -> str:
    with pytest.raises(ScriptError) as problem:
        join_scripts(texts, entry)
    return str(problem.value)


def test_what_is_imported_stands_before_it_and_once() -> None:
    texts = {
        "main.js": '/* Main. */\nimport { b } from "./b.js";\nimport { c } from "./parts/c.js";\n\nwindow.main = () => b(c);\n',
        "b.js": 'import { SIZE } from "./words.js";\nexport const b = (x) => x * SIZE;\n',
        "parts/c.js": 'import { b } from "../b.js";\nimport {\n  fold,\n  SIZE\n} from "../words.js";\nexport class Box {}\nexport const c = b(fold(SIZE));\n',
        "words.js": WORDS,
        "unused.js": "export const unused = 1;\n",
    }
    joined = join_scripts(texts, "main.js")
    assert joined == (
        '(() => {\n"use strict";\n'
        "\n/* words.js */\n\nfunction fold(text) { return text; }\nconst SIZE = 2;\n"
        "\n/* b.js */\n\nconst b = (x) => x * SIZE;\n"
        "\n/* parts/c.js */\n\nclass Box {}\nconst c = b(fold(SIZE));\n"
        "\n/* main.js */\n\nwindow.main = () => b(c);\n"
        "})();\n"
    )
    assert join_scripts(texts, "main.js") == joined


@pytest.mark.parametrize(
    "line",
    [
        'import words from "./words.js";',
        'import * as words from "./words.js";',
        'import { fold as f } from "./words.js";',
        'import "./words.js";',
        "import { fold } from './words.js';",
        'import { fold } from "words";',
        'import { fold } from "https://example.org/words.js";',
        'if (true) { import { fold } from "./words.js"; }',
        'const words = import("./words.js");',
        "const words = import(`./words.js`);",
        "const here = import.meta.url;",
    ],
)
def test_another_import_is_refused(line: str) -> None:
    column = line.index("import") + 1
    said = refused({"main.js": f"\n{line}\n", "words.js": WORDS})
    assert said == f'main.js:2:{column}: error: only `import {{ a, b }} from "./file.js";` can be joined'


@pytest.mark.parametrize(
    "line",
    ["export default fold;", "export { fold };", 'export * from "./words.js";', "export let a = 1;", "export const { a } = b;", "{ export const a = 1; }"],
)
def test_another_export_is_refused(line: str) -> None:
    said = refused({"main.js": f"const x = 1;\n{line}\n"})
    assert said == f"main.js:2:{line.index('export') + 1}: error: only `export function`, `export const` and `export class` can be joined"


def test_a_script_that_is_not_there_and_a_name_that_is_not_exported() -> None:
    said = refused({"main.js": 'import { fold } from "./wrods.js";\nfold();\n', "words.js": WORDS})
    assert said == "main.js:1:1: error: there is no script './wrods.js'; did you mean ./words.js?"
    said = refused({"main.js": 'import { fond } from "./words.js";\nfond();\n', "words.js": WORDS})
    assert said == "main.js:1:1: error: words.js exports no 'fond'; did you mean fold?"
    private = {"main.js": 'import { own } from "./b.js";\nown();\n', "b.js": "function own() {}\n"}
    assert refused(private) == "main.js:1:1: error: b.js exports no 'own'"


def test_a_circle_is_refused() -> None:
    texts = {
        "main.js": 'import { a } from "./a.js";\na();\n',
        "a.js": '// First.\nimport { b } from "./b.js";\nexport function a() { b(); }\n',
        "b.js": 'import { a } from "./a.js";\nexport function b() { a(); }\n',
    }
    assert refused(texts) == "b.js:1:1: error: a circle of imports: a.js → b.js → a.js"
    itself = {"main.js": 'import { a } from "./main.js";\nexport function a() { a(); }\n'}
    assert refused(itself) == "main.js:1:1: error: a circle of imports: main.js → main.js"


@pytest.mark.parametrize(
    ("line", "column"),
    [("const SIZE = 3;", 7), ("let a = [1, 2], SIZE = 3;", 17), ("function SIZE() {}", 10), ("class SIZE {}", 7), ("async function SIZE() {}", 16), ("var SIZE;", 5)],
)
def test_two_outermost_names_that_are_the_same_are_refused(line: str, column: int) -> None:
    texts = {"main.js": f'import {{ fold }} from "./words.js";\nfold();\n{line}\n', "words.js": WORDS}
    assert refused(texts) == f"main.js:3:{column}: error: 'SIZE' is a name in words.js, too, and joined they share one scope"


def test_a_name_further_in_is_nobody_elses_business() -> None:
    texts = {"main.js": 'import { fold } from "./words.js";\nfunction f(x) {\n  const SIZE = x.fold;\n  return { SIZE: fold(SIZE) };\n}\n', "words.js": WORDS}
    assert "const SIZE = x.fold;" in join_scripts(texts, "main.js")


def test_a_name_that_would_be_there_by_luck_is_refused() -> None:
    texts = {"main.js": 'import { fold } from "./words.js";\nfold(1);\nfold(SIZE);\n', "words.js": WORDS}
    assert refused(texts) == "main.js:3:6: error: 'SIZE' of words.js is used and not imported"


def test_an_import_without_a_use_is_refused() -> None:
    texts = {"main.js": 'import { fold, SIZE } from "./words.js";\nfold("SIZE"); // SIZE\n', "words.js": WORDS}
    assert refused(texts) == "main.js:1:1: error: 'SIZE' is imported and not used"


def test_outermost_names_are_given_one_by_one() -> None:
    assert refused({"main.js": "const { a, b } = window;\n"}).startswith("main.js:1:1: error: an outermost declaration")


def test_words_in_comments_texts_and_patterns_are_no_code() -> None:
    text = (
        "// import x from 'y'\n/* export default { */\n"
        "const quotes = \"export { a } \\\" \", single = 'import(\"./x.js\") \\' {';\n"
        "const pattern = /[/`\"'{]import \\/ {/g, half = quotes / 2 / single;\n"
        "const template = `export ${pattern ? `import ${{ export: 1 }.export} {` : \"}\"} { import`;\n"
        "const shape = { import: 1, export: 2 };\n"
        "export const last = shape.import + shape.export;\n"
        "function after() { return /\\{`/.test(last); }\n"
    )
    module = read_module("main.js", text)
    assert list(module.declared) == ["quotes", "single", "pattern", "half", "template", "shape", "last", "after"]
    assert module.exports == {"last"}
    assert module.code == "".join(text.splitlines(keepends=True)[2:]).replace("export const last", "const last")


def test_an_import_of_what_stands_elsewhere_stays() -> None:
    assert "import(`${base}0/engine.js`)" in join_scripts({"main.js": "const base = 1;\nimport(`${base}0/engine.js`);\n"}, "main.js")


@pytest.mark.parametrize("entry", ENTRIES)
def test_our_own_scripts_can_be_joined(entry: str) -> None:
    texts = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.js")}
    joined = join_scripts(texts, entry)
    assert joined.startswith('(() => {\n"use strict";\n') and texts[entry].rstrip().rpartition("\n")[2] in joined


def test_no_script_of_ours_is_long_or_forgotten() -> None:
    files = sorted(FOLDER.rglob("*.js"))
    assert len(files) > 20
    needed: set[Path] = set()
    for file in files:
        text = file.read_text("utf-8")
        assert text.count("\n") <= 300, f"{file.name}: split it"
        assert text.startswith("/* "), f"{file.name}: say what it is for"
        needed |= {(file.parent / found.path).resolve() for found in read_module(file.name, text).imports}
    assert {file.name for file in files if file not in needed} == set(ENTRIES)


def test_comments_on_lines_of_their_own_are_left_out() -> None:
    text = 'const a = "/*";\n  /* for who\n     writes */\nfunction f() { // stays\n  // goes\n  return `\n/* words */\n${a} */`; /* stays */\n}\n'
    assert read_module("a.js", text).code == 'const a = "/*";\nfunction f() { // stays\n  return `\n/* words */\n${a} */`; /* stays */\n}\n'
