#!/usr/bin/env bash
# Finds the program of the action's own release, checks its digest, and keeps it in the tool cache.
#
# For mirrors and tests, ISSUEPAPER_RELEASES is where the releases are, in a folder for each tag: an address of https
# or, for a folder of this machine, file.
set -euo pipefail

fail() {
    echo "::error title=issuepaper::$*"
    exit 2
}

sources="$ACTION_PATH/../../.."
name=issuepaper
[ "$RUNNER_OS" != Windows ] || name=issuepaper.exe

if [ "$BUILD" = true ]; then
    command -v cargo >/dev/null || fail "\`build: true\` needs Rust; install it in a step before, or leave \`build\` out"
    # Checking does not need PDF, and builds several times faster without it.
    cargo install --locked --no-default-features --path "$sources" --root "$RUNNER_TEMP/issuepaper"
    echo "program=$RUNNER_TEMP/issuepaper/bin/$name" >>"$GITHUB_OUTPUT"
    exit
fi
[ "$BUILD" = false ] || fail "\`build\` is true or false, not \`$BUILD\`"

# Where the action comes from. The path says it too, if a runner leaves the variables empty:
# …/_actions/OWNER/REPOSITORY/REF/.github/actions/check
repository="${ACTION_REPOSITORY:-}"
ref="${ACTION_REF:-}"
pattern='/_actions/([^/]+/[^/]+)/(.+)/\.github/actions/check/?$'
if [[ -z $repository || -z $ref ]] && [[ ${ACTION_PATH//\\//} =~ $pattern ]]; then
    repository="${BASH_REMATCH[1]}"
    ref="${BASH_REMATCH[2]}"
fi
# A workflow that uses the action of its own checkout.
repository="${repository:-${GITHUB_REPOSITORY:-}}"
releases="${ISSUEPAPER_RELEASES:-${GITHUB_SERVER_URL:-https://github.com}/$repository/releases/download}"

own="$(sed -n 's/^version = "\(.*\)"/\1/p' "$sources/Cargo.toml" | head -n 1)"
commit=""
if [ -n "$VERSION" ]; then
    version="${VERSION#v}"
elif [[ $ref =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
    version="${ref#v}"
elif [[ $ref =~ ^v[0-9]+(\.[0-9]+)?$ ]]; then
    # A tag that moves from release to release.
    version="$own"
elif [[ $ref =~ ^[0-9a-f]{40}$ ]]; then
    version="$own"
    commit="$ref"
else
    fail "there is no release for \`${ref:-a local action}\`; use the action with a tag such as @v$own or the commit of a release, or set \`version\`, or \`build: true\`"
fi
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "\`version\` is of the form 0.1.0, not \`$version\`"

case "$RUNNER_OS-$RUNNER_ARCH" in
    # The static program, which runs in every container.
    Linux-X64) target=x86_64-unknown-linux-musl ;;
    Linux-ARM64) target=aarch64-unknown-linux-musl ;;
    macOS-X64) target=x86_64-apple-darwin ;;
    macOS-ARM64) target=aarch64-apple-darwin ;;
    Windows-X64) target=x86_64-pc-windows-msvc ;;
    *) fail "there is no release for $RUNNER_OS on $RUNNER_ARCH; set \`build: true\`" ;;
esac
archive="issuepaper-$target.tar.gz"
[ "$RUNNER_OS" != Windows ] || archive="issuepaper-$target.zip"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fetch() {
    local protocols='=https'
    [ -z "${ISSUEPAPER_RELEASES:-}" ] || protocols='=https,file'
    curl --fail --silent --show-error --location --retry 3 --proto "$protocols" --output "$work/$1" "$releases/v$version/$1"
}

# macOS has another program. From standard input, for a path with a backslash is escaped, and its digest marked.
digest() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1
}

said() { awk -v file="$1" '{ sub(/\r$/, "") } $2 == file { print $1 }' "$work/SHA256SUMS"; }

check_digest() {
    local is
    is="$(digest "$work/$1")"
    [ "$is" = "$(said "$1")" ] || fail "$releases/v$version/$1 has the digest $is, and SHA256SUMS says $(said "$1"); it is not run"
}

fetch SHA256SUMS || fail "there is no release v$version at $releases; choose another \`version\`, or set \`build: true\`"
if [ -n "$commit" ]; then
    fetch COMMIT || fail "the release v$version does not say its commit; set \`version: $version\`, or \`build: true\`"
    check_digest COMMIT
    [ "$(tr -d '[:space:]' <"$work/COMMIT")" = "$commit" ] ||
        fail "the commit $commit is not the release v$version; use the commit of a release, or set \`version\`, or \`build: true\`"
fi
expected="$(said "$archive")"
[[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "the SHA256SUMS of v$version does not have $archive once"

# By digest, so that a machine that lives on never runs another program than the release has.
cache="${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/issuepaper/$version/$target-$expected"
if [ ! -x "$cache/$name" ]; then
    fetch "$archive" || fail "the release v$version has no $archive; set \`build: true\`"
    check_digest "$archive"
    # Who built it: GitHub's own word, where it can be had.
    if [ -z "${ISSUEPAPER_RELEASES:-}" ] && [ -n "${GH_TOKEN:-}" ] && gh attestation --help >/dev/null 2>&1; then
        gh attestation verify "$work/$archive" --repo "$repository" \
            --signer-workflow "$repository/.github/workflows/release.yml" ||
            fail "GitHub does not attest that $archive was built by $repository; it is not run"
    fi
    mkdir "$work/files"
    if [ "$RUNNER_OS" = Windows ]; then
        unzip -q -j "$work/$archive" "*/$name" -d "$work/files"
    else
        tar -xzf "$work/$archive" -C "$work/files" --strip-components=1
    fi
    # Other jobs of the machine may do the same at this moment: each puts a whole file into place.
    mkdir -p "$cache"
    cp "$work/files/$name" "$cache/$name.$$"
    chmod 755 "$cache/$name.$$"
    mv -f "$cache/$name.$$" "$cache/$name"
fi
echo "program=$cache/$name" >>"$GITHUB_OUTPUT"
