/**
 * Lists of ciphers as OpenSSL reads them: what it does not know it passes over, and refuses a list of which nothing is
 * left. https://docs.openssl.org/master/man1/openssl-ciphers/
 */
import type { FaultText } from './fault.js'

/** Parts of names; a name with another part is none. */
const parts = new Set(
  `3DES ADH AECDH AES AES128 AES256 ARIA ARIA128 ARIA256 CAMELLIA CAMELLIA128 CAMELLIA256 CBC CBC3 CCM CCM8 CHACHA20 DES
  DH DHE DSS ECDH ECDHE ECDSA EDH EECDH EXP GCM GOST2012 GOST94 GOST89 IDEA KUZNYECHIK KRB5 MAGMA MD5 NULL POLY1305 PSK
  RC2 RC4 RSA SEED SHA SHA1 SHA256 SHA384 SRP 128 192 256 40 56 64`.split(/\s+/),
)

/** Whole words for groups of ciphers. */
const groups =
  /^(?:ALL|COMPLEMENTOF(?:ALL|DEFAULT)|DEFAULT|HIGH|MEDIUM|LOW|FIPS|[ekaA]NULL|[ka](?:RSA|DSS|DHE?|ECDHE?|EDH|EECDH|ECDSA|PSK|SRP|GOST\w*|RSAPSK|ECDHEPSK|DHEPSK)|AES(?:GCM|CCM8?)|ARIA(?:GCM)?|ECDHEPSK|RSAPSK|DHEPSK|SSLv3|TLSv1(?:\.[0-2])?|SUITEB(?:128|192|128ONLY|128C2)|EXPORT(?:40|56)?|CHACHA20)$/

/** Those of TLS 1.3 stand in no such list, and are always there. */
const ofTls13 = /^TLS_(?:AES|CHACHA20)_/

export function ciphersFault(list: string): FaultText {
  const failed = (why: string) => `SSL_CTX_set_cipher_list("${list}") failed (SSL: ${why})`
  const items = list.split(/[:,; ]+/).filter((one) => one !== '')
  const command = items.find((one) => one.startsWith('@') && !/^@(?:STRENGTH|SECLEVEL=[0-5])$/.test(one))
  if (command !== undefined) return failed('error:0A000118:SSL routines::invalid command')
  // What is taken away or moved adds nothing, and neither does DEFAULT behind others.
  const added = items.filter((one, i) => !/^[!\-+@]/.test(one) && (one !== 'DEFAULT' || i === 0))
  return added.some((one) => one.split('+').every(mayBeKnown))
    ? null
    : failed('error:0A0000B9:SSL routines::no cipher match')
}

/** Names with underscores are those of the standard, which some builds know. */
function mayBeKnown(word: string): boolean {
  if (word.includes('_')) return !ofTls13.test(word)
  return groups.test(word) || word.split('-').every((part) => parts.has(part))
}
