// How soon the plugin says its version and its help, in each form that is built, beside Node and kubectl, in one run;
// and how large the forms are.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { here } from '../../krew/runtimes.mjs'
import { measure, report } from './measure.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const node = process.execPath
const bundle = [node, join(root, 'dist', 'kubectl-tkng.cjs')]
export const binary = join(root, 'dist', 'binaries', here, 'kubectl-tkng')
const kubectl = process.env.TKNG_KUBECTL ?? 'kubectl'
const hasKubectl = spawnSync(kubectl, ['version', '--client']).status === 0
const runs = Number(process.env.TKNG_BENCH_RUNS ?? 5) * 3

/** Prints them. */
export function benchStart() {
  const figures = measure(
    {
      'node -e 0': [node, '-e', '0'],
      'npm form --version': [...bundle, '--version'],
      'npm form --help': [...bundle, '--help'],
      ...Object.fromEntries(
        ['ingresses', 'trace', 'certs', 'why'].map((verb) => [`npm form ${verb} --help`, [...bundle, verb, '--help']]),
      ),
      ...(existsSync(binary) ? { 'binary --version': [binary, '--version'], 'binary --help': [binary, '--help'] } : {}),
      ...(hasKubectl ? { 'kubectl version --client': [kubectl, 'version', '--client'] } : {}),
    },
    { runs },
  )
  process.stdout.write(`${report('start-up', figures, 'node -e 0')}\n`)

  const files = [join(root, 'dist'), join(root, 'dist', 'parts'), join(root, 'dist', 'krew')].filter(existsSync)
  const sizes = files.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(cjs|tar\.gz)$/.test(name))
      .map((name) => `  ${name.padEnd(28)} ${(statSync(join(folder, name)).size / 1e6).toFixed(2).padStart(6)} MB`),
  )
  process.stdout.write(`sizes\n${sizes.join('\n')}\n\n`)
}
