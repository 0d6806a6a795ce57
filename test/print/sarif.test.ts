/**
 * SARIF as the specification and GitHub's code scanning ask for it, in our own words: what is required, of which type, and
 * how long. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { session } from '../support/program/session.js'

const message = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } }
const short = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1, maxLength: 1024 } },
}
const level = { enum: ['none', 'note', 'warning', 'error'] }
const positive = { type: 'integer', minimum: 1 }

const rule = {
  type: 'object',
  required: ['id', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration'],
  properties: {
    id: { type: 'string', minLength: 1 },
    name: { type: 'string' },
    shortDescription: short,
    fullDescription: short,
    help: message,
    helpUri: { type: 'string', pattern: '^https://' },
    defaultConfiguration: { type: 'object', required: ['level'], properties: { level } },
    properties: {
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
        precision: { enum: ['very-high', 'high', 'medium', 'low'] },
        'problem.severity': { enum: ['error', 'warning', 'recommendation'] },
      },
    },
  },
}
const location = {
  type: 'object',
  required: ['physicalLocation'],
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation', 'region'],
      properties: {
        artifactLocation: {
          type: 'object',
          required: ['uri'],
          // A relative reference: neither a scheme, nor a root, nor what steps out.
          properties: {
            uri: {
              type: 'string',
              pattern: "^(?![A-Za-z][A-Za-z0-9+.-]*:)(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$",
            },
          },
        },
        region: { type: 'object', required: ['startLine'], properties: { startLine: positive } },
      },
    },
  },
}
const result = {
  type: 'object',
  required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    locations: { type: 'array', items: location, minItems: 1 },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
  },
}
const schema = {
  type: 'object',
  required: ['$schema', 'version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: { type: 'array', items: result, maxItems: 25_000 },
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: { name: { type: 'string' }, rules: { type: 'array', items: rule } },
              },
            },
          },
        },
      },
    },
  },
}
const check = new Ajv({ strict: false, allErrors: true }).compile(schema)

const hostile = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: 'we b:é/..%2f', namespace: "a\\u001b[31m"}
spec:
  ingressClassName: nginx
  rules: [{host: x.test, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: "y\\n::error::z", port: {number: 80}}}}]}}]
---
apiVersion: v1
kind: Service
metadata: {name: other, namespace: "a\\u001b[31m"}
spec: {ports: [{port: 80}]}
`

interface Result {
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region: { readonly startLine: number }
    }
  }[]
}

describe.each<[what: string, argv: readonly string[], stdin: string]>([
  ['of a capture', ['--from', 'demo:broken', '--severity', 'info'], ''],
  ['of nothing', ['--from', 'demo', '--select', 'duplicate'], ''],
  ['of hostile names', ['-f', '-'], hostile],
  ['of a comparison', ['--from', 'demo:broken', '--assume-version', '1.11.0'], ''],
])('a report %s', (what, argv, stdin) => {
  it('is what code scanning takes', async () => {
    const { stdout } = await session(['lint', ...argv, '-o', 'sarif'], { stdin })
    const document = JSON.parse(stdout)
    check(document)
    expect(check.errors ?? []).toEqual([])
    const [{ results, tool }] = document.runs
    expect(results.length > 0).toBe(what !== 'of nothing')
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId)
    const places = (results as readonly Result[]).map(({ locations: [one] }) => {
      const { artifactLocation, region } = one?.physicalLocation ?? {
        artifactLocation: { uri: '' },
        region: { startLine: 0 },
      }
      return `${artifactLocation.uri} ${String(region.startLine).padStart(6, '0')}`
    })
    expect(places).toEqual([...places].sort())
  })
})
