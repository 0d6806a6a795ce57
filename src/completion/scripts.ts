/** The script of each shell. They only ask `kubectl-tkng __complete`, and never grow old when a verb is added. */
import type { Shell } from '../cli/completion-setup.js'
import { bash } from './scripts/bash.js'
import { fish } from './scripts/fish.js'
import { k9s } from './scripts/k9s.js'
import { powershell } from './scripts/powershell.js'
import { zsh } from './scripts/zsh.js'

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell, k9s }
