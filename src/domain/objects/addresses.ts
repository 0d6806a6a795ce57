/** Where clients come in, as a controller or a cloud wrote it into a status. */
import type { Gateway } from './gateway/gateways.js'
import type { Ingress, Service } from './objects.js'

/** IP addresses and host names. */
export function addressesOf({ status }: Pick<Ingress | Service, 'status'>): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => [ip, hostname].flatMap((one) => one || []))
}

/** With its port, as a URL has it: an address of IPv6 stands in brackets. */
export function addressAndPort(address: string, port: number | string | null): string {
  return `${address.includes(':') ? `[${address}]` : address}${port === null ? '' : `:${port}`}`
}

/** The same, of a Gateway. */
export function gatewayAddresses({ status }: Gateway): string[] {
  return (status?.addresses ?? []).flatMap(({ value }) => value || [])
}
