/** `drift` of one replica of a real proxy against the objects that this has read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { session } from '../support/program/session.js'

interface Row {
  readonly what: string
  readonly change: string
  readonly subject: string | null
  readonly planned: readonly string[] | null
  readonly served: readonly string[] | null
}

/**
 * @param objects as an API server gives them, the pod of the replica among them
 * @param said by file name, as a capture keeps what a replica says
 * @returns a line for each that is known not to be as it is asked for
 */
export async function driftOf(
  objects: readonly object[],
  pod: { readonly metadata: { readonly namespace: string; readonly name: string } },
  said: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-drift-'))
  const { namespace, name } = pod.metadata
  const observation = { apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata: { namespace, name }, texts: said }
  const items = [...objects, { apiVersion: 'v1', kind: 'Pod', ...pod }, observation]
  try {
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    const { stdout, stderr } = await session(['drift', '-o', 'json', '--from', folder])
    if (stdout === '') throw new Error(stderr)
    const rows: readonly Row[] = JSON.parse(stdout).items
    return rows
      .filter(({ change }) => change !== 'unknown')
      .map(({ what, change, subject, planned, served }) => `${what} ${change} ${subject}: ${planned} ≠ ${served}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
