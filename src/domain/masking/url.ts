/** URLs without the passwords and tokens in them; what they lead to stays. */
import { bareMask, isPlain, isSecretName } from './words.js'

/** Whoever is named before an `@`, with or without a password, in every URL of a text. */
export function maskUsers(text: string): string {
  return text.includes('://') && text.includes('@') ? text.replaceAll(/[^\s"'<>`\\{}|]+/g, maskUsersIn) : text
}

/** In a text of any kind, what follows the name of a secret where a query, or a part of a path, has its parameters. */
export function maskParameters(text: string): string {
  if (!text.includes('=')) return text
  const shown = (whole: string, start: string, name: string, value: string) =>
    isSecretName(name) ? start + onlyVariables(value) : whole
  return text
    .replaceAll(/((?:^|[;/])([\w.-]{1,64})=)([^\s"'<>`\\&#(){}|?]+)/g, shown)
    .replaceAll(/([?&]([\w.-]{1,64})=)([^\s"'<>`\\&#(){}|]+)/g, shown)
}

/** @param run of characters that a URL may have */
function maskUsersIn(run: string): string {
  const [first = '', ...rest] = run.split('://')
  return [first, ...rest.map((part) => part.slice(endOfUser(part)))]
    .map((part, index) => (index > 0 && part.startsWith('@') ? bareMask + part : part))
    .join('://')
}

/** Where the `@` stands that ends a name and a password; 0: nobody is named. A password may have slashes. */
function endOfUser(part: string): number {
  const authority = part.slice(0, Math.max(0, part.search(/[?#]|$/)))
  const [at, slash, colon] = [authority.lastIndexOf('@'), authority.indexOf('/'), authority.indexOf(':')]
  if (at === -1 || authority.startsWith(`${bareMask}@`)) return 0
  if (slash === -1 || at < slash) return at
  const isPassword = colon !== -1 && colon < slash && !/^\d+$/.test(authority.slice(colon + 1, slash))
  return isPassword ? at : 0
}

/**
 * One URL, or the part of one from its path on: its user, and the values of its query that are not plain.
 * @param text may hold variables of a template, which are nobody's secret
 */
export function maskUrl(text: string): string {
  const known = maskParameters(maskUsers(text))
  const question = known.indexOf('?')
  if (question === -1) return known
  const [query = '', ...fragment] = known.slice(question + 1).split('#')
  const parameters = query.split('&').map((parameter) => {
    const equals = parameter.indexOf('=')
    if (equals === -1) return isHarmless(parameter) ? parameter : bareMask
    const [name, value] = [parameter.slice(0, equals), parameter.slice(equals + 1)]
    return `${name}=${isSecretName(name) ? onlyVariables(value) : isHarmless(value) ? value : bareMask}`
  })
  return `${known.slice(0, question)}?${parameters.join('&')}${fragment.map((part) => `#${part}`).join('')}`
}

function isHarmless(value: string): boolean {
  return isPlain(value.replaceAll(/\$\w+|\$\{\w+\}|%[\dA-Fa-f]{2}/g, ' '))
}

function onlyVariables(value: string): string {
  return value === '' || /^(?:\$\w+|\$\{\w+\})+$/.test(value) ? value : bareMask
}
