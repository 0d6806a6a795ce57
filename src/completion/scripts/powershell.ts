/** For Windows PowerShell 5.1 and PowerShell 7. */
import { script } from './script.js'

export const powershell = script`# Completion of kubectl-tkng in PowerShell. Load it with: kubectl-tkng completion powershell | Out-String | Invoke-Expression
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
