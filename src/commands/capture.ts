/** `capture`: what the reading verbs need, in a file that can leave the cluster: every secret is masked. */
import { defineCommand } from '../cli/command.js'
import { given } from '../cli/flags/given.js'
import type { Ingress, Kind } from '../domain/objects.js'
import type { ClusterReader } from '../domain/ports.js'
import { problem } from '../domain/problem.js'

interface Options {
  readonly target: string
}

/** Listed for the whole scope. */
const listed = ['Ingress', 'IngressClass', 'Service', 'EndpointSlice'] as const satisfies readonly Kind[]

export const capture = defineCommand<Options, unknown>({
  name: 'capture',
  group: 'Keep',
  summary: 'Write what the other commands read into a file, secrets masked, to look at it later with --from',
  examples: [
    ['capture -A -o lab.tar.gz', 'the whole cluster'],
    ['capture -n shop -o - | less', 'one namespace, to standard output'],
    ['ingresses --from lab.tar.gz', 'look at it later, elsewhere'],
  ],
  prints: false,
  declare: (command) =>
    command.option('-o, --output <target>', 'a folder, NAME.tar.gz, NAME.yaml, NAME.json, or - for standard output'),
  meant: (_names, flags) => {
    const target = given.text(flags, 'output')
    if (!target)
      throw problem('usage', {
        message: 'capture needs -o',
        hint: 'for instance -o lab.tar.gz, or -o - for standard output',
      })
    return { target }
  },
  run: async (context, { target }) => {
    const cluster = await context.cluster()
    const { scope } = cluster
    const listings = await Promise.all(
      listed.map(async (kind) => ({ kind, ...(await cluster.list<Kind>(kind, { scope })) })),
    )
    const ingresses = listings.find(({ kind }) => kind === 'Ingress')?.items ?? []
    const secrets = await tlsSecrets(cluster, ingresses as readonly Ingress[])
    const gaps = [...listings, secrets].flatMap((listing) => listing.gaps)
    const objects = Object.fromEntries(listings.map(({ kind, items }) => [kind, items]))
    const done = await context.captures.write(target, {
      takenAt: cluster.takenAt ?? new Date(context.now).toISOString(),
      source: cluster.source,
      objects: { ...objects, Secret: secrets.items },
      gaps,
    })
    return { done, gaps }
  },
})

/** Only the Secrets that the Ingresses name: nobody's other secrets are asked for. */
async function tlsSecrets(cluster: ClusterReader, ingresses: readonly Ingress[]) {
  const namesOf = new Map<string, Set<string>>()
  for (const { metadata, spec } of ingresses)
    for (const { secretName } of spec?.tls ?? []) {
      const namespace = metadata.namespace ?? ''
      if (secretName) namesOf.set(namespace, (namesOf.get(namespace) ?? new Set()).add(secretName))
    }
  const listings = await Promise.all(
    [...namesOf].map(([namespace, names]) =>
      cluster.list('Secret', { scope: { namespace }, names: [...names].sort() }),
    ),
  )
  return { items: listings.flatMap(({ items }) => items), gaps: listings.flatMap(({ gaps }) => gaps) }
}
