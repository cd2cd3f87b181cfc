"""docx.py FOLDER: judges every Word document in the folder with the schema validator of the Open XML SDK
and with docx-integrity. A document with a planted error has to fail each of them first, so that a judge
that sees nothing can't pass for one that is content.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
# Each judge checks one document and fails it by its exit code.
JUDGES = {
    "Open XML SDK": [str(HERE / "node_modules/.bin/ooxml-validator")],
    "docx-integrity": [str(Path(sys.executable).parent / "docx-integrity"), "check", "--no-config"],
}


def complaints(judge: list[str], document: Path) -> str:
    """The judge's complaints about the document; empty if there are none."""
    result = subprocess.run([*judge, str(document)], capture_output=True, text=True)
    return "" if result.returncode == 0 else (result.stdout + result.stderr).strip() or "fails"


def plant(document: Path, into: Path) -> Path:
    """A copy of the document with an element that is in no schema, and without one of its parts."""
    planted = into / "fault.docx"
    with zipfile.ZipFile(document) as whole, zipfile.ZipFile(planted, "w") as faulty:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body><w:fault/>", 1)
            if name != "word/footnotes.xml":
                faulty.writestr(name, content)
    return planted


def main(folder: Path) -> int:
    documents = sorted(folder.rglob("*.docx"))
    if not documents:
        sys.exit(f"no documents in {folder}")
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        planted = plant(documents[0], Path(scratch))
        for name, judge in JUDGES.items():
            if not complaints(judge, planted):
                print(f"{name}: does not see the planted error")
                failed += 1
            for document in documents:
                if complaint := complaints(judge, document):
                    print(f"{document}: {name}:\n{complaint}")
                    failed += 1
            print(f"{name}: {len(documents)} documents")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
