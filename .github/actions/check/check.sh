#!/usr/bin/env bash
# Checks the papers; the step ends as the program does, and its outputs say what the program found.
set -euo pipefail

report="$RUNNER_TEMP/issuepaper-report.json"
rm -f "$report"
arguments=(--format "$FORMAT" --report "json=$report")
# The summary of the job comes with the annotations.
[ "$FORMAT" = github ] || arguments+=(--report "github=$RUNNER_TEMP/issuepaper-annotations")
[ -z "$BASE" ] || arguments+=("--base=$BASE")
[ -z "$SHARD" ] || arguments+=("--shard=$SHARD")
if [ -n "$SARIF" ]; then
    # What an earlier step wrote is not this check's report.
    rm -f "$SARIF"
    arguments+=(--report "sarif=$SARIF")
fi
arguments+=(--)
while IFS= read -r path; do
    path="${path%$'\r'}"
    [ -z "$path" ] || arguments+=("$path")
done <<<"$PATHS"

code=0
"$PROGRAM" check "${arguments[@]}" || code=$?

count() { sed -n "s/^ *\"$1\": \([0-9][0-9]*\).*/\1/p" "$report" | head -n 1; }
{
    echo "exit-code=$code"
    if [ -f "$report" ]; then
        errors="$(count errors)"
        warnings="$(count warnings)"
        echo "errors=$errors"
        echo "warnings=$warnings"
        echo "findings=$((errors + warnings))"
    fi
    [ -z "$SARIF" ] || [ ! -f "$SARIF" ] || echo "sarif=$SARIF"
} >>"$GITHUB_OUTPUT"
exit "$code"
