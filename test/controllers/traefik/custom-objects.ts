/** Objects of Traefik's own kinds, in few words. */

export const route = (name: string, match: string, more: object = {}, spec: object = {}) => ({
  apiVersion: 'traefik.io/v1alpha1',
  metadata: { namespace: 'default', name },
  spec: { ...spec, routes: [{ match, kind: 'Rule', services: [{ name: 'web', port: 80 }], ...more }] },
})
