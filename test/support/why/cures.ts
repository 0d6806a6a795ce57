/** Fixes that are offered: each is done as its words say, and then the finding is gone and the rule is served. */
import { describe, expect, it } from 'vitest'
import type { FindingCode } from '../../../src/domain/findings/facts.js'
import { severityOf } from '../../../src/domain/findings/severity-by-code.js'
import { fixOf } from '../../../src/findings/catalogue.js'
import { line, request, tracer, type WorldWords } from '../worlds/ingress-world.js'
import { rows } from './told.js'

export interface Cure {
  readonly code: FindingCode
  /** part of the words of the fix, which `after` does */
  readonly fix: string
  readonly before: WorldWords
  readonly after: WorldWords
  /** absent: http://a.test/x */
  readonly url?: string
  /** how the URL is answered once the fix is done, as {@link line} writes it; absent: by Service web, with its own path */
  readonly served?: string
  /** what can be told only once the first is cured: the next step */
  readonly next?: FindingCode
}

/** Each cure is two tests: the words are said, and what they say helps. */
export function proveCures(cures: readonly Cure[]): void {
  describe.each(cures)('$code: $fix', ({ code, fix, before, after, url = 'http://a.test/x', served, next }) => {
    const found = async (words: WorldWords) =>
      (await rows(words)).flatMap(({ causes }) => causes.filter((one) => one.code === code))

    it('is offered', async () => {
      expect((await found(before)).map(fixOf).join('\n')).toContain(fix)
    })

    it('makes no new trouble', async () => {
      const troubles = async (words: WorldWords) =>
        (await rows(words)).flatMap(({ causes }) =>
          causes.filter((one) => severityOf(one) !== 'info').map((one) => one.code),
        )
      const had = await troubles(before)
      expect((await troubles(after)).filter((one) => !had.includes(one))).toEqual(next === undefined ? [] : [next])
    })

    it('cures', async () => {
      const answer = line(tracer(after).answer(request(url), false))
      expect([await found(after), answer]).toEqual([[], served ?? `shop/web:80 as ${new URL(url).pathname} by shop/a`])
    })
  })
}
