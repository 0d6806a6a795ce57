// node krew/sbom.mjs: a CycloneDX bill of what is inside the plugin and its binaries. npm's own bill names everything
// that is installed to build it, too: https://docs.npmjs.com/cli/v11/commands/npm-sbom
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeVersion } from './back-end.mjs'
import { bundle } from './bundle.mjs'
import { stampOf } from './stamp.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const work = mkdtempSync(join(tmpdir(), 'tkng-sbom-'))
const { packages } = await bundle({ root, work, stamp: stampOf(root, process.env) })
rmSync(work, { recursive: true })
const whole = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], { cwd: root })
const bill = JSON.parse(whole.toString())
const inside = packages.map((name) => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  const found = bill.components.find((one) => one['bom-ref'] === `${name}@${version}`)
  if (!found) throw new Error(`npm's bill has no ${name}@${version}`)
  // To npm it is a tool of the build; to whoever runs the program it is a part.
  return { ...found, scope: 'required', properties: [] }
})
const node = {
  'bom-ref': `node@${nodeVersion}`,
  type: 'platform',
  name: 'node',
  version: nodeVersion,
  purl: `pkg:generic/node@${nodeVersion}`,
  licenses: [{ license: { id: 'MIT' } }],
}
const parts = [...inside, node]
const { component } = bill.metadata
// npm names it after the folder.
component.name = 'kubectl-tkng'
component.type = 'application'
const needed = { ref: component['bom-ref'], dependsOn: parts.map((one) => one['bom-ref']) }
process.stdout.write(`${JSON.stringify({ ...bill, components: parts, dependencies: [needed] }, null, 2)}\n`)
