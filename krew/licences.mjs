// The licences of the packages whose code is inside the bundle.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string[]} packages names of packages in node_modules */
export function thirdParty(root, packages) {
  return packages.map((name) => licenceOf(root, name)).join('\n')
}

function licenceOf(root, name) {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
  if (!file) throw new Error(`${name} ${version} (${license}) has no licence file: what is inside must be named`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
}
