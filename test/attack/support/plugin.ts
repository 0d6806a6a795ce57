/** A kubeconfig with a credential plugin of a test's own. */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Yard } from './attempt.js'

const kubeconfigWith = (plugin: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'a',
    clusters: [{ name: 'a', cluster: { server: 'https://127.0.0.1:1' } }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'u' } }],
    users: [
      {
        name: 'u',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: plugin,
            interactiveMode: 'Never',
          },
        },
      },
    ],
  })

/** @returns the kubeconfig whose user gets credentials from this shell script */
export function writePlugin({ work }: Yard, script: string): string {
  const plugin = join(work, 'plugin')
  writeFileSync(plugin, `#!/bin/sh\n${script}\n`)
  chmodSync(plugin, 0o755)
  writeFileSync(join(work, 'config'), kubeconfigWith(plugin))
  return join(work, 'config')
}
