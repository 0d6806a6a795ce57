/** Which lists of passwords let nobody in, and which cannot be told. */
import { expect, it } from 'vitest'
import { createMasker } from '../../src/domain/masking/objects.js'
import { letsNobodyIn } from '../../src/domain/objects/password-list.js'
import { project } from '../../src/domain/objects/project.js'

const kept = (data: object) => project('Secret', { kind: 'Secret', metadata: {}, ...data })
const inVain = (text: string) => letsNobodyIn(kept({ data: { auth: btoa(text) } }).data?.auth)

it.each([
  'ann:secret',
  'ann:secret\nbob:other\n',
  '# made by hand\nann:hunter22',
  btoa('ann:$apr1$YzMcn2ex$UzWyEBLiWvVFnB4XWtRbJ1\n'),
])('%j lets nobody in', (text) => {
  expect(inVain(text)).toBe(true)
})

it.each([
  'ann:$apr1$YzMcn2ex$UzWyEBLiWvVFnB4XWtRbJ1',
  'ann:plain\nbob:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC',
  'ann:{SHA}5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8',
  'ann:{PLAIN}secret',
  'ann:rqXexS6ZhobKA:a comment',
  'ann:REDACTED',
  'ann:<hash>',
  'ann:xxxxxxxx',
  'masked',
  '',
])('of %j that is not said', (text) => {
  expect(inVain(text)).toBe(false)
})

it('is kept for what it is, in a capture as well, and not a word of it', () => {
  const held = kept({ stringData: { auth: 'ann:hunter22', users: 'eve:$apr1$a$b' } })
  const again = project('Secret', createMasker([]).object('Secret', held))
  expect(again.data).toEqual(held.data)
  expect(letsNobodyIn(again.data?.auth)).toBe(true)
  expect(JSON.stringify(again)).not.toMatch(/hunter|YW5u|eve/)
})
