/** For zsh with compinit. */
import { script } from './script.js'

export const zsh = script`#compdef kubectl-tkng
# Completion of kubectl-tkng in zsh. Load it with: source <(kubectl-tkng completion zsh)
# For "kubectl tkng" run "kubectl tkng completion install": kubectl's own completion then asks us.
compdef _kubectl_tkng kubectl-tkng

_kubectl_tkng() {
  local -a said candidates
  local program out line name directive
  said=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
  program=\${~\${(Q)words[1]}}
  whence -p -- "$program" >/dev/null || program=kubectl-tkng
  out=$("$program" __complete -- "\${said[@]}" 2>/dev/null) || return 1

  for line in "\${(@f)out}"; do
    if [[ $line == :* ]]; then
      directive=\${line#:}
    else
      name=\${\${line%%$'\t'*}//:/\\:}
      [[ $line == *$'\t'* ]] && name+=:\${line#*$'\t'}
      candidates+=("$name")
    fi
  done

  [[ $PREFIX == -*=* ]] && compset -P '*='
  if (( $#candidates )); then
    _describe -t values 'kubectl tkng' candidates
  elif [[ $directive == 16 ]]; then
    _files -/
  elif [[ $directive == 0 ]]; then
    _files
  fi
}

# As a file in fpath this is the function's own body; read with source it only defines it.
[[ $funcstack[1] == _kubectl_tkng ]] && _kubectl_tkng
true
`
