/** What of objects, flags and texts of this controller may be shown and kept. */

import { maskListed } from '../../domain/masking/field.js'
import type { Discretion } from '../../domain/masking/masker.js'
import { fieldsMasked } from '../../domain/masking/metadata.js'
import { maskRemark } from '../../domain/masking/text.js'
import { maskUrl } from '../../domain/masking/url.js'
import { mask } from '../../domain/masking/words.js'
import { canBeName } from '../../domain/objects/object-name.js'
import { isRecord, record, text, type Wire } from '../../domain/objects/project-fields.js'
import { readRawText } from '../../languages/traefik/config/rawdata.js'
import { parsed } from '../shared/saved-texts.js'
import { isAnnotation } from './model/annotations.js'
import { ingressRoutes, middlewares, tcpRoutes } from './model/custom/kinds.js'
import { certificatesIn } from './observe/certificates.js'
import { files } from './observe/said.js'
import { configShown, harmlessSettings } from './observe/shown.js'
import { maskRule } from './rule-mask.js'
import { nginxProvider, traefik } from './workload/family.js'

export const traefikDiscretion: Discretion = {
  annotation: (name, value) => (isAnnotation(name) && nameLike.test(value) ? maskListed(value) : null),
  setting: () => null,
  argument: (flag, value) => {
    if (flag.toLowerCase() === `${nginxProvider}.globalauthurl`) return maskUrl(value)
    const isKnown = traefik.flags?.includes(flag.toLowerCase()) || entryPoint.test(flag)
    return isKnown && nameLike.test(value) ? value : null
  },
  text: (file, content) => keptOf[file]?.(content) ?? null,
  custom: maskCustom,
}

/** Names of classes, namespaces, Services and entry points, addresses, ports and switches, as they are written. */
const nameLike = /^[\w./,:=*@[\]-]{0,500}$/
const entryPoint =
  /^entrypoints\.[\w-]{1,60}\.(?:address|asdefault|http\.(?:middlewares|tls(?:\.(?:options|certresolver))?|redirections\.entrypoint\.\w{1,20}))$/i

/** Cut down to what is read, whatever stands in it. */
const keptOf: Readonly<Record<string, (content: string) => string | null>> = {
  [files.rawData]: (content) => orNull(() => `${JSON.stringify(configShown(readRawText(content)), null, 2)}\n`),
  [files.certificates]: (content) => orNull(() => JSON.stringify(certificatesIn(content).map(certificateKept))),
  [files.version]: (content) => {
    const value = parsed(content)
    const version = isRecord(value) ? text(value.Version) : null
    return version === null || !/^[\w.+-]{1,40}$/.test(version) ? null : JSON.stringify({ Version: version })
  },
  [files.log]: (content) => content.split('\n').map(maskRemark).join('\n'),
}

function certificateKept({
  subject,
  sans,
  issuer,
  serial,
  sha256,
  notBefore,
  notAfter,
}: ReturnType<typeof certificatesIn>[number]) {
  return {
    commonName: subject,
    sans,
    issuerCN: issuer,
    serialNumber: serial === '' ? '' : String(BigInt(`0x${serial}`)),
    certFingerprint: sha256,
    notBefore,
    notAfter,
  }
}

function orNull(read: () => string): string | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** What may be kept of objects of Traefik's own kinds, of the fields that are read. */
function maskCustom(kind: string, spec: Wire): Wire {
  if (kind === ingressRoutes.kind || kind === tcpRoutes.kind)
    return { ...record(fieldsMasked(spec, { match: maskRule })), tls: fieldsMasked(spec.tls, { name: maskOptions }) }
  if (kind !== middlewares.kind) return spec
  return Object.fromEntries(
    Object.entries(spec).map(([work, settings]) => [
      work,
      isRecord(settings) ? harmlessSettings(work, settings) : settings,
    ]),
  )
}

/** `strict`, and `strict@file` for one of another provider. */
function maskOptions(name: string): string {
  return name === '' || name.split('@').every(canBeName) ? name : mask
}
