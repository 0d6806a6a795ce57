/**
 * What people reported, by kind: each row is a small cluster of a public thread, documentation or source, at a release at
 * which it shows, and what the first line of `why`, or `trace`, says of it: is it served, and the cause. The objects are told
 * in our own names. `#NUMBER` is an issue of kubernetes/ingress-nginx.
 */
import { expect, it } from 'vitest'
import { answeredRows, toldRows } from '../../support/reported/all.js'
import { told } from '../../support/why/told.js'
import { request, tracer } from '../../support/worlds/ingress-world.js'

it.each(toldRows)('%s: %s at %s', async (_, __, version, words, says) => {
  const lines = Object.entries(await told({ ...words, version })).flatMap(([name, line]) =>
    // What is for those who wonder is nobody's first line.
    name.startsWith('shop/a') && !/^yes(?: retries-endless)?$/.test(line) ? [line] : [],
  )
  expect(lines[0]?.split(' ', 2).join(' ') ?? 'yes').toBe(says)
})

it.each(answeredRows)('%s: %s at %s', (_, __, version, words, says, sent = {}, url = 'http://a.test/') => {
  const { verdict, status, location, hops } = tracer({ ...words, version }).answer(request(url, sent), true)
  const lines = hops.flatMap(({ subject, detail, gist }) => [
    `${subject}: ${detail}`,
    ...(gist ? [`gist: ${gist}`] : []),
  ])
  expect([[verdict, status, location].filter((one) => one !== null).join(' '), ...lines].join('\n')).toMatch(says)
})
