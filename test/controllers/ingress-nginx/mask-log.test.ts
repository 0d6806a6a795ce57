/** A log on its way into a capture: lines stay, what may be a secret of somebody goes. */
import { expect, it } from 'vitest'
import { maskLog } from '../../../src/controllers/ingress-nginx/discretion/texts.js'

it.each<[string, string, string]>([
  ['a query', '192.0.2.7 - - [x] "GET /a?token=abc HTTP/1.1" 200', '192.0.2.7 - - [x] "GET /a?masked HTTP/1.1" 200'],
  ['a user', '192.0.2.7 - ann [x] "GET /a HTTP/1.1" 200', '192.0.2.7 - masked [x] "GET /a HTTP/1.1" 200'],
  [
    'a line without either',
    'I1123 08:49:14.102938 7 controller.go:216] "ok"',
    'I1123 08:49:14.102938 7 controller.go:216] "ok"',
  ],
])('%s', (_what, before, after) => expect(maskLog(before)).toBe(after))
