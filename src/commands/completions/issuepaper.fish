# The word at the cursor without the quotes and backslashes around its blanks, closed or not.
function __issuepaper_current
    set --local token (commandline --current-token --cut-at-cursor)
    string unescape -- $token
    or string trim --left --chars "\"'" -- $token
end

complete --keep-order --exclusive --command issuepaper --arguments "(ISSUEPAPER_COMPLETE=fish issuepaper -- (commandline --current-process --tokenize --cut-at-cursor) (__issuepaper_current))"
