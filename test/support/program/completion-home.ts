/** A home with a kubeconfig, a small cluster behind it, and on its PATH the plugin under both of its names. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fakeApi } from '../cluster/fake-api.js'
import { ingress, rule, service } from '../objects.js'

export interface CompletionHome {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

const inShop = <T extends { metadata: object }>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'shop' },
})
const objects = {
  Namespace: ['default', 'shop'].map((name) => ({ metadata: { name } })),
  Ingress: [
    inShop(ingress('web', { rules: [rule('www.example.com', '/', 'web'), rule('*.example.com', '/img', 'web')] })),
  ],
  Service: [inShop(service('web'))],
}

/** A name as clouds make them: bash breaks words at its colons. */
export const longContext = 'arn:aws:eks:eu-1:123:cluster/shop'

/** @param program the plugin as one file */
export async function completionHome(program: string): Promise<CompletionHome> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-tab-'))
  const api = await fakeApi({ objects })
  const kubeconfig = JSON.parse(api.kubeconfig())
  kubeconfig.contexts.push({ ...kubeconfig.contexts[0], name: longContext })
  mkdirSync(join(folder, '.kube'))
  writeFileSync(join(folder, '.kube/config'), JSON.stringify(kubeconfig))
  mkdirSync(join(folder, 'bin'))
  const script = (name: string, line: string) =>
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  script('kubectl-tkng', `exec '${process.execPath}' '${program}' "$@"`)
  // The same file under its second name, by which it knows what is wanted.
  symlinkSync(program, join(folder, 'kubectl_complete-tkng'))
  script('kubectl_complete-tkng', `exec '${process.execPath}' '${join(folder, 'kubectl_complete-tkng')}' "$@"`)
  writeFileSync(join(folder, 'the-file.yaml'), '')
  mkdirSync(join(folder, 'a-folder'))
  return {
    folder,
    env: {
      HOME: folder,
      PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
      TERM: 'xterm',
      LANG: 'C.UTF-8',
    },
    close: async () => {
      await api.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
