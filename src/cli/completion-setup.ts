/** How the verb `completion` sets completion up: a port, since it writes outside a capture. */

export const shells = ['bash', 'zsh', 'fish', 'powershell', 'k9s'] as const
export type Shell = (typeof shells)[number]

export interface CompletionSetup {
  /** the script that completes our program in this shell; of k9s its plugins */
  script(shell: Shell): Promise<string>
  /**
   * Puts `kubectl_complete-tkng`, by which kubectl asks, beside the installed program.
   * @param folder undefined: where the program is found on the PATH
   * @returns one line that says what was done
   * @throws Problem `setup-failed`
   */
  install(folder: string | undefined): Promise<string>
  /** Takes it away again, where it is ours. */
  uninstall(folder: string | undefined): Promise<string>
}
