# SPDX-License-Identifier: Apache-2.0
# fish completion for tblog and initlab. Commands, options and their words are asked of the program itself; where it has
# none, files are completed.
function __tblog_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] --complete $words[2..-1] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
        return
    end
    set -l option (string match -r -- '^--[^=]*=' $words[-1])
    for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $words[-1]))
        echo "$option$path"
    end
end
for command in tblog initlab
    complete -c $command -f -a '(__tblog_complete)'
end
