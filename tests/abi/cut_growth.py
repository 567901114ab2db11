# SPDX-License-Identifier: Apache-2.0
"""cut_growth.py OLD NEW: in NEW, made by abidw, take the fields away that have been added at the end of the structs that
begin with their size since OLD; abidiff sees then only what may not change. (Its own suppressions of insertions at the
end, in 2.2, pass insertions at any place.)"""
import sys
import xml.etree.ElementTree as ElementTree

GROWING = ("tblog_reader_options", "tblog_writer_options", "tblog_event_edit")


def structs(tree):
    return {s.get("name"): s for s in tree.iter("class-decl") if s.get("name") in GROWING and s.get("size-in-bits")}


def fields(struct):
    return [field.find("var-decl").get("name") for field in struct.findall("data-member")]


old, new = (ElementTree.parse(path) for path in sys.argv[1:])
before, after = structs(old), structs(new)
for name in GROWING:
    size = before[name].get("size-in-bits")
    if fields(before[name]) != fields(after[name])[:len(fields(before[name]))]:
        sys.exit(f"abi: {name}: new fields come after those of the last release, {', '.join(fields(before[name]))}")
    for field in list(after[name]):
        if int(field.get("layout-offset-in-bits", 0)) >= int(size):
            after[name].remove(field)
            after[name].set("size-in-bits", size)
new.write(sys.argv[2])
