/** What a server says instead of an answer, and what is told of it. */
import { describe, expect, it } from 'vitest'
import { type RefusedAnswer, readRefusal } from '../../src/cluster/wire/refusal.js'

const server = 'https://api.example'
const statusOf = (more: object) => JSON.stringify({ kind: 'Status', message: 'words', ...more })

describe('what a server says instead of an answer', () => {
  it.each<[string, RefusedAnswer, object]>([
    ['a Status', { status: 403, phrase: 'Forbidden', text: statusOf({}) }, { status: 403, message: 'words' }],
    [
      'a Status about one object',
      { status: 404, phrase: '', text: statusOf({ details: { name: 'a' } }) },
      { name: 'a' },
    ],
    [
      'a Status with a token',
      { status: 410, phrase: '', text: statusOf({ metadata: { continue: 't' } }) },
      { continueToken: 't' },
    ],
    [
      'a Status without a message',
      { status: 500, phrase: '', text: statusOf({ message: '', reason: 'Why' }) },
      { message: 'Why' },
    ],
    [
      'a Status with nothing in it',
      { status: 500, phrase: '', text: '{"kind":"Status","metadata":null}' },
      { message: 'no message' },
    ],
    [
      'control characters',
      { status: 403, phrase: '', text: statusOf({ message: 'a\u001b[31m\nb' }) },
      { message: 'a[31m b' },
    ],
    [
      'plain text',
      { status: 404, phrase: 'Not Found', text: '404 page not found\n' },
      { message: '404 page not found' },
    ],
    [
      'a page of a load balancer',
      { status: 502, phrase: 'Bad Gateway', text: '<html>502</html>' },
      { message: 'Bad Gateway' },
    ],
    ['an empty 401', { status: 401, phrase: 'Unauthorized', text: '' }, { message: 'Unauthorized' }],
  ])('%s', (_name, answer, refusal) => {
    expect(readRefusal(answer, server)).toMatchObject(refusal)
  })

  it.each<[string, RefusedAnswer, string]>([
    ['a 404 page', { status: 404, phrase: 'Not Found', text: '<h1>404</h1>' }, 'it answered 404 with an HTML page'],
    [
      'TLS wanted',
      { status: 400, phrase: '', text: 'Client sent an HTTP request to an HTTPS server.\n' },
      'it answered 400 with Client sent an HTTP request to an HTTPS server.',
    ],
  ])('%s is not of Kubernetes', (_name, answer, detail) => {
    expect(() => readRefusal(answer, server)).toThrow(
      expect.objectContaining({ value: { reason: 'not-kubernetes', facts: { server, detail } } }),
    )
  })
})
