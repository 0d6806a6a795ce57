/** Which names announce a secret, and which texts can be none. */
import { remembering } from '../remember.js'

/** What stands in the place of a secret. */
export const mask = '<masked>'

/** The same where brackets could not stand: in a URL, in an annotation that a controller checks. */
export const bareMask = 'masked'

/** Parts of a name that is written without its separators. */
const secretPart =
  /passw(?:or)?d|passphrase|passcode|pwd|secret|token|credential|authorization|bearer|(?:api|access|private|signing|encryption|auth|ticket)key|jwt|hmac/

/** Parts that are secret only where a name consists of nothing else beside separators and the parts above. */
const secretWords = new Set([
  ...[
    'pass',
    'pw',
    'key',
    'keys',
    'auth',
    'cred',
    'creds',
    'sig',
    'signature',
    'salt',
    'nonce',
    'otp',
    'pin',
    'code',
    'state',
  ],
  ...[
    'cookie',
    'session',
    'sessionid',
    'sid',
    'csrf',
    'xsrf',
    'license',
    'licence',
    'userinfo',
    'login',
    'hash',
    'sign',
  ],
])

/** The end of a name that tells of something about a secret, and not the secret itself. */
const about =
  /(?:names?|namespaces?|refs?|references?|types?|ur[il]s?|paths?|files?|counts?|lengths?|ttl|expir\w*|kinds?|domain|realm|method)$/

/** Does the name of a header, a variable, a field, a parameter, a flag announce a secret: in any spelling. Requests say the same few over and over. */
export const isSecretName = remembering(isOfSecret, 1_000, 100)

function isOfSecret(name: string): boolean {
  const lower = name.toLowerCase()
  if (about.test(lower)) return false
  return announces(lower) || wordsOf(name).some((word) => secretWords.has(word))
}

/** As {@link isSecretName}, for names in a sentence, where `key`, `code` or `state` mean other things. */
export function announces(name: string): boolean {
  const joined = name.toLowerCase().replaceAll(/[^a-z\d]+/g, '')
  return secretPart.test(joined) && !about.test(joined)
}

/** `X-Api-Key`, `x_api_key` and `xApiKey` are the same three words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
}

/** A word that people say: letters, perhaps with a short number behind, short names in capitals (URLs, HTTPoxy), or a short number, perhaps with a unit (50MB, 64Ki). */
const naturalWord = /^(?:[A-Z]?[a-z]{1,20}\d{0,4}|[A-Z]{1,5}[a-z]{0,3}|\d{1,6}(?:[a-z]{0,2}|[KMGT]i?[Bb]?))$/

/**
 * Is a text made of what people say, and of punctuation? Then it is taken to be no secret, as long as nothing announces
 * one: a key, a token or a hash has a word that nobody says.
 */
export function isPlain(text: string): boolean {
  return /^[\t\n\r\x20-\x7e]*$/.test(text) && maskWords(text, '') === text
}

/** A word of which an API has some few, and which anybody may write. */
export function plainWord(word: string): string {
  return isPlain(word) ? word : bareMask
}

/** What a header, a parameter or the like must be, or is set to. @returns `instead` for what may be a secret */
export function maskNamed(name: string, value: string, instead = bareMask): string {
  return isSecretName(name) || !isPlain(value) ? instead : value
}

/** Leaves the words that {@link isPlain} knows, and all punctuation; each of the others becomes `instead`. */
export function maskWords(text: string, instead: string, isHarmless = isNatural): string {
  return text.replaceAll(/[^\x00-\x2f:-@[-^`{-\x7f]+/g, (word) => (isHarmless(word) ? word : instead))
}

/** `ingressClassName`, `HTTPRoute` and `proxy_set_header` are several words in one. */
export function isNatural(run: string): boolean {
  const words = run.length > 100 ? [run] : run.split(/_+|(?<=[a-z]|HTTP|GRPC|TLS|TCP|UDP|URL|CA)(?=[A-Z])/)
  return words.every((word) => word === '' || naturalWord.test(word))
}
