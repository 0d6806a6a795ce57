/** Credential plugins that do not behave: what they write is bounded, and none of their processes stays behind. */
import { expect, it } from 'vitest'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'
import { writePlugin } from './support/plugin.js'

it.each([
  ['writes without end', 'yes x'],
  ['leaves the writing to its child', 'sh -c "yes x; true"; true'],
  ['leaves it to a child in the background', 'yes x & yes y & wait'],
  ['heeds no signal', 'trap "" TERM INT HUP PIPE; while :; do yes x; done 2>/dev/null'],
  ['writes one line without end', 'tr "\\\\0" x </dev/zero'],
])('one that %s is ended with its children', async (_name, script) => {
  const yard = makeYard()
  const observed = await attempt(['ingresses', '--kubeconfig', writePlugin(yard, script)], { yard })
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).toContain('it writes without end')
})

it('one that leaves a child with its output behind is not waited for', async () => {
  const yard = makeYard()
  const credential = '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"x"}}'
  const script = `sleep 60 & echo '${credential}'`
  const observed = await attempt(['ingresses', '--kubeconfig', writePlugin(yard, script)], { yard })
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).not.toContain('plugin')
})
