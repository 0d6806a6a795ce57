/**
 * The shapes that charts of the world render: nothing is wrong with them, and nothing is said of them. Each is what such a
 * chart asks for in our own words: its annotations, its TLS by an issuer, its ports by name, its own Secrets beside.
 */
import { expect, it } from 'vitest'
import { furtherCharts } from '../support/charts/further.js'
import { charts } from '../support/charts/known.js'
import { moreCharts } from '../support/charts/more.js'
import { manifestsOf } from '../support/charts/shape.js'
import { valuedCharts } from '../support/charts/valued.js'
import { session } from '../support/program/session.js'

const all = Object.entries({ ...charts, ...moreCharts, ...furtherCharts, ...valuedCharts })

/** Each in a namespace with hosts of its own, as if it stood in a folder alone. */
const own = ([name, shape]: (typeof all)[number]) => {
  const namespace = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return manifestsOf(shape, namespace).replaceAll('.example.com', `.${namespace}.example.com`)
}
const hasClass = (text: string) => text.includes('kind: IngressClass')

it.each([
  ['that bring a class along', all.map(own).filter(hasClass)],
  ['that take a class for granted', all.map(own).filter((text) => !hasClass(text))],
  ['of one namespace', [all.map(own).join('---\n')]],
])('the charts %s', async (_, texts) => {
  const { stdout, stderr, code } = await session(['lint', '-f', '-'], { stdin: texts.join('---\n') })
  expect([stdout, code], stderr).toEqual(['', 0])
})

it.each(all)('the chart of %s alone', async (_, shape) => {
  const { stdout, code } = await session(['lint', '-f', '-'], { stdin: manifestsOf(shape, 'charts') })
  expect([stdout, code]).toEqual(['', 0])
})
