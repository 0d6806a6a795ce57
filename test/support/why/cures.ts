/** Fixes that are offered: each is done as its words say, and then the finding is gone and the rule is served. */
import { describe, expect, it } from 'vitest'
import type { FindingCode } from '../../../src/domain/findings/facts.js'
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
}

/** Each cure is two tests: the words are said, and what they say helps. */
export function proveCures(cures: readonly Cure[]): void {
  describe.each(cures)('$code: $fix', ({ code, fix, before, after, url = 'http://a.test/x', served }) => {
    const found = async (words: WorldWords) =>
      (await rows(words)).flatMap(({ causes }) => causes.filter((one) => one.code === code))

    it('is offered', async () => {
      expect((await found(before)).map(fixOf).join('\n')).toContain(fix)
    })

    it('cures', async () => {
      const answer = line(tracer(after).answer(request(url), false))
      expect([await found(after), answer]).toEqual([[], served ?? `shop/web:80 as ${new URL(url).pathname} by shop/a`])
    })
  })
}
