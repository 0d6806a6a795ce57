/** What whoever calls by gRPC gets in the place of a status of HTTP, in words. */

/** A status of gRPC; `in-body`: it stands there as JSON, where no client looks for it. */
export type Called = number | 'in-body'

/** What requests get: `500`, `grpc-status 14`. @param called null: that one of HTTP */
export function gotten(status: number, called: Called | null = null): string {
  if (called === null) return `${status}`
  return called === 'in-body' ? `200 with ${statusText(called)}` : statusText(called)
}

export function statusText(called: Called): string {
  return called === 'in-body' ? 'a status as JSON, which is none to clients of gRPC' : `grpc-status ${called}`
}
