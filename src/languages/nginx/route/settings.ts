/** The few directives beside the rewrite module's that decide what a request becomes; inner blocks inherit them. */
import type { Directive } from '../text/directive.js'
import { bytesIn } from '../text/size.js'

export interface Settings {
  readonly absoluteRedirect: boolean
  readonly serverNameInRedirect: boolean
  readonly portInRedirect: boolean
  readonly mergeSlashes: boolean
  readonly underscoresInHeaders: boolean
  readonly ignoreInvalidHeaders: boolean
  /** bytes of what a client's first line and headers are read into first, and of what they are read into then */
  readonly smallBuffer: number
  readonly largeBuffers: { readonly count: number; readonly size: number }
  /** how many bytes a client may send behind the headers; 0: as many as it likes */
  readonly longestBody: number
  /** does it ask clients for certificates: then the host has to be the one of the handshake */
  readonly verifiesClients: boolean
  /** the first name of the server, '' when it has none */
  readonly serverName: string
  /** is it closed to what clients ask for themselves */
  readonly isInternal: boolean
  /** the `rewrite_by_lua*` in force: nginx runs it when the rewrite phase of a location is over */
  readonly rewriteByLua: Directive | null
}

export const defaults: Settings = {
  absoluteRedirect: true,
  serverNameInRedirect: false,
  portInRedirect: true,
  mergeSlashes: true,
  underscoresInHeaders: false,
  ignoreInvalidHeaders: true,
  smallBuffer: 1024,
  largeBuffers: { count: 4, size: 8192 },
  longestBody: 1024 ** 2,
  verifiesClients: false,
  serverName: '',
  isInternal: false,
  rewriteByLua: null,
}

const isOn = ({ args }: Directive) => args[0]?.toLowerCase() === 'on'

const readers: Readonly<Record<string, (directive: Directive) => Partial<Settings>>> = {
  absolute_redirect: (directive) => ({ absoluteRedirect: isOn(directive) }),
  server_name_in_redirect: (directive) => ({ serverNameInRedirect: isOn(directive) }),
  port_in_redirect: (directive) => ({ portInRedirect: isOn(directive) }),
  merge_slashes: (directive) => ({ mergeSlashes: isOn(directive) }),
  underscores_in_headers: (directive) => ({ underscoresInHeaders: isOn(directive) }),
  ignore_invalid_headers: (directive) => ({ ignoreInvalidHeaders: isOn(directive) }),
  client_header_buffer_size: ({ args }) => ({ smallBuffer: bytesIn(args[0] ?? '') ?? Number.POSITIVE_INFINITY }),
  large_client_header_buffers: ({ args: [count, size = ''] }) => ({
    largeBuffers: { count: Number(count), size: bytesIn(size) ?? Number.POSITIVE_INFINITY },
  }),
  client_max_body_size: ({ args }) => ({ longestBody: bytesIn(args[0] ?? '') ?? Number.NaN }),
  ssl_verify_client: ({ args }) => ({ verifiesClients: args[0]?.toLowerCase() !== 'off' }),
  internal: () => ({ isInternal: true }),
  rewrite_by_lua: (directive) => ({ rewriteByLua: directive }),
  rewrite_by_lua_block: (directive) => ({ rewriteByLua: directive }),
  rewrite_by_lua_file: (directive) => ({ rewriteByLua: directive }),
}

/** What one directive changes; null: nothing. */
export function readSetting(directive: Directive): Partial<Settings> | null {
  return readers[directive.name]?.(directive) ?? null
}

/** Those of a block inside of a block. */
export function settingsOf(block: readonly Directive[], outer: Settings): Settings {
  let settings = outer
  for (const directive of block) {
    const change = readSetting(directive)
    if (change !== null) settings = { ...settings, ...change }
  }
  return settings
}
