#compdef issuepaper
function _issuepaper() {
    # Without the quotes and backslashes around the blanks of a word, closed or not.
    local -a typed=("${(@Q)words}")
    typed[CURRENT]="${(Q)PREFIX#[\"\']}"
    local -a completions=("${(@f)$( \
        _CLAP_IFS=$'\n' \
        _CLAP_COMPLETE_INDEX="$((CURRENT - 1))" \
        ISSUEPAPER_COMPLETE=zsh \
        issuepaper -- "${typed[@]}" 2>/dev/null \
    )}")
    [[ -n $completions ]] || return

    local -a folders=() others=()
    local completion value
    for completion in $completions; do
        value="${completion%%:*}"
        if [[ $value == */ ]]; then
            folders+=("${value%/}${completion#$value}")
        else
            others+=("$completion")
        fi
    done
    [[ -n $folders ]] && _describe -V 'values' folders -S '/' -r '/'
    [[ -n $others ]] && _describe -V 'values' others
}

compdef _issuepaper issuepaper
