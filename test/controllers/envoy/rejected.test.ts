/** What an Envoy refused to take: by its counters, and in its own words. */
import { expect, it } from 'vitest'
import { refusalsOf } from '../../../src/controllers/shared/envoy/observation.js'

it('is told by name, how often or why, and what was taken is not told', () => {
  const counters = [
    'cluster_manager.cds.update_rejected: 0',
    'http.http-10080.rds.infra/nested/wild.update_rejected: 1',
    'listener_manager.lds.update_rejected: 2',
    'not a counter',
  ]
  const refused = [
    { kind: 'routes', name: 'infra/main/http', details: 'Only unique values for domains are permitted', at: null },
  ]
  expect([...refusalsOf({ refused }, counters.join('\n'))]).toEqual([
    ['infra/nested/wild', 'it refused 1 update'],
    ['listener_manager.lds', 'it refused 2 updates'],
    ['infra/main/http', 'Only unique values for domains are permitted'],
  ])
  expect([...refusalsOf({ refused: [] }, null)]).toEqual([])
})
