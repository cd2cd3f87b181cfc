"""Accepts or rejects every tracked change of a Word document, as ECMA-376 part 1, 17.13.5 says what they mean, and tells
what is in a document as python-docx reads it. Shares no code with the program that it judges.
"""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from lxml import etree

INSERTED = {qn("w:ins"), qn("w:moveTo")}
DELETED = {qn("w:del"), qn("w:moveFrom")}
RANGES = {qn(f"w:{move}Range{end}") for move in ("moveFrom", "moveTo") for end in ("Start", "End")}
CHANGES = {qn(f"w:{of}Change") for of in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr")}
# Properties of a paragraph that no change of properties is about.
OWN = {qn("w:rPr"), qn("w:sectPr"), qn("w:pPrChange")}


def settle(root, accept: bool) -> None:
    """Settles all changes below the element `root`."""
    gone, kept = (DELETED, INSERTED) if accept else (INSERTED, DELETED)
    rows = [row for row in root.iter(qn("w:tr")) if marked(row.find(qn("w:trPr")), gone)]
    for row in rows:
        row.getparent().remove(row)
    for table in list(root.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    for change in [it for it in root.iter(*CHANGES)]:
        restore(change, accept)
    for paragraph in list(root.iter(qn("w:p"))):
        properties = paragraph.find(qn("w:pPr"))
        mark = None if properties is None else properties.find(qn("w:rPr"))
        is_gone = marked(mark, gone)
        for content in [it for it in paragraph.iter(*gone) if is_content(it)]:
            content.getparent().remove(content)
        for content in [it for it in paragraph.iter(*kept) if is_content(it)]:
            unwrap(content)
        if is_gone:
            join(paragraph)
    for element in [it for it in root.iter(*INSERTED, *DELETED, *RANGES)]:
        element.getparent().remove(element)
    for deleted in root.iter(qn("w:delText"), qn("w:delInstrText")):
        deleted.tag = qn("w:t") if deleted.tag == qn("w:delText") else qn("w:instrText")


def marked(properties, by) -> bool:
    return properties is not None and any(child.tag in by for child in properties)


def is_content(change) -> bool:
    """Whether a change has text in it, and is no mark among properties."""
    return change.getparent().tag not in (qn("w:rPr"), qn("w:trPr"))


def unwrap(element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)


def restore(change, accept: bool) -> None:
    """Takes away what says how properties were, after putting it in their place if they are not accepted."""
    properties = change.getparent()
    if properties is None:
        return
    properties.remove(change)
    if not accept:
        for child in list(properties):
            if child.tag not in OWN or properties.tag != qn("w:pPr"):
                properties.remove(child)
        for child in reversed(list(change[0])):
            properties.insert(0, child)


def join(paragraph) -> None:
    """Puts the text of a paragraph without a mark before that of the next one, which has its own properties. One before
    a table has none after it: it goes if it has no text.
    """
    following = paragraph.getnext()
    while following is not None and following.tag in RANGES | {qn("w:bookmarkStart"), qn("w:bookmarkEnd")}:
        following = following.getnext()
    if following is None or following.tag != qn("w:p"):
        if following is None or next(paragraph.iter(qn("w:r")), None) is not None:
            raise ValueError("a paragraph has none after it that it could be joined to")
        paragraph.getparent().remove(paragraph)
        return
    at = 1 if following.find(qn("w:pPr")) is not None else 0
    for child in reversed(list(paragraph)):
        if child.tag != qn("w:pPr"):
            following.insert(at, child)
    paragraph.getparent().remove(paragraph)


@dataclass
class Known:
    """What a document's text refers to: its footnotes by their ids, its paragraphs by their bookmarks."""

    notes: dict[str, str]
    places: dict[str, str]


def places(root) -> dict[str, str]:
    found = {}
    for bookmark in root.iter(qn("w:bookmarkStart")):
        paragraph = next((it for it in bookmark.iterancestors(qn("w:p"))), bookmark)
        found[bookmark.get(qn("w:name"))] = "".join(it.text or "" for it in paragraph.iter(qn("w:t")))
    return found


def contents(path: Path, accept: bool | None = None, margins: bool = True) -> list[str]:
    """What python-docx reads in the document at `path`, one line for each thing, its changes settled before."""
    with path.open("rb") as file:
        document = Document(file)
    if accept is not None:
        settle(document.element, accept)
    known = Known(footnotes(document, accept), places(document.element))
    lines: list[str] = []
    blocks(document, "", lines, known)
    for section in document.sections if margins else []:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if accept is not None:
                settle(part._element, accept)
            blocks(part, "margin ", lines, known)
    return lines


def footnotes(document, accept: bool | None) -> dict[str, str]:
    """The texts of the footnotes by their ids."""
    parts = [it.target_part for it in document.part.rels.values() if it.reltype.endswith("/footnotes")]
    notes = {}
    for root in (etree.fromstring(part.blob) for part in parts):
        for note in root:
            kept = deepcopy(note)
            # A note goes with its reference; its own changes are those of its text.
            if accept is not None and not is_whole(note):
                settle(kept, accept)
            text = "".join(it.text or "" for it in kept.iter(qn("w:t"), qn("w:delText")))
            notes[note.get(qn("w:id"))] = text.strip()
    return notes


def is_whole(note) -> bool:
    """Whether all text of a note was inserted or deleted."""
    texts = list(note.iter(qn("w:t"), qn("w:delText")))
    return all(any(it.tag in INSERTED | DELETED for it in text.iterancestors()) for text in texts)


def blocks(container, where: str, lines: list[str], known: Known) -> None:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            lines.append(f"{where}table")
            for row in block.rows:
                lines.append(f"{where}row")
                for cell in row.cells:
                    lines.append(f"{where}cell")
                    blocks(cell, where + "  ", lines, known)
        else:
            lines.append(f"{where}{looks(block)}: {''.join(text(block, known))}")


def looks(paragraph) -> str:
    """The style of a paragraph and its other properties; which list it is in only as far as that it is in one."""
    properties = paragraph._p.find(qn("w:pPr"))
    own = [] if properties is None else [it for it in properties if it.tag not in OWN | {qn("w:pStyle")}]
    named = []
    for element in (it for top in own for it in top.iter()):
        if element.tag == qn("w:numId"):
            continue
        values = ",".join(f"{key.split('}')[-1]}={value}" for key, value in sorted(element.items()))
        named.append(f"{element.tag.split('}')[-1]} {values}".strip())
    return f"{paragraph.style.name} [{'; '.join(named)}]"


def text(paragraph, known: Known) -> list[str]:
    """The characters of a paragraph, each with its format, so that it does not matter how runs are cut."""
    characters = []
    for content in paragraph.iter_inner_content():
        link = ""
        if isinstance(content, Hyperlink):
            link = content.address or "to " + known.places.get(content.fragment, "nowhere")
        for run in content.runs if isinstance(content, Hyperlink) else [content]:
            font = run.font
            look = [run.style.name, run.bold, run.italic, font.strike, font.superscript, font.subscript, link]
            format = "|".join(str(it) for it in look if it and it != "Default Paragraph Font")
            words = run.text
            for reference in run._r.iter(qn("w:footnoteReference")):
                words += f"[note: {known.notes.get(reference.get(qn('w:id')))}]"
            words += "[picture]" * len(list(run._r.iter(qn("w:drawing"))))
            characters += [f"{{{format}}}{character}" if format else character for character in words]
    return characters
