/** What programs get of a value, field by field: a name inside may change, the contract may not. */
export function fieldsOf<T, Name extends keyof T>(value: T, ...names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, value[name]])) as Pick<T, Name>
}
