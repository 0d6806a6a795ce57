/** The headers that ask the server to treat us as somebody else. */
import type { UserEntry } from '../kubeconfig/types.js'

type Header = readonly [name: string, value: string]

/**
 * https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go (impersonatingRoundTripper)
 * @returns one header per group and per value of an extra
 */
export function impersonationHeaders(user: UserEntry): Header[] {
  const { impersonateUser, impersonateUid, impersonateGroups, impersonateExtra } = user
  if (impersonateUser === undefined) return []
  return [
    ['Impersonate-User', impersonateUser],
    ...(impersonateUid === undefined ? [] : [['Impersonate-Uid', impersonateUid] as const]),
    ...impersonateGroups.map((group): Header => ['Impersonate-Group', group]),
    ...Object.entries(impersonateExtra).flatMap(([key, values]) =>
      values.map((value): Header => [`Impersonate-Extra-${escapeKey(key)}`, value]),
    ),
  ]
}

/** Every byte that a header's name cannot hold, and "%" itself, becomes %XX. */
function escapeKey(key: string): string {
  const bytes = Buffer.from(key, 'utf8').toString('latin1')
  return bytes.replaceAll(
    /[^A-Za-z0-9!#$&'*+.^_`|~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
