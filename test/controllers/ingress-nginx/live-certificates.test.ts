/** What a replica is asked about certificates, and how often. */
import { expect, it } from 'vitest'
import { liveCertificates } from '../../../src/controllers/ingress-nginx/observe/live-certificates.js'
import { problem } from '../../../src/domain/problem.js'

function asking(answer: (name: string) => string | null) {
  const asked: string[] = []
  const certificate = async (name: string) => {
    asked.push(name)
    return { value: answer(name), source: 'live' as const, way: 'port-forward' }
  }
  return { asked, ...liveCertificates({ certificate }) }
}

it('asks for a host and the wildcard above it, once', async () => {
  const { asked, known, learn } = asking((name) => (name === '*.b.test' ? 'PEM' : null))
  await learn('a.b.test')
  await learn('a.b.test')
  await learn('prod')
  expect(asked).toEqual(['a.b.test', '*.b.test', 'prod'])
  expect([...known]).toEqual([
    ['a.b.test', false],
    ['*.b.test', true],
    ['prod', false],
  ])
})

it('asks no more of a replica that could not be asked', async () => {
  const { asked, known, learn } = asking(() => {
    throw problem('not-observed', { what: 'x', pod: 'edge/proxy-1', tried: [] })
  })
  await learn('prod')
  await learn('dev')
  expect([asked, [...known]]).toEqual([['prod'], []])
})

it('asks about a hundred names at the most', async () => {
  const { asked, learn } = asking(() => null)
  for (let i = 0; i < 90; i++) await learn(`x${i}.test`)
  expect(asked.length).toBe(91)
  for (let i = 0; i < 90; i++) await learn(`x${i}.example`)
  expect(asked.length).toBe(100)
})
