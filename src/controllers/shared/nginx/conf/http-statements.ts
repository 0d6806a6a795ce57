/** The statements of a nginx.conf that hold for all of its servers: they stand in front of the first of them. */
import { pieces } from '../../../../languages/nginx/text/pieces.js'

/**
 * @param names of directives
 * @returns name → its arguments with a blank between, of those that are there; nothing behind the first server is read
 */
export async function httpStatements(
  bytes: AsyncIterable<Uint8Array>,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(names)
  const found = new Map<string, string>()
  for await (const { inHttp, directive, flaw } of pieces(bytes)) {
    if (flaw !== null) throw new SyntaxError(`it breaks at line ${flaw.line}`)
    if (directive === null) continue
    if (inHttp && directive.name === 'server') break
    if (inHttp && wanted.has(directive.name)) found.set(directive.name, directive.args.join(' '))
  }
  return found
}
