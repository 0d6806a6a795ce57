/** What scripts ask first: which version this is. */
import { describe, expect, it } from 'vitest'
import project from '../package.json' with { type: 'json' }
import { versionSaid } from '../src/version.js'
import { session } from './support/program/session.js'

const { version } = project
const asJson = `${JSON.stringify({ version, commit: null, build: null, node: 'v20.19.0' }, null, 2)}\n`

describe('versionSaid', () => {
  it.each<[string, string | undefined]>([
    ['--version', `${version}\n`],
    ['--version -o json', asJson],
    ['--version -o=json', asJson],
    ['--version -ojson', asJson],
    ['--version --output json', asJson],
    ['--version --output=json', asJson],
    ['-o json --version', asJson],
    ['--version -o yaml', undefined],
    ['--version --outputjson', undefined],
    ['ingresses --version', undefined],
    ['--version -o json ingresses', undefined],
    ['', undefined],
  ])('%s', (line, said) => {
    expect(versionSaid(line.split(' '), 'v20.19.0')).toBe(said)
  })
})

it('is answered without a cluster', async () => {
  expect(await session(['--version', '-o', 'json'])).toMatchObject({ stderr: '', code: 0 })
})
