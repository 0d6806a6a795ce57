/**
 * What a snippet does that nobody means: the classes of flaws that https://github.com/dvershinin/gixy looks for, in the text
 * that somebody wrote beside an Ingress.
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { UnsafeSnippet } from '../../../domain/findings/lint-facts.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import type { Kept } from '../model/types.js'
import type { NginxPlan } from '../plan.js'

export const snippetUnsafe: ControllerRule = {
  codes: ['snippet-unsafe'],
  needs: [],
  find: ({ plan }) => {
    const { model, controller } = plan as NginxPlan
    return model.kept.flatMap((kept) =>
      [...kept.annotations.snippets].flatMap(([annotation, text]) => {
        const { statements } = parse(text)
        const field = `metadata.annotations["${controller.settings.annotationsPrefix}/${annotation}"]`
        return unsafe(statements, hasDecoded, kept, annotation).map(({ is, directive }) =>
          finding(told('snippet-unsafe', { annotation, directive, is }), kept.ref, { field }),
        )
      }),
    )
  },
}

interface Unsafe {
  readonly is: UnsafeSnippet
  /** as it stands there */
  readonly directive: string
}

/** Each kind once in a snippet. */
function unsafe(all: readonly Directive[], split: Split, kept: Kept, annotation: string): Unsafe[] {
  const found = new Map<UnsafeSnippet, Unsafe>()
  for (const one of all) {
    const is = flawOf(one, all, split, kept, annotation)
    const own = is === null ? [] : [{ is, directive: [one.name, ...one.args].join(' ').slice(0, longest) }]
    for (const each of [...own, ...(one.block ? unsafe(one.block, splitIn(one, split), kept, annotation) : [])])
      if (!found.has(each.is)) found.set(each.is, each)
  }
  return [...found.values()]
}

const longest = 200

/** What the client alone decides. */
const ofClient = /\$\{?(?:arg_|http_|cookie_|args|query_string)/
const decoded = ['uri', 'document_uri']

/** Has it a variable that may hold the end of a line. */
type Split = (text: string) => boolean

const hasDecoded: Split = (text) => variablesIn(text).some((one) => decoded.includes(one))

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name)
}

/** A group of a pattern takes whatever but a few letters, the end of a line too. */
function takesAny(pattern: string): boolean {
  let depth = 0
  for (const [part] of pattern.matchAll(/\\[\s\S]|\[(?:\\[\s\S]?|[^\]\\])*\]?|[()]/g)) {
    if (part === '(') depth += 1
    else if (part === ')') depth -= 1
    else if (depth > 0 && part.startsWith('[^') && !/\\[ns]/.test(part)) return true
  }
  return false
}

/** Within a block whose pattern is held against the decoded path: what its groups took, too. */
function splitIn({ name, args: [first = '', ...rest] }: Directive, outside: Split): Split {
  const isOfPath = name === 'location' ? first.startsWith('~') : name === 'if' && hasDecoded(first)
  const pattern = rest.join(' ')
  if (!isOfPath || !takesAny(pattern)) return outside
  const groups = [...pattern.matchAll(/\(\?P?<(\w+)>/g)].map(([, group = '']) => group)
  const names = new Set([...decoded, ...groups])
  return (text) => variablesIn(text).some((one) => names.has(one) || /^[1-9]/.test(one))
}

const isAddressInside = /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?(?:::1|f[cd]))/i

function flawOf(
  { name, args, block }: Directive,
  around: readonly Directive[],
  split: Split,
  { annotations }: Kept,
  annotation: string,
): UnsafeSnippet | null {
  const [first = '', second = ''] = args
  const has = (other: string) => around.some((one) => one.name === other)
  switch (name) {
    case 'location':
      return !/^[=~^@]/.test(first) &&
        !first.endsWith('/') &&
        block?.some((one) => one.name === 'alias' && one.args[0]?.endsWith('/'))
        ? 'alias-traversal'
        : null
    case 'proxy_pass':
      return ofClient.test(first.replace(/^(\w+:\/\/[^/]*).*$/, '$1')) ? 'request-forgery' : null
    case 'return':
      return split(second || first) ? 'header-splitting' : null
    case 'add_header':
    case 'proxy_set_header':
      if (split(second)) return 'header-splitting'
      return name === 'proxy_set_header' && first.toLowerCase() === 'host' && /^\$\{?http_host\}?$/.test(second)
        ? 'host-spoofing'
        : name === 'add_header' &&
            annotation === 'configuration-snippet' &&
            hasHeaders(annotations.snippets.get('server-snippet'))
          ? 'headers-replaced'
          : null
    case 'allow':
      return first !== 'all' &&
        !has('deny') &&
        annotations.access.denylist.length === 0 &&
        annotations.access.allowlist.length === 0
        ? 'allow-without-deny'
        : null
    case 'valid_referers':
      return args.includes('none') ? 'referer-absent' : null
    case 'resolver':
      return /^\d/.test(first) && !isAddressInside.test(first) ? 'resolver-outside' : null
    case 'set':
      return /^\$(?:proxy_upstream_name|proxy_alternative_upstream_name|namespace|ingress_name|service_name|service_port)$/.test(
        first,
      )
        ? 'variable-of-controller'
        : null
    case 'if':
      return args.some((arg) => /\$http_origin/.test(arg)) &&
        args.some((arg) => /^~/.test(arg)) &&
        !/[$][\s"')]*$/.test(args.join(' '))
        ? 'origin-unanchored'
        : null
    default:
      return /_by_lua(?:_block|_file)?$/.test(name) ? 'script' : null
  }
}

function hasHeaders(snippet: string | undefined): boolean {
  return snippet !== undefined && parse(snippet).statements.some(({ name }) => name === 'add_header')
}
