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
  ['complains without end', 'yes x >&2'],
  ['leaves the complaining to two children', 'yes x >&2 & yes y >&2 & wait'],
  ['complains of one line without end', 'tr "\\\\0" x </dev/zero >&2'],
  ['heeds no signal and complains', 'trap "" TERM INT HUP PIPE; while :; do yes x >&2; done'],
])('one that %s is ended with its children', async (_name, script) => {
  const yard = makeYard()
  const observed = await attempt(['ingresses', '--kubeconfig', writePlugin(yard, script)], { yard })
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).toContain('it writes without end')
  expect(observed.stderr.length).toBeLessThan(65_000)
})

it('what one says is shown as it comes, but for what would steer the terminal or is a secret', async () => {
  const yard = makeYard()
  const link = 'https://login.example/device?user_code=ABCD-1234&state=x1Y2z3'
  const says = [
    `open ${link}`,
    'token: CANARY1',
    'https://u:CANARY2@idp.example/',
    'Authorization: Basic Q0FOQVJZMzo=',
    '\\033]52;c;eA==\\007\\302\\2331m\\342\\200\\256x',
  ]
  const script = `printf '${says.join('\\n')}\\n-----BEGIN EC PRIVATE KEY-----\\n' >&2; printf 'CANARY4\\n-----END EC PRIVATE KEY-----\\n' >&2; printf 'Code? ' >&2; sleep 600`
  const observed = await attempt(['ingresses', '--kubeconfig', writePlugin(yard, script)], {
    yard,
    meanwhile: async ({ stderr, kill }) => {
      await expect.poll(stderr, { timeout: 20_000 }).toContain('Code? ')
      kill('SIGTERM')
    },
  })
  expect(observed).toMatchObject({ code: 143, survivors: [] })
  expect(observed.stderr).toContain(`${link}\n`)
  expect(observed.stderr).not.toMatch(/CANARY|Q0FO|[^\P{C}\n]/u)
})

it('one that leaves a child with its output behind is not waited for', async () => {
  const yard = makeYard()
  const credential = '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"x"}}'
  const script = `sleep 60 & echo '${credential}'`
  const observed = await attempt(['ingresses', '--kubeconfig', writePlugin(yard, script)], { yard })
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).not.toContain('plugin')
})
