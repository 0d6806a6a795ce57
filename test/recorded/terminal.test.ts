/** The zoo at a terminal of four widths: no line is longer than the terminal, and no two rows look alike. */
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../src/domain/width.js'
import { recording } from '../support/recordings.js'
import { session } from '../support/session.js'

const pod = ['zoo', 'pods', 'ingress-controller-ingress-nginx-controller-68dbfcb676-plpcp']
const sources = [
  recording('zoo', 'api'),
  recording(...pod, 'nginx.conf'),
  recording(...pod, 'configuration_backends.body'),
].flatMap((source) => ['--from', source])

const lines = ['ingresses', 'ingresses -o wide', 'why -A', 'why -A -o table', 'certs', 'status', 'info', 'trace --all']

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
