"""Papers that nobody would write, for comparing them."""

import random

HEAD = """---
series: issue-paper
title: Generated
action_required: Informational
submitted_by: Alex Doe, Office
date: 2024-05-21
stage: draft
---

## Background

"""
KINDS = [
    "Paragraph {n} is about **bold {n}** things. It has a second sentence.",
    "See [page {n}](https://example.org/{n}) and H<sub>2</sub>O, *then* `code {n}`.",
    "- Item {n} of a list\n- Second item {n}\n  1. Inner {n}\n  2. Inner too {n}\n- Last item {n}",
    "1. Step {n}\n2. Next step {n}\n3. Last step {n}",
    "> Quoted {n}.\n>\n> - Quoted item {n}",
    "```text\nline {n}\n  other line {n}\n```",
    "| A {n} | B |\n|---|--:|\n| one {n} | 2 |\n| three | {n} |",
    "| A {n} | B | C |\n|---|---|---|\n| one | 2 | {n} |\n\nTable: Caption {n}",
    "### Part {n}",
    "* * *",
    "- [ ] Open task {n}\n- [x] Done task {n}",
    "First line {n}  \nsecond line {n}",
]


class Writer:
    """Writes a paper, and the same one with a few edits."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.count = 0

    def block(self) -> str:
        self.count += 1
        return self.random.choice(KINDS).format(n=self.count)

    def pair(self) -> tuple[str, str]:
        old = [self.block() for _ in range(self.random.randint(0, 7))]
        new = list(old)
        for _ in range(self.random.randint(1, 5)):
            self.edit(new)
        return paper(old), paper(new)

    def edit(self, blocks: list[str]) -> None:
        at = self.random.randint(0, len(blocks))
        kind = self.random.choice(["insert", "insert", "remove", "change", "replace", "move"])
        if kind == "insert" or at == len(blocks):
            blocks.insert(at, self.block())
        elif kind == "replace":
            blocks[at] = self.block()
        elif kind == "change":
            blocks[at] = blocks[at].replace("e", "other words", 1)
        else:
            block = blocks.pop(at)
            if kind == "move":
                blocks.insert(self.random.randint(0, len(blocks)), block)


def paper(blocks: list[str]) -> str:
    # Lists and tables one after the other would be one.
    return HEAD + "\n\n<!-- -->\n\n".join(blocks) + "\n\n## Issue\n\nNone.\n\n## Current Status\n\nNone.\n"
