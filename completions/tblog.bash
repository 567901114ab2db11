# SPDX-License-Identifier: Apache-2.0
# bash completion for tblog: commands, their options, and files.
_tblog() {
    local word=${COMP_WORDS[COMP_CWORD]} options=
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "ls verify repair export diff edit merge prune reduce log" -- "$word")
        return
    fi
    case ${COMP_WORDS[1]} in
    ls) options="--json" ;;
    verify) options="--quiet" ;;
    repair | merge) options="--output=" ;;
    export)
        options="--kind= --format= --run= --tag= --all --safe-csv --output="
        case ${COMP_WORDS[COMP_CWORD - 1]} in
        -k | --kind) options="scalars histograms text images audio" ;;
        -f | --format) options="csv jsonl" ;;
        esac
        ;;
    diff) options="--limit= --tolerance= --quiet" ;;
    edit)
        options="--keep= --drop= --cut-before= --cut-after= --rename= --scale-steps= --shift-steps= --scale-times="
        options+=" --shift-times= --describe= --output="
        ;;
    prune) options="--points= --output=" ;;
    reduce) options="--group= --by= --output=" ;;
    log) options="--csv --new --session-start= --host= --pid= --index= --suffix=" ;;
    esac
    case $word in
    -*) mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word") ;;
    *)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        [[ $options == *-* ]] || mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        ;;
    esac
    [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
}
complete -o filenames -F _tblog tblog
