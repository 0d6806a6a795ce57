/** For fish 3 and newer. */
import { script } from './script.js'

export const fish = script`# Completion of kubectl-tkng in fish. Load it with: kubectl-tkng completion fish | source
# For "kubectl tkng" run "kubectl tkng completion install": kubectl's own completion then asks us.

function __kubectl_tkng_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program $words[1]
    type -q -- $program; or set program kubectl-tkng
    set -l lines ($program __complete -- $words[2..-1] "$typed" 2>/dev/null)
    or return
    # fish replaces the whole word, and of --flag=value only the value comes back.
    set -l head (string match -r -- '^-[^=]*=' $typed)
    set -l rest (string replace -r -- '^-[^=]*=' '' $typed)
    set -l candidates $lines[1..-2]
    if test -z "$candidates"
        switch $lines[-1]
            case :0
                set candidates (__fish_complete_path "$rest")
            case :16
                set candidates (__fish_complete_directories "$rest")
        end
    end
    for one in $candidates
        echo "$head$one"
    end
end

complete -c kubectl-tkng -f -a '(__kubectl_tkng_complete)'
`
