/**
 * One kept connection to a port of a pod, over which GETs are sent together and answered in their order; where the server
 * closes each after one answer, as the controller's own port of ingress-nginx does, many connections at a time.
 */

import { createGate } from '../../domain/at-once/side-by-side.js'
import type { PodAccess, PodPort, PodReply } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import { Problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import { detailOf } from '../wire/errors.js'
import { httpAnswers } from './http-answers.js'
import { type Lane, openForward, openForwards, type PortForward, type PortForwards, streamOf } from './port-forward.js'
import { isSilence, lost } from './stream.js'

interface AskedPage {
  readonly path: string
  readonly most: number | undefined
  readonly resolve: (reply: PodReply) => void
  readonly reject: (reason: unknown) => void
}

interface Ended {
  readonly answered: number
  readonly problem: Problem | null
}

/** Requests that wait for their answers on the wire: nginx takes a thousand on one connection, older ones a hundred. */
const mostAtOnce = 100

/** Connections over one WebSocket, and WebSockets, where each connection is good for one answer. */
const mostTogether = 64
const mostSides = 4

/** May one connection do what several did not. */
function isCurable(problem: Problem): boolean {
  const { value } = problem
  if (value.reason === 'upgrade-refused') return value.facts.status !== 403 && value.facts.status !== 404
  return value.reason === 'connection-lost' && !isSilence(problem)
}

export interface TunnelSettings {
  readonly target: PodPort
  readonly open: () => Promise<PortForward>
  readonly openMany: (count: number) => Promise<PortForwards>
  /** nothing is asked for now; the connection is kept */
  readonly onIdle: () => void
}

/**
 * It is opened by the first request, and opened again where the server closes it: nginx does so after `keepalive_requests`.
 * What was not answered then is asked again, since a GET may be (RFC 9110, section 9.2.2).
 */
export class Tunnel {
  readonly #settings: TunnelSettings
  /** not sent yet */
  readonly #waiting: AskedPage[] = []
  /** sent, the oldest first */
  readonly #sent: AskedPage[] = []
  #way: PortForward | null = null
  #isRunning = false
  /** after a connection that broke: one by one, until one is answered (RFC 9112, section 9.3.2) */
  #most = mostAtOnce
  /** up to so many that wait get a connection each: it is not known at first whether the server keeps one */
  #mostNew = 8

  constructor(settings: TunnelSettings) {
    this.#settings = settings
  }

  get isOpen(): boolean {
    return this.#way !== null
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#sent.length === 0
  }

  /** @throws Problem `upgrade-refused`, `port-closed`, `connection-lost`, `timeout`, and those of the network */
  get(path: string, most?: number): Promise<PodReply> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ path, most, resolve, reject })
      // Those that come in the same moment go together.
      queueMicrotask(() => (this.#isRunning ? this.#send() : void this.#run()))
    })
  }

  close(): void {
    this.#way?.close()
  }

  async #run(): Promise<void> {
    if (this.#waiting.length === 0) return
    this.#isRunning = true
    let fruitless = 0
    while (this.#waiting.length > 0) {
      const isMany = this.#waiting.length > 1 && this.#waiting.length <= this.#mostNew
      const { answered, problem } = isMany ? await this.#manyConnections() : await this.#connection()
      this.#waiting.unshift(...this.#sent.splice(0))
      fruitless = answered > 0 ? 0 : fruitless + 1
      if (problem === null) continue
      this.#most = 1
      // One that was kept may have died unseen; a new one on which nothing comes is no better the next time.
      const isFinal =
        problem.value.reason !== 'connection-lost' || fruitless > 1 || (answered === 0 && isSilence(problem))
      const failed = isFinal ? this.#waiting.length : fruitless
      for (const { reject } of this.#waiting.splice(0, failed)) reject(problem)
    }
    this.#isRunning = false
    this.#settings.onIdle()
  }

  /** From the opening of a connection to its end. */
  async #connection(): Promise<Ended> {
    const { target, open, onIdle } = this.#settings
    let answered = 0
    try {
      const way = await open()
      this.#way = way
      this.#send()
      for await (const { isLast, isSized, ...reply } of httpAnswers(way.bytes, () => this.#sent[0]?.most)) {
        const asked = this.#sent.shift()
        if (asked === undefined) throw new Error('it answers what was not asked')
        answered += 1
        this.#most = mostAtOnce
        if (answered === 1) this.#learn(isLast && isSized)
        asked.resolve(reply)
        if (isLast) return { answered, problem: null }
        this.#send()
        if (!this.isIdle) continue
        way.rest()
        onIdle()
      }
      if (!this.isIdle) throw new Error('it was closed without an answer')
      return { answered, problem: null }
    } catch (error) {
      const problem = error instanceof Problem ? error : lost(streamOf(target), detailOf(error), error)
      return { answered, problem: this.isIdle ? null : problem }
    } finally {
      this.#way?.close()
      this.#way = null
    }
  }

  /** What they leave without an answer is asked again over one connection, unless nothing can be asked at all. */
  async #manyConnections(): Promise<Ended> {
    const batches: AskedPage[][] = []
    while (batches.length < mostSides && this.#waiting.length > 0) batches.push(this.#waiting.splice(0, mostTogether))
    const ended = await Promise.all(batches.map((batch) => this.#together(batch)))
    const left = ended.flatMap((one) => one.left)
    this.#waiting.unshift(...left)
    const answered = batches.flat().length - left.length
    if (answered > 0) return { answered, problem: null }
    this.#mostNew = 0
    return { answered, problem: ended.find(({ problem }) => problem !== null)?.problem ?? null }
  }

  async #together(
    batch: readonly AskedPage[],
  ): Promise<{ readonly left: readonly AskedPage[]; readonly problem: Problem | null }> {
    const left: AskedPage[] = []
    let problem: Problem | null = null
    const note = (error: unknown) => {
      if (error instanceof Problem && !isCurable(error)) problem = error
    }
    try {
      const { lanes, close } = await this.#settings.openMany(batch.length)
      const ask = async (asked: AskedPage, lane: Lane) => {
        await lane.send(this.#heads([asked]))
        for await (const { isLast, isSized, ...reply } of httpAnswers(lane.bytes, () => asked.most)) {
          this.#learn(isLast && isSized)
          return asked.resolve(reply)
        }
        left.push(asked)
      }
      const all = batch.map((asked, i) =>
        ask(asked, lanes[i] as Lane).catch((error) => {
          left.push(asked)
          note(error)
        }),
      )
      await Promise.all(all)
      close()
      return { left, problem }
    } catch (error) {
      note(error)
      return { left: batch, problem }
    }
  }

  /** From the first answer on a connection: may many be sent over the next one, or is each good for one. */
  #learn(isBrief: boolean): void {
    if (this.#mostNew > 0) this.#mostNew = isBrief ? Number.POSITIVE_INFINITY : 0
  }

  /** As many as may be under way; not one by one, where many wait. */
  #send(): void {
    const way = this.#way
    if (way === null || this.#waiting.length === 0 || this.#sent.length > this.#most / 2) return
    const asked = this.#waiting.splice(0, this.#most - this.#sent.length)
    this.#sent.push(...asked)
    // Where nothing can be sent any more, what is read tells why.
    way.send(this.#heads(asked)).catch(() => {})
  }

  #heads(asked: readonly AskedPage[]): Buffer {
    const { port } = this.#settings.target
    const heads = asked.map(({ path }) => `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`)
    return Buffer.from(heads.join(''), 'latin1')
  }
}

/** Open at a time; where more are wanted, one that is idle is closed, or the first that gets idle. */
const mostOpen = 32

/** @returns GETs a page of a port */
export function createTunnels(server: ApiServer): PodAccess['get'] {
  const tunnels = new Map<string, Tunnel>()
  const gate = createGate(mostOpen)
  let open = 0
  let wanted = 0
  return (target, path, most) => {
    const key = `${nameOf(target)}:${target.port}`
    const tunnel = tunnels.get(key) ?? newTunnel(target)
    // The one that was used last is closed last.
    tunnels.delete(key)
    tunnels.set(key, tunnel)
    return tunnel.get(checked(path), most)
  }

  function newTunnel(target: PodPort): Tunnel {
    return new Tunnel({
      target,
      open: () => opened(() => openForward(server, target)),
      openMany: (count) => opened(() => openForwards(server, target, count)),
      onIdle: makeRoom,
    })
  }

  function opened<W extends { close(): void }>(start: () => Promise<W>): Promise<W> {
    wanted += 1
    makeRoom()
    return new Promise((resolve, reject) => {
      const untilClosed = async () => {
        wanted -= 1
        open += 1
        try {
          const way = await start()
          await new Promise<void>((closed) => resolve({ ...way, close: () => closed(way.close()) }))
        } finally {
          open -= 1
        }
      }
      gate(untilClosed).catch(reject)
    })
  }

  function makeRoom(): void {
    if (wanted > 0 && open === mostOpen) [...tunnels.values()].find(({ isOpen, isIdle }) => isOpen && isIdle)?.close()
  }
}

/** A path that would end its line, and begin a request of its own, is a defect of ours. */
function checked(path: string): string {
  if (!/^\/[\x21-\x7e]*$/.test(path)) throw new Error(`this is no path of a request: ${JSON.stringify(path)}`)
  return path
}
