# SPDX-License-Identifier: Apache-2.0
# bash completion for tblog and initlab. Commands, options and their words are asked of the program itself; where it has
# none, files are completed.
_tblog() {
    local words=() word glued=
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        # bash parts words at "=": of --kind=text it makes three.
        if [[ $glued ]]; then
            words[-1]+=$word
            glued=
        elif [[ $word == "=" && ${#words[@]} -gt 0 ]]; then
            words[-1]+="="
            glued=yes
        else
            words+=("$word")
        fi
    done
    mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null | cut -f1)
    word=${COMP_WORDS[COMP_CWORD]}
    [[ $word != "=" ]] || word=
    if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "${word#--*=}")
        compopt -o filenames 2>/dev/null # not of options: the "=" would be quoted
    elif [[ ${words[-1]} != "$word" ]]; then
        COMPREPLY=("${COMPREPLY[@]#--*=}")
    fi
    [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
}
complete -F _tblog tblog initlab
