/** TLSOptions, and what becomes of an IngressRoute that names some. */
import type { Told } from '../../../../domain/findings/facts.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { record, text } from '../../../../domain/objects/project-fields.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { usualOptions } from '../../../../languages/traefik/route/tls-options.js'
import type { Provided } from '../entry-points.js'
import type { Site } from '../site.js'
import { tlsOptions } from './kinds.js'
import { lackOf, nameInside, objectNamed } from './references.js'
import { watched } from './taken.js'

/** As a router names them; nothing: the usual ones. */
export function optionsNamed({ spec, metadata }: CustomObject): Pick<Provided, 'tlsOptions'> {
  const { name, namespace } = record(record(spec.tls).options)
  const wanted = text(name) ?? ''
  if (wanted === '' || wanted === usualOptions) return {}
  const tlsOptions = wanted.includes('@') ? wanted : nameInside(text(namespace) || (metadata.namespace ?? ''), wanted)
  return { tlsOptions }
}

/** Where two namespaces have one that is called as the usual ones are, neither counts. */
export function addTlsOptions(site: Site): void {
  const all = watched(site, tlsOptions)
  const usual = all.filter((one) => refOf(one).name === usualOptions)
  for (const one of all) {
    const { namespace, name } = refOf(one)
    const how = text(record(one.spec.clientAuth).clientAuthType) ?? ''
    if (name !== usualOptions) site.builder.addTlsOptions(nameInside(namespace, name), how)
    else if (usual.length === 1) site.builder.addTlsOptions(usualOptions, how)
  }
}

/** What is wrong with the options that it names; null: nothing. */
export function optionsOf(site: Site, { spec, metadata }: CustomObject): Told<'route-refused'> | null {
  const asked = record(record(spec.tls).options)
  if (!text(asked.name) || asked.name === usualOptions) return null
  const named = objectNamed(site, tlsOptions, asked, metadata.namespace ?? '')
  return named.refused ?? lackOf(site, tlsOptions, named)
}
