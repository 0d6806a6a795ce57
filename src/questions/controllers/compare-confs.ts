/** Where the configurations of replicas differ, block by block, with only what differs in memory. */

import { type ConfBlock, digestOf } from '../../domain/controllers/conf-part.js'
import type { Replica } from '../../domain/controllers/controller.js'
import { nameOf } from '../../domain/objects/ref.js'

type Ask = (replica: Replica) => AsyncIterable<ConfBlock>

/**
 * @param ask may be called twice for a replica: a first look tells where they differ, a second one what is there
 * @returns lines, each with its end, of the first replica beside each other one
 */
export async function compareConfs(
  replicas: readonly Replica[],
  ask: Ask,
): Promise<{ readonly lines: readonly string[]; readonly differs: boolean }> {
  const [first, ...others] = replicas
  if (first === undefined || others.length === 0) return { lines: [], differs: false }
  const known = await digestsOf(ask(first))
  const lines: string[] = []
  for (const other of others) {
    const theirs = await digestsOf(ask(other))
    const keys = [...new Set([...known.keys(), ...theirs.keys()])].filter((key) => known.get(key) !== theirs.get(key))
    if (keys.length === 0) continue
    const wanted = new Set(keys)
    const [before, after] = [await textsOf(ask(first), wanted), await textsOf(ask(other), wanted)]
    lines.push(`--- ${nameOf(first)}\n`, `+++ ${nameOf(other)}\n`)
    for (const key of keys) lines.push(`@@ ${key}\n`, ...difference(before.get(key), after.get(key)))
  }
  return { lines, differs: lines.length > 0 }
}

/** What stands for the text of each block. @param isRough or for what was read of it: of others the text may be the same */
export async function digestsOf(blocks: AsyncIterable<ConfBlock>, isRough = false): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const block of blocks) {
    const digest = digestOf((isRough ? block.raw : undefined) ?? [block.text])
    found.set(block.key, `${found.get(block.key) ?? ''}${digest}`)
  }
  return found
}

/** Block → its text as it may be shown, of those that are wanted. */
export async function textsOf(
  blocks: AsyncIterable<ConfBlock>,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const { key, shown } of blocks) if (wanted.has(key)) found.set(key, (found.get(key) ?? '') + shown())
  return found
}

/** Lines that only one side has, in their order. */
function difference(before = '', after = ''): string[] {
  const own = (lines: readonly string[], others: readonly string[], sign: string) => {
    const left = new Map<string, number>()
    for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
    return lines.flatMap((line) => {
      const count = left.get(line) ?? 0
      left.set(line, count - 1)
      return count > 0 ? [] : [`${sign}${line}\n`]
    })
  }
  const [old, now] = [before.split('\n'), after.split('\n')]
  const lines = [...own(old, now, '-'), ...own(now, old, '+')]
  return lines.length > 0 ? lines : ['what differs is masked\n']
}
