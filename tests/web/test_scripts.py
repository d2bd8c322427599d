"""The one script of a page: its modules joined, kept under an address of its own, and no bigger than agreed."""

from __future__ import annotations

import gzip
import re

import pytest

from app.web.lasting import gzipped
from app.web.scripts import FOLDER, ScriptError, joined, script

MOST_BYTES = 15_000  # of everything that a participant's page runs, as it comes over the wire


def test_a_page_asks_for_one_script_and_may_keep_it(client):
    [address] = re.findall(r'<script type="module" src="([^"]+)">', client.get("/nl/code").text)
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(answer.data) == script("participant").text == client.get(address).data
    assert client.get(address.replace("participant.", "participant.0")).status_code == 404
    assert client.get("/assets/other.000000000000.js").status_code == 404


def test_all_of_our_script_is_small():
    assert len(gzipped(script("participant").text)) <= MOST_BYTES


def write(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")


def test_modules_are_joined_in_the_order_of_need(tmp_path):
    write(
        tmp_path,
        first='// why\nimport { two as one } from "./second.js";\nimport * as whole from "./second.js";\none(whole);\n',
        second="export function two() {\n  return 2; // stays\n}\nexport const three = 3;\n",
    )
    second = "function two() {\nreturn 2;\n}\nconst three = 3;\nreturn { two, three };\n"
    first = "const { two: one } = module_second;\nconst whole = module_second;\none(whole);\nreturn {  };\n"
    assert joined(tmp_path, "first") == "".join(
        f"const module_{name} = (() => {{\n{text}}})();\n" for name, text in (("second", second), ("first", first))
    )


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        pytest.param({"first": 'import { a } from "./second.js";\n'}, "no module second.js", id="missing"),
        pytest.param(
            {"first": 'import { a } from "./second.js";\n', "second": 'import { b } from "./first.js";\n'},
            "circle: first -> second -> first",
            id="circle",
        ),
        pytest.param({"first": "export default 3;\n"}, "not understood", id="another export"),
    ],
)
def test_modules_that_cannot_be_joined_are_named(tmp_path, modules, words):
    write(tmp_path, **modules)
    with pytest.raises(ScriptError, match=words):
        joined(tmp_path, "first")


def test_no_module_imports_in_a_way_that_is_not_understood():
    assert joined(FOLDER, "participant").count("(() => {") >= 2
