"""tracked PROGRAM FOLDER [--office]: compares every two papers of the folder, and generated ones, as Word documents with tracked
changes. Accepting all has to give what `render` makes of the new paper, rejecting all what it makes of the old one: to
a small settler that follows ECMA-376, read by python-docx, and with `--office`, of the papers of the folder, to
LibreOffice, which lets a link go on over the end of a paragraph that is joined. A document
whose changes say something else has to fail both first.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

import office
import samples
import settle

GENERATED = 40


def plant(document: Path, into: Path) -> None:
    """A copy of the document in which what was deleted stays."""
    with zipfile.ZipFile(document) as whole, zipfile.ZipFile(into, "w") as faulty:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "word/document.xml":
                for old, new in [(b"w:delText", b"w:t"), (b"<w:del ", b"<w:ins "), (b"</w:del>", b"</w:ins>")]:
                    content = content.replace(old, new)
            faulty.writestr(name, content)


def beyond_office(document: Path) -> bool:
    """Whether LibreOffice (7.4) can't settle the document, whoever wrote it. It loses the changed marks of paragraphs with
    footnotes when it opens a document, leaves the paragraph before a table that goes as well, gives an empty paragraph
    the style of the next, and takes an insertion at the end of a paragraph and one at the start of the next for one that
    has the mark between them in it.
    """
    paragraphs = list(Document(str(document)).element.iter(qn("w:p")))
    changed = [it for it in paragraphs if is_changed(it)]
    return any(has_note(it) or is_before_table(it) or next(it.iter(qn("w:r")), None) is None for it in changed) or any(
        not is_changed(it) and is_inserted(it, -1) and is_inserted(it.getnext(), 0) for it in paragraphs
    )


def is_before_table(paragraph) -> bool:
    following = paragraph.getnext()
    return following is not None and following.tag == qn("w:tbl")


def is_changed(paragraph) -> bool:
    """Whether the mark of a paragraph is of one document alone."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return settle.marked(mark, settle.INSERTED | settle.DELETED)


def is_inserted(paragraph, at: int) -> bool:
    """Whether the first or the last text of a paragraph is inserted."""
    if paragraph is None or paragraph.tag != qn("w:p"):
        return False
    runs = list(paragraph.iter(qn("w:r")))
    return bool(runs) and any(it.tag == qn("w:ins") for it in runs[at].iterancestors())


def has_note(paragraph) -> bool:
    fields = paragraph.iter(qn("w:instrText"), qn("w:delInstrText"))
    has_reference = any("NOTEREF" in (field.text or "") for field in fields)
    return has_reference or next(paragraph.iter(qn("w:footnoteReference")), None) is not None


def gets_list(document: Path) -> bool:
    """Whether a paragraph gets a list back. LibreOffice makes it the first item of one of its own."""
    changes = Document(str(document)).element.iter(qn("w:pPrChange"))
    return any(next(change.iter(qn("w:numPr")), None) is not None for change in changes)


def styles(document: Path) -> list[str]:
    """The styles and words of a document that LibreOffice saved. Other properties it writes as it likes, and a link next
    to what it deletes may come to be on other words.
    """
    lines = [re.sub(r" \[.*?\]: ", ": ", line, count=1) for line in settle.contents(document, margins=False)]
    lines = [re.sub(r"\{[^}]*\}", "", line) for line in lines]
    # See `office.text`.
    return lines[1:] if lines[0] == "Normal: " else lines


def judge_settled(document: Path, alone: Path, accept: bool) -> str | None:
    return differs(settle.contents(alone), settle.contents(document, accept))


def judge_office(document: Path, alone: Path, accept: bool) -> str | None:
    verb = office.SETTLED[0 if accept else 1]
    wanted, found = office.text(alone, "Accept"), office.text(document, verb)
    numbers = None if gets_list(document) else differs(wanted, found)
    return numbers or differs(styles(office.saved(alone, "Accept")), styles(office.saved(document, verb)))


def differs(wanted: list[str], found: list[str]) -> str | None:
    for at in range(max(len(wanted), len(found))):
        one, other = wanted[at : at + 1], found[at : at + 1]
        if one != other:
            return f"line {at}: {other} in place of {one}"
    return None


def write(program: Path, papers: Path, folder: Path, named: str) -> list[tuple[Path, Path, Path]]:
    """Renders all papers of a project, and compares every two; of generated ones, those of a pair."""

    def run(*arguments) -> None:
        # 1 says that the paper has findings.
        code = subprocess.run([program, *arguments], cwd=papers, capture_output=True).returncode
        if code not in (0, 1):
            sys.exit(f"{program} {arguments}: exits with {code}")

    sources = sorted(papers.glob("20*/*.md")) or sorted(papers.glob("*.md"))
    alone = {}
    for at, source in enumerate(sources):
        alone[source] = folder / f"{named}{at}.docx"
        run("render", source.relative_to(papers), "--to", "docx", "-q", "-o", alone[source])
    pairs = []
    for one in sources:
        for other in sources:
            if one == other or named and one.stem.split("-")[0] != other.stem.split("-")[0]:
                continue
            document = folder / f"{alone[one].stem}-{alone[other].stem}.docx"
            names = [source.relative_to(papers) for source in (one, other)]
            run("diff", *names, "--date", "2024-06-03", "-o", document)
            pairs.append((document, alone[one], alone[other]))
    return pairs


def generate(folder: Path) -> None:
    folder.mkdir()
    (folder / "issuepaper.yaml").write_text("series: issue-paper\n")
    for seed in range(GENERATED):
        for name, text in zip(("old", "new"), samples.Writer(seed).pair()):
            (folder / f"{seed:03}-{name}.md").write_text(text)


def main(program: Path, papers: Path, has_office: bool) -> int:
    failed = without = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder, generated = Path(scratch) / "documents", Path(scratch) / "papers"
        folder.mkdir()
        generate(generated)
        sent = write(program, papers, folder, "")
        document, _, new = sent[0]
        planted = folder / "planted.docx"
        plant(document, planted)
        if has_office:
            office.settle(folder, Path(scratch) / "profile")
        pairs = sent + write(program, generated, folder, "g")
        judges = [("python-docx", judge_settled, pairs), ("LibreOffice", judge_office, sent)]
        for name, judge, judged in judges if has_office else judges[:1]:
            if judge(planted, new, True) is None:
                print(f"{name}: does not see the planted error")
                failed += 1
            for document, before, after in judged:
                if name == "LibreOffice" and beyond_office(document):
                    without += 1
                    continue
                for accept, alone in [(True, after), (False, before)]:
                    if complaint := judge(document, alone, accept):
                        print(f"{document.name}: {name}: {'accepted' if accept else 'rejected'}: {complaint}")
                        failed += 1
            print(f"{name}: {len(judged)} documents with tracked changes")
    if has_office:
        print(f"LibreOffice: {without} of them not judged, as it can't settle them")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), "--office" in sys.argv))
