/** `$(NAME)` in arguments: what the kubelet makes of it, and what no pod may make of us. */
import { describe, expect, it } from 'vitest'
import { expanded } from '../../src/domain/objects/environment.js'
import { project } from '../../src/domain/objects/project.js'

/** The arguments of a pod's only container, once its variables are in their place. */
function wordsOf(args: readonly string[], env: readonly object[]): readonly string[] {
  const written = project('Pod', { metadata: { namespace: 'ns' }, spec: { containers: [{ name: 'c', args, env }] } })
  const pod = expanded(written)
  return pod.spec?.containers?.[0]?.args ?? []
}

const env = [
  { name: 'A', value: 'a' },
  { name: 'B', value: '$(A)$(C)' },
  { name: 'C', value: 'c' },
  { name: 'EMPTY' },
  { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  { name: 'NS', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
]

describe('as https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ says', () => {
  it.each([
    ['$(A)/$(C)', 'a/c'],
    ['$(B)', 'a$(C)'],
    ['$(NS)', 'ns'],
    ['$(EMPTY)|', '|'],
    ['$(SECRET)', '$(SECRET)'],
    ['$(NOBODY)', '$(NOBODY)'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$a'],
    ['$A', '$A'],
    ['$(A', '$(A'],
    ['$(A$(C)', '$(A$(C)'],
    ['$', '$'],
    ['a$$', 'a$'],
    ['$()', '$()'],
  ])('%s is %s', (argument, value) => {
    expect(wordsOf([argument], env)).toEqual([value])
  })
})

describe('the name of the pod and its namespace, which no controller starts without', () => {
  it.each([
    [[], 'ns/x'],
    [[{ name: 'POD_NAMESPACE', value: 'b' }], 'b/x'],
    [[{ name: 'POD_NAMESPACE', valueFrom: { configMapKeyRef: { name: 's', key: 'k' } } }], '$(POD_NAMESPACE)/x'],
  ])('%j: %s', (env, value) => {
    expect(wordsOf(['$(POD_NAMESPACE)/x'], env)).toEqual([value])
  })
})

describe('a variable that Kong reads as a flag', () => {
  const internal = { name: 'CONTROLLER_INGRESS_CLASS', value: '$(A)' }

  it('stands for the flag', () => {
    expect(wordsOf(['--v=1'], [...env, internal])).toEqual(['--v=1', '--ingress-class=a'])
  })

  it('is passed over where an argument says it, and where nobody may see its value', () => {
    expect(wordsOf(['--ingress-class=b'], [...env, internal])).toEqual(['--ingress-class=b'])
    const unseen = { name: 'CONTROLLER_PUBLISH_SERVICE', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }
    expect(wordsOf([], [unseen, { name: 'CONTROLLER_KONG_ADMIN_TOKEN', value: 'x' }])).toEqual([])
  })
})

describe('within a budget', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => ({
    name: `A${i}`,
    value: i === 0 ? 'x'.repeat(10) : `$(A${i - 1})$(A${i - 1})`,
  }))

  it('values that double stay as they are written where they become too long', () => {
    expect(wordsOf(['$(A3)'], doubling.slice(0, 4))).toEqual(['x'.repeat(80)])
    expect(wordsOf(['$(A39)'], doubling)[0]).toMatch(/^\$\(A\d+\)/)
  })

  it('what no argument names is not looked at', () => {
    expect(wordsOf(['--a'], doubling)).toEqual(['--a'])
  })

  it('an environment of many plain values costs nothing of it', () => {
    const plain = Array.from({ length: 100 }, (_, i) => ({ name: `P${i}`, value: 'x'.repeat(1000) }))
    expect(wordsOf(['--class=$(A)'], [...plain, ...env])).toEqual(['--class=a'])
  })

  it('brackets that never close are passed once', () => {
    const argument = '$('.repeat(100_000)
    expect(wordsOf([argument], env)).toEqual([argument])
  })
})
