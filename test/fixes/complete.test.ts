/** Every finding of a rule that offers a fix has a proof that the fix cures, or a reason why none can be given here. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogue } from '../../src/findings/catalogue.js'

/** Why the small clusters of this folder cannot show it. */
const elsewhere: Readonly<Record<string, string>> = {
  'stream-service': 'no rule of an Ingress: test/controllers/ingress-nginx/trace/streams.test.ts does each fix',
  'api-refuses': 'no cluster has such an object: test/lint/refused.test.ts has each manifest beside one that is taken',
  'failure-logged':
    'what a log says stays said: test/controllers/ingress-nginx/why/logged.test.ts does what annotations can do, and what is within pods and networks is for people',
  'route-of-nobody':
    'no rule of an Ingress: test/sessions/controllers/unclaimed.test.ts has each object beside one with a class that is taken',
}

it('no code with a fix is left without its proof', () => {
  const here = import.meta.dirname
  const names = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = names.map((name) => readFileSync(join(here, name), 'utf8'))
  const proved = new Set(
    texts.flatMap((text) => [...text.matchAll(/(?:code: |cure\(\s*)'([a-z0-9-]+)'/g)].map(([, code]) => code)),
  )
  const offered = Object.entries(catalogue).filter(([, page]) => typeof page.fix === 'function')
  const open = offered.map(([code]) => code).filter((code) => !proved.has(code) && !(code in elsewhere))
  expect(open).toEqual([])
  expect(Object.keys(elsewhere).filter((code) => !(code in catalogue) || proved.has(code))).toEqual([])
})
