/** A gate: asks again and again until an answer is good, and stays so for a while, or until the time is up. */

export interface Patience {
  /** milliseconds until nothing is waited for any more */
  readonly timeout: number
  /** milliseconds for which it has to stay good */
  readonly settle: number
}

/** An answer, and the instant from which on it is true, in milliseconds since the epoch: when it was asked for. */
export interface Timed<T> {
  readonly at: number
  readonly answer: T
}

export interface Gate<T> {
  /** the first time it may throw; later, null: there was no answer this time */
  readonly ask: () => Promise<Timed<T> | null>
  readonly isGood: (answer: T) => boolean
  /** a value whenever it is worth asking again */
  readonly changes: AsyncIterable<void>
  /** milliseconds since the epoch */
  readonly now: () => Promise<number>
}

export interface Waited<T> {
  /** the last answer there was; null: none in all that time */
  readonly last: T | null
  readonly isSettled: boolean
}

/** One question is under way at a time; the clock is looked at whenever something changes. */
export async function waitFor<T>({ ask, isGood, changes, now }: Gate<T>, patience: Patience): Promise<Waited<T>> {
  const began = await now()
  const heard = changes[Symbol.asyncIterator]()
  let last: T | null = null
  let goodSince: number | null = null
  let asking: Promise<Came<T>> | null = ask().then(answered)
  let change = heard.next().then(changed)
  try {
    for (;;) {
      const came: Came<T> = await Promise.race(asking === null ? [change] : [change, asking])
      if (came.is === 'answer') {
        asking = null
        const { asked } = came
        last = asked?.answer ?? last
        goodSince = asked !== null && isGood(asked.answer) ? (goodSince ?? asked.at) : null
        if (asked !== null && goodSince !== null && asked.at - goodSince >= patience.settle)
          return { last, isSettled: true }
      } else if (came.isOver) return { last, isSettled: false }
      else {
        change = heard.next().then(changed)
        asking ??= ask().then(answered)
      }
      if ((await now()) - began >= patience.timeout) return { last, isSettled: false }
    }
  } finally {
    change.catch(() => {})
    asking?.catch(() => {})
    // A generator that waits for its next value would end after that only: whoever started it ends it.
    heard.return?.().catch(() => {})
  }
}

type Came<T> =
  | { readonly is: 'answer'; readonly asked: Timed<T> | null }
  | { readonly is: 'change'; readonly isOver: boolean }

function answered<T>(asked: Timed<T> | null): Came<T> {
  return { is: 'answer', asked }
}

function changed({ done }: IteratorResult<void>): Extract<Came<never>, { is: 'change' }> {
  return { is: 'change', isOver: done === true }
}
