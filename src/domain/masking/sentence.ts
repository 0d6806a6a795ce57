/** Sentences that hold URLs, as answers are explained with. */
import { remembering } from '../remember.js'
import { maskText } from './text.js'
import { maskUrl } from './url.js'

/** A list of requests is told in the same sentences over and over: some of each host, and some of all. */
export const maskSentence = remembering(maskUrls, 20_000, 500)

/** A sentence with URLs in it. */
function maskUrls(text: string): string {
  const urls = text.includes('?')
    ? text.replaceAll(/[^\s"'<>`()]+/g, (word) => (word.includes('?') ? maskUrl(word) : word))
    : text
  return maskText(urls)
}
