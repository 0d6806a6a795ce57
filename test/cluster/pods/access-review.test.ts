/** What the API server says to whether something may be done. */
import { describe, expect, it } from 'vitest'
import { type Fault, raw, reset, status } from '../../support/cluster/fake-api-faults.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { openPods, type PodSettings } from '../../support/cluster/open-pods.js'

const create = { verb: 'create', subresource: 'portforward', namespace: 'shop' }
const ask = async (fault: Fault, settings: PodSettings = {}) => {
  const opened = await openPods(() => {}, { ...settings, api: { ...settings.api, faults: [fault] } })
  return { ...opened, answer: opened.pods.may(create) }
}
const review = (state: object): Fault => raw(201, JSON.stringify({ kind: 'SelfSubjectAccessReview', status: state }))

describe('may', () => {
  it('posts a review of just that, which is nothing that is kept', async () => {
    const { api, answer } = await ask(review({ allowed: true }))
    expect(await answer).toBe(true)
    const [seen] = api.requests
    expect(seen).toMatchObject({
      method: 'POST',
      target: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    })
    expect(JSON.parse((await seen?.body()) ?? '')).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { namespace: 'shop', verb: 'create', resource: 'pods', subresource: 'portforward' } },
    })
  })

  it.each<[string, Fault, boolean | null]>([
    ['yes', review({ allowed: true }), true],
    ['no', review({ allowed: false, reason: 'no rule' }), false],
    ['nothing', review({}), null],
    ['nothing at all', raw(201, '{}'), null],
    ...['null', '[]', '7', '"yes"', '{"status":null}', '{"status":"yes"}', '{"status":{"allowed":"true"}}'].map(
      (body): [string, Fault, null] => [`${body}, which is no answer`, raw(201, body), null],
    ),
    ['that even asking is forbidden', status(403, 'Forbidden', 'no reviews'), null],
    ['that there is no such API', raw(404, '404 page not found\n'), null],
  ])('hears %s', async (_name, fault, expected) => {
    expect(await (await ask(fault)).answer).toBe(expected)
  })

  it('is told with -v as what it is', async () => {
    const { said, answer } = await ask(review({ allowed: true }), { verbosity: 6 })
    await answer
    expect(said).toEqual([
      expect.stringMatching(/^POST http.*\/selfsubjectaccessreviews 201 Created in \d+ milliseconds$/),
    ])
  })

  it('asks with new credentials after a 401', async () => {
    const credentials = async (refresh: boolean) => ({ authorization: `Bearer ${refresh ? 'new' : 'old'}` })
    const allowed = review({ allowed: true })
    const fault: Fault = (seen, response) => seen.headers.authorization === 'Bearer new' && allowed(seen, response)
    const { answer } = await ask(fault, { api: { tokens: [] }, connection: { credentials } })
    expect(await answer).toBe(true)
  })

  it('has no answer where there is none', async () => {
    const { answer } = await ask(reset)
    expect((await problemIn(answer)).reason).toBe('cut-short')
  })
})
