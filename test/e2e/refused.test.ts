/** A real API server refuses what `lint` says that it refuses, and takes the same without it. */
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { manifestOf, refused, refusedManifest } from '../support/refused.js'

function isTaken(manifest: string): boolean {
  try {
    execFileSync('kubectl', ['create', '--dry-run=server', '-n', 'default', '-f', '-'], {
      input: manifest,
      stdio: 'pipe',
    })
    return true
  } catch {
    return false
  }
}

// Kinds of Gateways are none that every API server has.
it.each(refused.filter(({ kind }) => kind === 'Ingress' || kind === 'ConfigMap' || kind === 'Service'))(
  '$what',
  (one) => {
    const named = (manifest: string) => manifest.replace('name: web', 'name: refused-web')
    expect([isTaken(named(refusedManifest(one))), isTaken(named(manifestOf(one)))]).toEqual([false, true])
  },
)
