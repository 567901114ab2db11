# SPDX-License-Identifier: Apache-2.0
# bash completion for initlab: commands, their options with the words that these take, and files. All of it comes from
# initlab itself, so that an option is completed as soon as there is one.

# Long options of a command's --help, those that take a value with "=".
_initlab_options() { # INITLAB COMMAND
    "$1" "$2" --help 2>/dev/null | grep -Eo '^ {2,6}(-[a-zA-Z?], )? *--[a-z][a-z0-9-]*=?' | grep -Eo -- '--[a-z].*' |
        grep -vx -e --usage -e --version
}

# What an option may be: its words by initlab --list-options, whose fields are parted by tabs.
_initlab_words() { # INITLAB OPTION
    "$1" --list-options 2>/dev/null | awk -F '\t' -v name="${2#--}" '$2 == name { print $5 }'
}

_initlab() {
    local initlab=${COMP_WORDS[0]} command=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]} words=
    if [ "$COMP_CWORD" -eq 1 ]; then
        words=$("$initlab" --help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')
        mapfile -t COMPREPLY < <(compgen -W "$words --help --version" -- "$word")
        [ -n "$word" ] || mapfile -t COMPREPLY < <(compgen -W "$words") # at first only the commands
        return
    fi
    # bash parts words at "=": the option is before it, or before the value.
    [ "$word" != = ] || word=
    [ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]}
    case $before in
    --*) words=$(_initlab_words "$initlab" "$before") ;;
    esac
    case $word in
    -*)
        words=$(_initlab_options "$initlab" "$command")
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
        ;;
    *) if [ -n "$words" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi ;;
    esac
    [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
}
complete -o filenames -F _initlab initlab
