"""tracked.py PROGRAM FOLDER: compares neighboring papers of the folder, both ways, as Word documents with tracked
changes, and has LibreOffice accept all of them and reject all of them. The text must be that of the new paper, and that
of the old one. A document whose changes say something else has to fail first.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Judge" script:language="StarBasic">
Sub Settle(folder As String)
    Dim arguments(0) As New com.sun.star.beans.PropertyValue
    Dim target(1) As New com.sun.star.beans.PropertyValue
    arguments(0).Name = "Hidden"
    arguments(0).Value = True
    target(0).Name = "FilterName"
    target(0).Value = "Text (encoded)"
    target(1).Name = "FilterOptions"
    target(1).Value = "UTF8,LF"
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    commands = Array("AcceptAllTrackedChanges", "RejectAllTrackedChanges")
    file = Dir(folder &amp; "/*.docx")
    Do While file &lt;&gt; ""
        For Each command In commands
            ' Only names of two numbers have changes.
            If command = commands(0) Or InStr(file, "-") &gt; 0 Then
                source = ConvertToURL(folder &amp; "/" &amp; file)
                document = StarDesktop.loadComponentFromURL(source, "_blank", 0, arguments())
                dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
                document.storeToURL(source &amp; "." &amp; command &amp; ".txt", target())
                document.close(True)
            End If
        Next
        file = Dir()
    Loop
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
  library:passwordprotected="false"><library:element library:name="Judge"/></library:library>
"""


def settle(folder: Path, profile: Path) -> None:
    """Writes the texts of all documents in the folder with their changes accepted and rejected."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # The first start makes the profile, and would write over what is in it.
    subprocess.run([*command, "--terminate_after_init"], check=True, timeout=100, capture_output=True)
    basic = profile / "user/basic/Standard"
    (basic / "Judge.xba").write_text(MACRO)
    (basic / "script.xlb").write_text(LIBRARY)
    macro = f'macro:///Standard.Judge.Settle("{folder}")'
    subprocess.run([*command, macro], check=True, timeout=300, capture_output=True)


def text(folder: Path, name: str, command: str) -> str:
    return (folder / f"{name}.docx.{command}AllTrackedChanges.txt").read_text()


def plant(document: Path, into: Path) -> None:
    """A copy of the document in which what was deleted stays."""
    with zipfile.ZipFile(document) as whole, zipfile.ZipFile(into, "w") as faulty:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "word/document.xml":
                for old, new in [(b"w:delText", b"w:t"), (b"<w:del ", b"<w:ins "), (b"</w:del>", b"</w:ins>")]:
                    content = content.replace(old, new)
            faulty.writestr(name, content)


def main(program: Path, papers: Path) -> int:
    sources = sorted(papers.glob("20*/*.md"))
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        run = lambda *arguments: subprocess.run([program.resolve(), *arguments], check=True, cwd=papers)
        pairs = []
        for at, source in enumerate(sources):
            run("render", source.relative_to(papers), "--to", "docx", "-q", "-o", folder / f"{at}.docx")
        for at in range(len(sources) - 1):
            for old, new in [(at, at + 1), (at + 1, at)]:
                named = [sources[it].relative_to(papers) for it in (old, new)]
                run("diff", *named, "--date", "2024-06-03", "-o", folder / f"{old}-{new}.docx")
                pairs.append((old, new))
        plant(folder / "0-1.docx", folder / "planted.docx")
        settle(folder, Path(scratch) / "profile")
        if text(folder, "planted", "Accept") == text(folder, "1", "Accept"):
            print("LibreOffice: does not see the planted error")
            failed += 1
        for old, new in pairs:
            for command, alone in [("Accept", new), ("Reject", old)]:
                if text(folder, f"{old}-{new}", command) != text(folder, f"{alone}", "Accept"):
                    print(f"{sources[old]} {sources[new]}: {command} does not give {sources[alone]}")
                    failed += 1
    print(f"LibreOffice: {len(pairs)} documents with tracked changes")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
