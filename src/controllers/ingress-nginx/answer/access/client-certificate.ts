/** Which certificate a server asks of its clients. */
import { onceFor } from '../../../../domain/remember.js'
import { wordsOf } from '../../../../languages/nginx/pcre/words.js'
import { withoutParentheses } from '../../../../languages/nginx/rewrite/condition.js'
import { toBytes } from '../../../../languages/nginx/text/byte-text.js'
import { type Directive, ownStatements } from '../../../../languages/nginx/text/directive.js'

interface AskedCertificate {
  /** does nginx itself refuse who shows none */
  readonly isAsked: boolean
  /** one that is let through */
  readonly name: string
  readonly condition: string
  /** what is shown in the place of the error */
  readonly page: string | undefined
}

/** null: it asks for none, or there is no server */
export function certificateFor(server: Directive | null): AskedCertificate | null {
  return server && certificateIn(server)
}

const certificateIn = onceFor((server: Directive) => readCertificate(ownStatements(server)))

/** null: nobody is asked for one. https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client */
function readCertificate(own: readonly Directive[]): AskedCertificate | null {
  const verify = own.find(({ name }) => name === 'ssl_verify_client')?.args[0] ?? 'off'
  // auth-tls-match-cn
  const conditions = own.flatMap(({ name, args }) => (name === 'if' ? [withoutParentheses(args)] : []))
  const wanted = conditions.find(([variable]) => variable === '$ssl_client_s_dn')?.[2]
  if (verify === 'off' || (verify !== 'on' && wanted === undefined)) return null
  const page = own.find(({ name, args }) => name === 'error_page' && args.includes('496'))?.args.at(-1)
  const name = wanted === undefined ? 'CN=client' : (wordsOf(toBytes(wanted), false)[0] ?? wanted)
  const named = wanted === undefined ? '' : ` with a name like ${wanted}`
  const condition = `the client shows a certificate of the right authority${named}`
  return { isAsked: verify === 'on', name, condition, page }
}
