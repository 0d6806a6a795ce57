/** The table of routers finds those that one finds who tries all of them. TKNG_SEED repeats a run. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Router } from '../../../src/languages/traefik/config/types.js'
import { requestOf } from '../../../src/languages/traefik/route/request.js'
import { RouterTable } from '../../../src/languages/traefik/route/table.js'
import { takes } from '../../../src/languages/traefik/rule/match.js'
import { readRule } from '../../../src/languages/traefik/rule/read.js'
import { seed } from '../../support/random.js'

const hosts = ['', 'Host(`a.test`)', 'Host(`*.a.test`)', 'HostRegexp(`^.+[.]test$`)', 'HostRegexp(`(?i`)']
const paths = ['', 'PathPrefix(`/`)', 'PathPrefix(`/a`)', 'Path(`/a`)', '!Path(`/a`)', 'PathRegexp(`^/[a-z]+$`)']
const others = ['', 'Method(`GET`)', '(Path(`/a`) || Path(`/b`))', 'ClientIP(`10.0.0.0/8`)']
const rule = fc
  .tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths), fc.constantFrom(...others))
  .map((parts) => parts.filter((part) => part !== '').join(' && ') || 'PathPrefix(`/`)')
const routers = fc.array(fc.record({ rule, priority: fc.integer({ min: -1, max: 3 }) }), { maxLength: 12 }).map((all) =>
  all.map(
    (one, i): Router => ({
      ...{ ...one, name: `r${i}`, syntax: 'v3', middlewares: [], service: 's', entryPoints: [], tls: false },
      ...{ parents: [], errors: [], origin: null },
    }),
  ),
)
const requests = fc.record({
  target: fc.constantFrom('/', '/a', '/a/b', '/b'),
  hostHeader: fc.constantFrom('a.test', 'b.a.test', 'c.example'),
  method: fc.constantFrom('GET', 'POST'),
})

it('winners, others and untried', () => {
  fc.assert(
    fc.property(routers, requests, (all, { target, ...asked }) => {
      const sent = { ...asked, entryPoint: null, tls: false, headers: new Map<string, string>(), clientAddress: null }
      const request = requestOf(target, sent)
      if (request === null) throw new Error('it is no request')
      const tried = all.map((router) => {
        const read = readRule(router.rule, router.syntax)
        return { router, is: 'wrong' in read ? false : takes(read, request) }
      })
      const taking = tried.flatMap(({ router, is }) => (is === true ? router : []))
      const best = Math.max(...taking.map(({ priority }) => priority))
      const namesOf = (some: readonly Router[]) => some.map(({ name }) => name).sort()
      const found = new RouterTable(all, new Set()).takersOf(request)
      const open = tried.flatMap(({ router, is }) => (is === 'untried' && router.priority >= best ? router : []))
      expect(namesOf(found.winners)).toEqual(namesOf(taking.filter(({ priority }) => priority === best)))
      expect(namesOf(found.others)).toEqual(namesOf(taking.filter(({ priority }) => priority < best)))
      expect(namesOf(found.untried)).toEqual(namesOf(open))
      expect(found.others.map(({ priority }) => priority)).toEqual(
        found.others.map(({ priority }) => priority).sort((a, b) => b - a),
      )
    }),
    { seed, numRuns: 2000 },
  )
})
