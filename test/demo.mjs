// npm run demo: the main job on the built-in capture, without a cluster.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const plugin = fileURLToPath(new URL('../dist/kubectl-tkng.cjs', import.meta.url))

/** @param {string} words @param {RegExp} [wanted] the lines to show, as grep would */
function show(words, wanted) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [plugin, ...words.split(' ')], { encoding: 'utf8' })
  const lines = wanted ? (stdout.match(wanted) ?? []) : [stdout.trimEnd()]
  process.stdout.write(
    `$ kubectl tkng ${words}${wanted ? " | grep -E 'server_name|location '" : ''}\n${lines.join('\n')}\n\n`,
  )
  process.stderr.write(stderr)
  if (status !== 0) process.exitCode = 1
}

show('trace http://prod/dev --from demo')
show('why default/tkng-1 --from demo')
show('ingresses --from demo --all-namespaces')
show('backends --from demo -o wide')
show('conf --from demo', /^.*(?:server_name|location ).*$/gm)
