/** The script of each shell. They only ask `kubectl-tkng __complete`, and never grow old when a verb is added. */
import type { Shell } from '../cli/completion-setup.js'

/** For bash 3.2 and newer, with or without the package bash-completion. */
const bash = script`# Completion of kubectl-tkng in bash. Load it with: source <(kubectl-tkng completion bash)
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

/** For zsh with compinit. */
const zsh = script`#compdef kubectl-tkng
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

/** For fish 3 and newer. */
const fish = script`# Completion of kubectl-tkng in fish. Load it with: kubectl-tkng completion fish | source
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

/** For Windows PowerShell 5.1 and PowerShell 7. */
const powershell = script`# Completion of kubectl-tkng in PowerShell. Load it with: kubectl-tkng completion powershell | Out-String | Invoke-Expression
# For "kubectl tkng" run "kubectl tkng completion install": kubectl's own completion then asks us.

Register-ArgumentCompleter -Native -CommandName 'kubectl-tkng', 'kubectl-tkng.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $said = @($commandAst.CommandElements |
        Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $typed = [string]$wordToComplete
    # Before 7.3 an empty word is lost on its way to a program, unless it is quoted.
    $last = $typed
    if ($typed -eq '' -and ($PSVersionTable.PSVersion -lt [version]'7.3' -or $PSNativeCommandArgumentPassing -eq 'Legacy')) { $last = '""' }
    $lines = @(& $commandAst.GetCommandName() __complete -- @said $last 2>$null)
    if ($LASTEXITCODE -ne 0 -or $lines.Count -eq 0) { return }

    # PowerShell replaces the whole word, and of --flag=value only the value comes back.
    $head = ''
    if ($typed -match '^(-[^=]*=)') { $head = $Matches[1] }
    foreach ($line in $lines[0..($lines.Count - 1)]) {
        if ($line -match '^:\d+$') { continue }
        $name, $meaning = $line -split [char]9, 2
        if (-not $meaning) { $meaning = $name }
        $text = $head + $name
        if ($text -match '[\s*''"$()]') { $text = "'" + $text.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $meaning)
    }
}
`

/** Plugins, in whose texts k9s puts its own words in for $NAME and the like, before the shell sees them: https://k9scli.io/topics/plugins/ */
const k9s = script`# For k9s: t on an Ingress traces each of its URLs, w tells why it is not served, and on a Service t traces what leads to it.
# Write it to plugins/tkng.yaml in the folder that "k9s info" names as its configuration.
plugins:
  tkng-trace:
    shortCut: t
    description: Trace (tkng)
    scopes: [ingresses]
    command: sh
    background: false
    args:
      - -c
      - >-
        kubectl tkng ingresses '$NAMESPACE/$NAME' --context '$CONTEXT' -o json
        | kubectl tkng trace --input - --context '$CONTEXT' -o tree --color always 2>&1 | less -R
  tkng-why:
    shortCut: w
    description: Why (tkng)
    scopes: [ingresses]
    command: sh
    background: false
    args:
      - -c
      - kubectl tkng why '$NAMESPACE/$NAME' --context '$CONTEXT' --color always 2>&1 | less -R
  tkng-service:
    shortCut: t
    description: Trace (tkng)
    scopes: [services]
    command: sh
    background: false
    args:
      - -c
      - >-
        kubectl tkng ingresses -n '$NAMESPACE' --service '$NAME' --context '$CONTEXT' -o json
        | kubectl tkng trace --input - --context '$CONTEXT' -o tree --color always 2>&1 | less -R
`

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell, k9s }

/** The text of a script as it stands, but for `\${`, which is written so that TypeScript does not read it. */
function script({ raw }: TemplateStringsArray): string {
  return raw.join('').replaceAll('\\${', '${')
}
