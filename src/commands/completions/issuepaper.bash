# The text of a word, without the quotes and backslashes around its blanks.
_issuepaper_unquoted() {
    local word=$1 quote= char at
    REPLY=
    for ((at = 0; at < ${#word}; at++)); do
        char=${word:at:1}
        if [[ $char == "\\" && $quote != "'" ]]; then
            ((at++))
            REPLY+=${word:at:1}
        elif [[ -z $quote && ($char == "'" || $char == '"') ]]; then
            quote=$char
        elif [[ $char == "$quote" ]]; then
            quote=
        else
            REPLY+=$char
        fi
    done
}

_issuepaper() {
    local IFS=$'\013' REPLY word words=()
    for word in "${COMP_WORDS[@]}"; do
        _issuepaper_unquoted "$word"
        words+=("$REPLY")
    done
    _issuepaper_unquoted "$2"
    words[COMP_CWORD]=$REPLY
    COMPREPLY=($(
        _CLAP_IFS="$IFS" \
            _CLAP_COMPLETE_INDEX="$COMP_CWORD" \
            _CLAP_COMPLETE_COMP_TYPE="$COMP_TYPE" \
            _CLAP_COMPLETE_SPACE=false \
            ISSUEPAPER_COMPLETE=bash \
            issuepaper -- "${words[@]}"
    )) || unset COMPREPLY
    # Bash quotes a name with blanks only if it takes it for a file.
    if [[ ${COMPREPLY[*]-} == *[!a-zA-Z0-9_./,:@%+=$'\013'-]* ]]; then
        compopt -o filenames 2>/dev/null
    fi
    if [[ ${COMPREPLY-} != *[=/:] ]]; then
        compopt +o nospace 2>/dev/null
    fi
}

complete -o nospace -o bashdefault -F _issuepaper issuepaper
