#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Regular expressions and JSON texts, and what Python 3.11 makes of each:

    python3.11 tools/golden/make_checks.py tests/golden/checks

regex.json and json.json: lists of [text, whether it compiles (re.compile), or is a JSON object (json.loads)]. Drawn from
pieces that are likely to be right or wrong together; as many of each verdict.
"""
import json
import pathlib
import random
import re
import sys
import warnings

REGEX_PIECES = list("aab1_ .^$*+?{}[]()|\\-,:=!<>#PiLmsxautN&~") + [
    r"\d", r"\w", r"\b", r"\A", r"\Z", r"\1", r"\2", r"\12", r"\101", r"\777", r"\08", r"\x4", r"\x41", r"\u0041",
    r"\U00110000", r"\q", r"\8", "(?:", "(?P<n>", "(?P<m>", "(?P=n)", "(?P=m)", "(?<=", "(?<!", "(?=", "(?!", "(?(1)",
    "(?(n)", "(?(2)", "(?>", "(?i)", "(?x)", "(?i:", "(?-i:", "(?x-s:", "(?#", "{2}", "{2,3}", "{3,2}", "{,4}", "{2,",
    "[^", "[a-z]", "[]]", "[z-a]", r"[\w-a]", r"[\d-]", "*?", "++", "??", "é", "日", "(a)", "(b)", "(?P<n>a)", "\n", " #c\n",
    r"\\", "(?a)", "(?u)", "{4294967295}", "[[a]"]
JSON_PIECES = ["{", "}", "[", "]", ",", ":", '"a"', '"', "1", "0", "-", ".", "e", "E", "+", "true", "false", "null", " ",
               "\n", r"\n", r"\u12", r"\u12ab", "\t", "x", "é", "12", "0.5", "1e5", '{"a":1}', "[1,2]", "NaN", r'"\q"']
EACH = 400


def compiles(text):
    try:
        re.compile(text)
    except re.error as error:
        # Python 3.10 takes such flags, though no backslash at the end.
        return "global flags not at the start" in str(error) and (len(text) - len(text.rstrip("\\"))) % 2 == 0
    except (OverflowError, ValueError):
        return False
    return True


def refuse(constant):
    raise ValueError(constant)


def is_object(text):
    try:
        return isinstance(json.loads(text, parse_constant=refuse), dict)
    except ValueError:
        return False


def draw(pieces, most, frame, verdict):
    found = {True: set(), False: set()}
    while min(map(len, found.values())) < EACH:
        text = frame % "".join(random.choice(pieces) for _ in range(random.randint(1, most)))
        kind = found[verdict(text)]
        if len(kind) < EACH and r"\N" not in text:
            kind.add(text)
    return sorted([text, right] for right, texts in found.items() for text in texts)


def main():
    assert sys.version_info[:2] == (3, 11), "another Python's re has other rules"
    warnings.simplefilter("ignore")
    random.seed(1)
    out = pathlib.Path(sys.argv[1])
    for name, rows in (("regex", draw(REGEX_PIECES, 12, "%s", compiles)),
                       ("json", draw(JSON_PIECES, 10, '{"a":%s}', is_object))):
        (out / f"{name}.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
