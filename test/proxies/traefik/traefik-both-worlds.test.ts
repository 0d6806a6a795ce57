/** Rules of Ingresses, of IngressRoutes and of a Gateway in one real Traefik: which of them has each request, beside what every verb says of the same objects. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seed } from '../../support/random.js'
import {
  type BothWorlds,
  bothWorlds,
  mostRules,
  traced,
  traefikOfBoth,
  wrongFates,
} from '../../support/worlds/traefik-both.js'
import { Client } from '../client.js'
import { echoing } from '../echo.js'
import { echoIn } from '../http.js'
import { runTraefik } from '../traefik.js'
import { type ServedObject, watchedGateways, withWatchedApi } from '../watched-api.js'
import { plurals } from './traefik-providers.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 3)
it.each(Array.from({ length: rounds }, (_, i) => seed + i * 7919))('both in one, TKNG_SEED=%i', async (own) => {
  await echoing(mostRules, async (ports) => {
    const objects: ServedObject[] = []
    let made: BothWorlds | undefined
    await withWatchedApi(objects, { ...watchedGateways, ...plurals }, async ({ url }) => {
      const words = ['kubernetesIngress', 'kubernetesCRD', 'kubernetesGateway'].flatMap((name) => [
        `--providers.${name}=true`,
        `--providers.${name}.endpoint=${url}`,
      ])
      await runTraefik(
        words,
        '@kubernetesgateway',
        async ({ web, argv }) => {
          if (made === undefined) return
          const folder = mkdtempSync(join(tmpdir(), 'tkng-both-'))
          const file = join(folder, 'all.json')
          const items = [...objects, traefikOfBoth(argv)].map((each, i) => ({
            ...each,
            metadata: { ...each.metadata, uid: `${i}` },
          }))
          writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
          const said = await traced(file, made, web)
          const client = new Client()
          const real: string[] = []
          for (const { host, path } of made.asked) {
            const place = { address: '127.0.0.1', port: web, method: 'GET', target: path, sni: null }
            const reply = await client.ask({ ...place, headers: [['host', host]] })
            const port = echoIn(reply)?.port
            real.push(port === undefined ? `${reply.status}` : (made.services[ports.indexOf(port)] ?? ''))
          }
          client.close()
          const wrong = made.asked.flatMap(({ host, path }, i) =>
            said[i]?.split('|').includes(real[i] ?? '') ? [] : [`${host}${path}: ours ${said[i]}, real ${real[i]}`],
          )
          // Where chance decides, what is said of it is held against what may be.
          const reached = real.map((one, i) => (said[i]?.includes('|') ? (said[i] ?? '') : one))
          wrong.push(...(await wrongFates(file, made, reached)))
          rmSync(folder, { recursive: true })
          expect(wrong).toEqual([])
        },
        (web) => {
          made = bothWorlds(own, web, ports)
          objects.push(...made.objects)
        },
      )
    })
  })
})
