/** Lines of the log in which Traefik says why it leaves something out: it says so nowhere else. */
import { maskRemark } from '../../../domain/masking/text.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'

/** More lines than this about one object say nothing new. */
const most = 3
const longest = 300

/** The last lines that complain of an object, as evidence. */
export function errorsIn(log: readonly string[], { namespace, name }: NamespacedName): readonly string[] {
  const isOf = (line: string) => {
    const said = (key: string, value: string) =>
      line.includes(`${key}=${value} `) || line.endsWith(`${key}=${value}`) || line.includes(`"${key}":"${value}"`)
    return /\bERR\b|"level":"error"|level=error/.test(line) && said('ingress', name) && said('namespace', namespace)
  }
  const found = log.filter(isOf).map((line) => line.replace(/^\S+ ERR /, '').trim())
  return [...new Set(found)].slice(-most).map((line) => `its log: ${maskRemark(line.slice(0, longest))}`)
}
