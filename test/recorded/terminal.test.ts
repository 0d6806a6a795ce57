/** The zoo at a terminal of four widths: no line is longer than the terminal, and no two rows look alike. */
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../src/domain/text/width.js'
import { verbs } from '../support/program/grammar.js'
import { session } from '../support/program/session.js'
import { recording } from '../support/recorded/recordings.js'

const pod = ['zoo', 'pods', 'ingress-controller-ingress-nginx-controller-68dbfcb676-plpcp']
const sources = [
  recording('zoo', 'api'),
  recording(...pod, 'nginx.conf'),
  recording(...pod, 'configuration_backends.body'),
].flatMap((source) => ['--from', source])

/** Verbs that print rows need no word more than these. */
const more: Readonly<Record<string, readonly string[]>> = {
  ingresses: ['', '-o wide'],
  why: ['-A', '-A -o table'],
  trace: ['--all'],
  describe: ['shop/web'],
  backends: ['-o table', '-o wide'],
  routes: ['-A', '-A -o wide'],
}
/** What needs a log, a cluster, or nothing at all; `diff` names its own sources. */
const others = ['config', 'diff', 'explain', 'gateways', 'logs', 'ps']
const lines = verbs
  .filter(({ name, view }) => view !== undefined && !others.includes(name))
  .flatMap(({ name }) => (more[name] ?? ['']).map((rest) => `${name} ${rest}`.trim()))

describe.each([60, 80, 120, 200])('%i columns', (columns) => {
  it.each(lines)('%s', async (line) => {
    const { stdout, stderr } = await session([...line.split(' '), ...sources], { columns, env: { NO_COLOR: '1' } })
    const shown = [...stdout.split('\n'), ...stderr.split('\n')]
    expect(shown.filter((one) => displayWidth(one) > columns)).toEqual([])
    // A block, or a line with those that continue it.
    const rows = stdout.includes('\n\n') ? stdout.split('\n\n') : stdout.split(/\n(?=\S)/)
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.length - new Set(rows).size).toBe(0)
  })
})
