/** The verbs that list routes, held against each other: each tells the same rows, whatever else it shows. */
import { session } from '../support/program/session.js'

export interface Listings {
  /** JSON of each route */
  readonly ingresses: readonly string[]
  readonly routes: readonly string[]
  /** cells of each row, of the table that names no controller, and of the one that does */
  readonly plain: readonly string[]
  readonly wide: readonly string[]
}

export async function listingsOf(file: string): Promise<Listings> {
  const told = async (...words: string[]) => (await session([...words, '-A', '--from', file])).stdout
  const items = async (verb: string): Promise<readonly string[]> =>
    JSON.parse(await told(verb, '-o', 'json')).items.map((one: unknown) => JSON.stringify(one))
  const rows = async (columns: string): Promise<readonly string[]> => {
    const lines = (await told('ingresses', '--no-headers', '--columns', columns)).trimEnd().split('\n')
    return lines.map((line) => line.split(/ {3,}/).slice(0, 4).join(' | '))
  }
  const columns = 'INGRESS NAME,HOST+PATH,SERVICE,ENDPOINTS'
  return {
    ingresses: await items('ingresses'),
    routes: await items('routes'),
    plain: await rows(columns),
    wide: await rows(`${columns},CONTROLLER`),
  }
}
