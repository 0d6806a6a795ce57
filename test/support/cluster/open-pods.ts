/** Opens the inside of pods for tests: a fake kubelet behind a fake API server, and the ports to it. */
import { expect, vi } from 'vitest'
import type { Heartbeat } from '../../../src/cluster/pods/channels.js'
import { exec } from '../../../src/cluster/pods/exec.js'
import { createPodAccess } from '../../../src/cluster/pods/pod-access.js'
import type { PodAccess, PodProcess } from '../../../src/domain/controllers/pod-access.js'
import type { FakeApi, FakeApiOptions } from './fake-api.js'
import { type KubeletOptions, kubelet, type Remote, type Script } from './fake-kubelet.js'
import { type Opened, type OpenSettings, open, startApi } from './open-cluster.js'

export const web = { namespace: 'shop', name: 'web', container: 'nginx' }

export interface OpenedPods extends Opened {
  readonly api: FakeApi
  readonly pods: PodAccess
  /** the other side of the stream that was opened last */
  readonly remote: () => Remote
}

export interface PodSettings extends OpenSettings {
  readonly api?: FakeApiOptions
  readonly kubelet?: KubeletOptions
}

export async function openPods(script: Script, settings: PodSettings = {}): Promise<OpenedPods> {
  let last: Remote | undefined
  const keep: Script = (remote) => {
    last = remote
    return script(remote)
  }
  const api = await startApi({ ...settings.api, upgrade: kubelet(keep, settings.kubelet) })
  const opened = open(api.url, settings)
  const remote = () => {
    if (last === undefined) throw new Error('no stream was opened')
    return last
  }
  return { ...opened, api, pods: createPodAccess(opened.server, opened.transport), remote }
}

/** Runs a program that the script plays. */
export async function run(
  script: Script,
  settings: PodSettings & { readonly argv?: readonly string[]; readonly heartbeat?: Heartbeat } = {},
): Promise<OpenedPods & { readonly program: PodProcess }> {
  const opened = await openPods(script, settings)
  const program = await exec(opened.server, web, settings.argv ?? ['cat', '/a b'], settings.heartbeat)
  return { ...opened, program }
}

export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString()
}

/** Waits until a number has stood still for so many milliseconds. */
export async function standstill(look: () => number, milliseconds = 50): Promise<number> {
  let last = -1
  const isStill = () => {
    const before = last
    last = look()
    expect(last).toBe(before)
  }
  await vi.waitFor(isStill, { interval: milliseconds, timeout: 10_000 })
  return last
}

/** What came before an end with an error, and the error. */
export async function untilError(chunks: AsyncIterable<Uint8Array>): Promise<{ text: string; error: unknown }> {
  let text = ''
  try {
    for await (const chunk of chunks) text += Buffer.from(chunk).toString()
  } catch (error) {
    return { text, error }
  }
  throw new Error(`it ended well, after ${text}`)
}
