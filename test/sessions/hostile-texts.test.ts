/** What steers a terminal reaches none: parts of a configuration, captures, and sentences about what went wrong. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { writeAll } from '../../src/cli/report/write.js'
import { session } from '../support/program/session.js'

const hostile = 'x\u001b]52;c;eA==\u0007\u001b[31m\u009b31m\u202e\u200b\ufeff\u2028\u2029y'
const steering = /[\u001b\u0007\u0080-\u009f\u200b\u202e\ufeff\u2028\u2029]/
const conf = `events {}\nhttp {\n  server {\n    server_name a.example; # ${hostile}\n    location / { return 200 "${hostile}"; }\n  }\n}\n`
const cwd = mkdtempSync(join(tmpdir(), 'tkng-hostile-'))
writeFileSync(join(cwd, 'nginx.conf'), conf)
writeFileSync(
  join(cwd, 'objects.json'),
  JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'default', labels: { app: hostile } },
    spec: { rules: [{ host: hostile, http: { paths: [{ path: `/${hostile}` }] } }] },
  }),
)

describe('on a terminal', () => {
  it.each([
    'conf --from nginx.conf',
    'conf --from nginx.conf --host a.example',
    'conf --from nginx.conf --host a.example --location /',
    'capture --from objects.json -o -',
    'ingresses --from objects.json',
    `ingresses --from ${hostile}`,
  ])('%j', async (line) => {
    const { stdout, stderr } = await session(line.split(' '), { cwd, columns: 100, env: { NO_COLOR: '1' } })
    expect(`${stdout}${stderr}`).not.toMatch(steering)
    expect(`${stdout}${stderr}`).toContain('x')
  })
})

it('in a pipe a whole configuration comes as it is', async () => {
  expect((await session(['conf', '--from', 'nginx.conf'], { cwd })).stdout).toBe(conf)
})

it('no capture holds any', async () => {
  await session(['capture', '--from', 'objects.json', '-o', 'out.yaml'], { cwd })
  expect(readFileSync(join(cwd, 'out.yaml'), 'utf8')).not.toMatch(steering)
  const { stdout } = await session(['ingresses', '--from', 'out.yaml', '-o', 'json'], { cwd })
  expect(JSON.parse(stdout).items[0].match.path).toBe(`/${hostile}`)
})

it('an error of what is answered is not told as one of the disk', async () => {
  const bug = new RangeError('of ours')
  async function* answer(): AsyncGenerator<string> {
    yield 'a'
    throw bug
  }
  const io = { stdout: new PassThrough().resume(), signal: new AbortController().signal }
  await expect(writeAll(io, answer())).rejects.toBe(bug)
})
