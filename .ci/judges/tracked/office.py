"""Has LibreOffice accept and reject all tracked changes of documents."""

import subprocess
from pathlib import Path

SETTLED = ("Accept", "Reject")
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Judge" script:language="StarBasic">
Sub Settle(folder As String)
    Dim arguments(0) As New com.sun.star.beans.PropertyValue
    Dim target(1) As New com.sun.star.beans.PropertyValue
    arguments(0).Name = "Hidden"
    arguments(0).Value = True
    target(0).Name = "FilterName"
    target(1).Name = "FilterOptions"
    target(1).Value = "UTF8,LF"
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    file = Dir(folder &amp; "/*.docx")
    Do While file &lt;&gt; ""
        For Each verb In Array("Accept", "Reject")
            source = ConvertToURL(folder &amp; "/" &amp; file)
            document = StarDesktop.loadComponentFromURL(source, "_blank", 0, arguments())
            command = ".uno:" &amp; verb &amp; "AllTrackedChanges"
            dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
            target(0).Value = "Text (encoded)"
            document.storeToURL(source &amp; "." &amp; verb &amp; ".txt", target())
            target(0).Value = "MS Word 2007 XML"
            document.storeToURL(source &amp; "." &amp; verb &amp; ".saved", target())
            document.close(True)
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
    """Writes each document in the folder twice, as text and as a document: all accepted, and all rejected."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # The first start makes the profile, and would write over what is in it.
    subprocess.run([*command, "--terminate_after_init"], check=True, timeout=100, capture_output=True)
    basic = profile / "user/basic/Standard"
    (basic / "Judge.xba").write_text(MACRO)
    (basic / "script.xlb").write_text(LIBRARY)
    macro = f'macro:///Standard.Judge.Settle("{folder}")'
    subprocess.run([*command, macro], check=True, timeout=1200, capture_output=True)


def text(document: Path, verb: str) -> list[str]:
    """The lines of a settled document, numbers and marks of lists among them."""
    lines = Path(f"{document}.{verb}.txt").read_text(encoding="utf-8-sig").split("\n")
    # A document that begins with a table and loses its footnotes gets an empty paragraph before the table, with or
    # without tracked changes in it.
    return lines[1:] if lines[0] == "" else lines


def saved(document: Path, verb: str) -> Path:
    return Path(f"{document}.{verb}.saved")
