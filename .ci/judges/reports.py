"""reports.py PROGRAM PAPERS: judges the reports of `check` on all papers that the rules fail: SARIF by its
schema and by Microsoft's validator with the rules of GitHub's code scanning, JUnit by the schema that
Jenkins has. A report with a planted error has to fail each of them first.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
MULTITOOL = HERE / "node_modules/@microsoft/sarif-multitool-linux"
PYTHON = Path(sys.executable).parent


def run(*command: str | Path) -> str:
    """A judge's complaints about a file; empty if there are none."""
    # The validator does not need languages, and the library for them is not available everywhere.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    return "" if result.returncode == 0 else (result.stdout + result.stderr).strip() or "fails"


def sarif_schema(report: Path, _: Path) -> str:
    return run(PYTHON / "check-jsonschema", "--schemafile", MULTITOOL / "sarif-2.1.0.json", report)


def sarif_rules(report: Path, scratch: Path) -> str:
    """Microsoft's validator also reports its verdict as SARIF."""
    output = scratch / "output.sarif"
    tool = MULTITOOL / "Sarif.Multitool"
    tool.chmod(0o755)
    run(tool, "validate", report, "--rule-kind", "Sarif;Ghas", "--level", "Error", "--output", output,
        "--log", "ForceOverwrite")
    verdict = json.loads(output.read_text(encoding="utf-8-sig"))
    results = [result for part in verdict["runs"] for result in part.get("results", [])]
    return "\n".join(f"{result['ruleId']}: {result['message']}" for result in results)


def junit_schema(report: Path, scratch: Path) -> str:
    schema = scratch / "junit-10.xsd"
    if not schema.exists():
        # The schema has no package of its own; pytest tests against it.
        subprocess.run([PYTHON / "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d",
                        scratch, "pytest==8.3.5"], check=True)
        shutil.unpack_archive(next(scratch.glob("pytest-*.tar.gz")), scratch)
        # GitLab links a case to its paper by an attribute that is newer than the schema.
        text = next(scratch.rglob("junit-10.xsd")).read_text(encoding="utf-8")
        mark = '<xs:attribute name="classname"'
        schema.write_text(text.replace(mark, f'<xs:attribute name="file" type="xs:string"/>{mark}'))
    return run("xmllint", "--noout", "--schema", schema, report)


# Each judge, the report that it checks, and an error that it has to find.
JUDGES = {
    "SARIF schema": (sarif_schema, "sarif", ('"startLine": ', '"startLine": -')),
    "SARIF validator": (sarif_rules, "sarif", ('"ruleIndex": ', '"ruleIndex": 9')),
    "JUnit schema": (junit_schema, "junit", ("<testcase ", '<testcase line="1" ')),
}


def collect(fixtures: Path, scratch: Path) -> Path:
    """The papers of all rules in one folder."""
    papers = scratch / "papers"
    papers.mkdir()
    for paper in fixtures.glob("*/*.md"):
        shutil.copy(paper, papers / f"{paper.parent.name}-{paper.name}")
    return papers


def main(program: Path, fixtures: Path) -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        papers = collect(fixtures, scratch)
        for name, (judge, form, (whole, broken)) in JUDGES.items():
            report = scratch / f"report.{form}"
            subprocess.run([program, "check", papers, "--format", form, "-o", report], check=False)
            planted = scratch / f"planted.{form}"
            planted.write_text(report.read_text().replace(whole, broken))
            if not judge(planted, scratch):
                print(f"{name}: does not see the planted error")
                failed += 1
            complaint = judge(report, scratch)
            print(f"{name}: {complaint or 'valid'}")
            failed += bool(complaint)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2])))
