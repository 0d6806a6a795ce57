/** For bash 3.2 and newer, with or without the package bash-completion. */
import { script } from './script.js'

export const bash = script`# Completion of kubectl-tkng in bash. Load it with: source <(kubectl-tkng completion bash)
# For "kubectl tkng" run "kubectl tkng completion install": kubectl's own completion then asks us.

_kubectl_tkng() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() names=() meanings=() head='' width=0 name meaning out program i
  COMPREPLY=()
  # bash splits words at = and : too, which flags and names have inside.
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  while [[ \${words[0]} == *=* ]]; do words=("\${words[@]:1}"); done
  words=("\${words[@]//[\\\"\']/}")
  local typed=\${words[\${#words[@]} - 1]}
  program=\${words[0]/#~/$HOME}
  type -P "$program" >/dev/null || program=kubectl-tkng
  out=$("$program" __complete -- "\${words[@]:1}" 2>/dev/null) || return

  while IFS=$'\t' read -r name meaning; do
    [[ $name == :* ]] && break
    names+=("$name")
    meanings+=("$meaning")
    ((\${#name} > width)) && width=\${#name}
  done <<<"$out"

  if [[ $typed == -*=* ]]; then
    [[ $COMP_WORDBREAKS == *=* ]] || head=\${typed%%=*}=
    typed=\${typed#*=}
  fi
  if ((\${#names[@]} == 0)); then
    out=\${out##*:}
    [[ $out == 16 ]] && while read -r name; do COMPREPLY+=("$name"); done < <(compgen -d -- "$typed")
    type compopt &>/dev/null || return
    # Without candidates bash offers files, unless it is told not to.
    [[ $out == 0 ]] || compopt +o default
    [[ $out == 16 ]] && compopt -o filenames
    return
  fi
  # Of a word with a colon bash completes what follows the last one.
  [[ $typed == *:* && $COMP_WORDBREAKS == *:* ]] && names=("\${names[@]#"\${typed%"\${typed##*:}"}"}")
  for i in "\${!names[@]}"; do
    # Meanings only where bash lists and inserts nothing.
    if [[ $COMP_TYPE == 63 && -n \${meanings[i]} && \${#names[@]} -gt 1 ]]; then
      printf -v name '%-*s  (%s)' "$width" "\${names[i]}" "\${meanings[i]}"
      COMPREPLY+=("\${name:0:\${COLUMNS:-80}}")
    else
      printf -v name '%q' "$head\${names[i]}"
      COMPREPLY+=("$name")
    fi
  done
}

complete -o default -F _kubectl_tkng kubectl-tkng
`
