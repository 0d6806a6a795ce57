/** Ages: the table of kubectl's own tests, and what it shows for no age at all. */
import { expect, it } from 'vitest'
import { age } from '../../src/print/age.js'

const second = 1
const minute = 60
const hour = 3600
const day = 24 * hour
const year = 365 * day

it.each([
  [second, '1s'],
  [70 * second, '70s'],
  [119 * second, '119s'],
  [120 * second, '2m'],
  [190 * second, '3m10s'],
  [70 * minute, '70m'],
  [10 * minute + second, '10m'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [3 * hour + 10 * minute, '3h10m'],
  [47 * hour, '47h'],
  [49 * hour, '2d1h'],
  [9 * day, '9d'],
  [8 * day - second, '7d23h'],
  [70 * day, '70d'],
  [2 * year - second, '729d'],
  [2 * year, '2y'],
  [2 * year + 10 * day, '2y10d'],
  [9 * year + 10 * day, '9y'],
  [0, '0s'],
  [-1, '0s'],
  [-10, '<invalid>'],
])('%i seconds → %s', (seconds, expected) => {
  const now = Date.parse('2026-11-24T00:00:00Z')
  expect(age(new Date(now - seconds * 1000).toISOString(), now)).toBe(expected)
})

it.each([null, '', 'yesterday'])('%j → <unknown>', (createdAt) => {
  expect(age(createdAt, 0)).toBe('<unknown>')
})
