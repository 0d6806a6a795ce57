/** Objects of which several rules of lint tell, in few words. */

export const webhook = (more: object = {}, rules: object = {}) => ({
  metadata: { name: 'admission' },
  webhooks: [
    {
      name: 'validate.example',
      failurePolicy: 'Fail',
      clientConfig: { service: { namespace: 'default', name: 'hook' } },
      rules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses'], ...rules }],
      ...more,
    },
  ],
})

export const guarded = { 'auth-url': 'https://sso.test/auth' }
