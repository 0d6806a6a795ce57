/**
 * What somebody sees who waits at a terminal: after half a second a line on stderr that says what is asked and how much of
 * it has come, after ten seconds what can be done about it, and nothing of it once there is an answer.
 */
import { displayWidth, startOf } from '../../domain/text/width.js'
import type { Io } from '../io.js'

export interface Progress {
  /** @param what a word for a request: `ingresses` @returns to be called when it is answered */
  begin(what: string): () => void
  /** takes the line away, for something that is to stay */
  clear(): void
  /** takes it away for good: the answer begins */
  end(): void
}

/** Milliseconds. */
const beforeALine = 500
const beforeAHint = 10_000
const between = 100

/** Back to the first column, and without what stood there: https://en.wikipedia.org/wiki/ANSI_escape_code#CSI */
const erase = '\r\u001b[2K'

export function progressOf(io: Pick<Io, 'stderr' | 'talkColumns' | 'now' | 'repeat'>): Progress {
  const pending = new Map<string, number>()
  let [asked, answered] = [0, 0]
  let isOver = false
  /** what stands there; '': nothing */
  let shown = ''
  let started: { readonly at: number; readonly stop: () => void; readonly columns: number } | undefined

  const clear = () => {
    if (shown !== '') io.stderr.write(erase)
    shown = ''
  }
  const draw = () => {
    if (started === undefined) return
    const waited = io.now() - started.at
    if (pending.size === 0 || waited < beforeALine) return clear()
    const counts = `${answered} of ${asked} answered`
    const known =
      waited < beforeAHint
        ? `asking the cluster: ${counts}, `
        : `${counts} in ${Math.floor(waited / 1000)} s; --request-timeout limits it, -v 6 shows more; `
    const line = `${known}waiting for ${[...pending.keys()].join(', ')}`
    const fitting = displayWidth(line) < started.columns ? line : `${startOf(line, started.columns - 2)}…`
    if (fitting !== shown) io.stderr.write(erase + fitting)
    shown = fitting
  }

  return {
    clear,
    begin(what) {
      if (isOver) return () => {}
      if (started === undefined) {
        const columns = io.talkColumns
        if (columns === undefined || columns === 0) isOver = true
        else started = { at: io.now(), stop: io.repeat(between, draw), columns }
      }
      asked += 1
      pending.set(what, (pending.get(what) ?? 0) + 1)
      let isDone = false
      return () => {
        if (isDone) return
        isDone = true
        answered += 1
        const left = (pending.get(what) ?? 1) - 1
        if (left > 0) pending.set(what, left)
        else pending.delete(what)
      }
    },
    end() {
      clear()
      started?.stop()
      isOver = true
    },
  }
}
