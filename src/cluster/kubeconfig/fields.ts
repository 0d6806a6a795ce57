/** Reads typed fields out of parsed YAML as Go's decoder does: null is absent, a wrong type is an error with its place. */

/** A value of the file with the path that leads to it, for messages: `users[0].user`. */
export interface Field {
  readonly value: unknown
  readonly at: string
}

/** What a field holds and what it should hold, never the value itself: it may be a secret. */
export class FieldError extends Error {}

export function member(field: Field, name: string): Field {
  const { value } = expect(field, 'object')
  const members = value as Readonly<Record<string, unknown>> | undefined
  const own = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined
  return { value: own, at: field.at === '' ? name : `${field.at}.${name}` }
}

/** @returns undefined where the text is absent or empty */
export function text(field: Field): string | undefined {
  return (expect(field, 'string').value as string | undefined) || undefined
}

export function flag(field: Field): boolean {
  return (expect(field, 'boolean').value as boolean | undefined) ?? false
}

export function items(field: Field): Field[] {
  const values = (expect(field, 'list').value as readonly unknown[] | undefined) ?? []
  return values.map((value, i) => ({ value, at: `${field.at}[${i}]` }))
}

export function entries(field: Field): [name: string, value: Field][] {
  const members = (expect(field, 'object').value as Readonly<Record<string, unknown>> | undefined) ?? {}
  return Object.keys(members).map((name) => [name, member(field, name)])
}

/** @returns base64 that decodes */
export function base64(field: Field): string | undefined {
  const encoded = text(field)?.replaceAll(/[\r\n]/g, '')
  if (encoded !== undefined && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded))
    throw new FieldError(`${field.at} is not base64`)
  return encoded
}

type FieldType = 'string' | 'boolean' | 'list' | 'object'

function expect(field: Field, type: FieldType): { readonly value: unknown } {
  const value = field.value ?? undefined
  if (value !== undefined && typeOf(value) !== type)
    throw new FieldError(`${field.at || 'the file'} should be of type ${type}, and is of type ${typeOf(value)}`)
  return { value }
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}
