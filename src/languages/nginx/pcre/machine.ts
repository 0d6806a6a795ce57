/**
 * Tries a pattern on a text as PCRE does, way after way, in the same order: so what matches, and what is captured, is the
 * same. Ways that were found to lead nowhere are remembered, with the number of tries that PCRE, which remembers nothing,
 * would spend on them. So a pattern whose tries double with each byte is answered at once, and so is the question whether
 * PCRE would give up on it: https://www.pcre.org/current/doc/html/pcre2api.html (pcre2_set_match_limit)
 */
import { type Budget, perhapsTooMany, surelyTooMany } from './budget.js'
import { Memory } from './memory.js'
import type { Program } from './program.js'
import * as step from './program.js'
import { holds, isRepeated, lowered } from './subject.js'
import type { Assertion } from './syntax.js'

export const NOWHERE = -1
/** PCRE does, or may do; or the budget is spent. */
export const GAVE_UP = -2

// What stands on the stack, each kind with three numbers behind it; what is no kind is a step, and the place to go on at.
const RESTORE = -1
const FAILED = -2
const FEWER = -3
const MORE = -4
const ENTRY = 4

/** What is tried, and how. */
export interface Pattern {
  readonly program: Program
  readonly captures: number
  /** does a way hang on what was captured before: then nothing is remembered of it */
  readonly hasReferences: boolean
}

/** One pattern on one subject. */
export class Machine {
  /** Begin and end of each capture, from 2 on; -1: unset. Behind them where those begin that are open, and the marks. */
  readonly slots: number[] = []
  readonly #program: Program
  readonly #memory: Memory
  readonly #opened: number
  readonly #marks: number
  readonly #subject: string
  readonly #budget: Budget
  readonly #stack: number[] = []
  #top = 0
  #tries = 0
  /** where a choice that is taken otherwise goes on */
  #now = 0
  #pos = 0

  constructor({ program, captures, hasReferences }: Pattern, subject: string, budget: Budget) {
    this.#program = program
    this.#memory = new Memory(!hasReferences)
    this.#opened = 2 * (captures + 1)
    this.#marks = 3 * (captures + 1)
    this.#subject = subject
    this.#budget = budget
  }

  /** Does PCRE, too, end the match that gave up. */
  get isBeyondPcre(): boolean {
    return this.#tries > surelyTooMany
  }

  /** @returns where the match that begins at `start` ends; NOWHERE, or GAVE_UP */
  matchAt(start: number): number {
    const { length } = this.slots
    for (let slot = 0; slot < (length || this.#marks + this.#program.marks); slot++) this.slots[slot] = -1
    this.#top = 0
    this.#tries = 0
    const end = this.#run(0, start)
    return this.#tries > perhapsTooMany ? GAVE_UP : end
  }

  /** From a step to its END. What can still be tried otherwise is on the stack then. */
  #run(from: number, at: number): number {
    const { code, texts, sets } = this.#program
    const subject = this.#subject
    const bottom = this.#top
    let now = from
    let pos = at
    for (;;) {
      let goesOn = true
      const a = code[now + 1] as number
      switch (code[now]) {
        case step.TEXT: {
          const text = texts[a] as string
          goesOn = (code[now + 2] === 1 ? lowered(subject) : subject).startsWith(text, pos)
          pos += text.length
          break
        }
        case step.BYTES:
          goesOn = sets[a]?.[subject.charCodeAt(pos)] === 1
          if (goesOn) pos++
          break
        case step.RUN: {
          const end = this.#firstEnd(now, pos)
          goesOn = end !== NOWHERE
          pos = end
          break
        }
        case step.SPLIT:
          if (this.#budget.left < 0) return GAVE_UP
          if (!this.#isKnownToFail(now, pos)) {
            this.#push(code[now + 2] as number, pos, 0, 0)
            now = a
            continue
          }
          goesOn = false
          break
        case step.OPEN:
          this.#set(this.#opened + a, pos)
          break
        case step.CLOSE:
          this.#set(2 * a, this.slots[this.#opened + a] as number)
          this.#set(2 * a + 1, pos)
          break
        case step.MARK:
          this.#set(this.#marks + a, pos)
          break
        case step.CHECK:
          if (this.slots[this.#marks + a] === pos) {
            now = code[now + 2] as number
            continue
          }
          break
        case step.ASSERT:
          goesOn = holds(step.assertions[a] as Assertion, subject, pos)
          break
        case step.REFERENCE: {
          // What an unset capture holds stands nowhere.
          const from = this.slots[2 * a] as number
          const length = (this.slots[2 * a + 1] as number) - from
          goesOn = from !== -1 && isRepeated(code[now + 2] === 1 ? lowered(subject) : subject, from, length, pos)
          this.#spend(length >> 3)
          pos += length
          break
        }
        case step.ATOMIC:
        case step.LOOK: {
          const isAtomic = code[now] === step.ATOMIC
          const end = this.#runAlone(now + step.WIDTH, pos)
          if (end === GAVE_UP) return GAVE_UP
          if (isAtomic ? end !== NOWHERE : (end === NOWHERE) === (a === 1)) {
            if (isAtomic) pos = end
            now = code[now + 2] as number
            continue
          }
          goesOn = false
          break
        }
        case step.BACK:
          pos -= a
          goesOn = pos >= 0
          break
        case step.JUMP:
          now = a
          continue
        default:
          return pos
      }
      if (goesOn) {
        now += step.WIDTH
        continue
      }
      if (!this.#goBack(bottom)) return NOWHERE
      if (this.#tries > surelyTooMany || this.#budget.left < 0) return GAVE_UP
      now = this.#now
      pos = this.#pos
    }
  }

  /** A try that nothing but its end leaves: what it set stays, what it could have done otherwise is forgotten. */
  #runAlone(from: number, at: number): number {
    const bottom = this.#top
    const end = this.#run(from, at)
    if (end < 0) return end
    const stack = this.#stack
    let top = bottom
    for (let entry = bottom; entry < this.#top; entry += ENTRY) {
      if (stack[entry] !== RESTORE) continue
      for (let i = 0; i < ENTRY; i++) stack[top + i] = stack[entry + i] as number
      top += ENTRY
    }
    this.#top = top
    return end
  }

  /** The last choice that is left, taken otherwise; false: there is none above `bottom`. */
  #goBack(bottom: number): boolean {
    const stack = this.#stack
    while (this.#top > bottom) {
      const entry = this.#top - ENTRY
      const kind = stack[entry] as number
      const a = stack[entry + 1] as number
      const b = stack[entry + 2] as number
      this.#spend(1)
      if (kind === FEWER || kind === MORE) {
        if (this.#changeRun(kind, entry, a, b)) return true
        continue
      }
      this.#top = entry
      if (kind === RESTORE) this.slots[a] = b
      else if (kind === FAILED) this.#memory.add(a, this.#tries - b)
      else {
        this.#now = kind
        this.#pos = a
        return true
      }
    }
    return false
  }

  /** A byte fewer of a run that took all it could, or one more of one that took as few. */
  #changeRun(kind: number, entry: number, now: number, last: number): boolean {
    const stack = this.#stack
    const before = stack[entry + 3] as number
    const pos = kind === FEWER ? before - 1 : before + 1
    const set = this.#program.sets[this.#program.code[now + 1] as number] as Uint8Array
    const goesOn = kind === FEWER || set[this.#subject.charCodeAt(before)] === 1
    if (pos === last || !goesOn) this.#top = entry
    else stack[entry + 3] = pos
    this.#tries++
    this.#now = now + step.WIDTH
    this.#pos = pos
    return goesOn
  }

  /** A run of bytes takes all it can, or as few as it may; @returns where it ends at first, or NOWHERE */
  #firstEnd(now: number, from: number): number {
    const { code, runs, sets } = this.#program
    const { min, max, lazy, isFinal } = runs[code[now + 2] as number] as step.Run
    const set = sets[code[now + 1] as number] as Uint8Array
    const subject = this.#subject
    if (min !== max && !isFinal && this.#isKnownToFail(now, from)) return NOWHERE
    const most = Math.min(subject.length, from + (lazy ? min : max))
    let end = from
    while (end < most && set[subject.charCodeAt(end)] === 1) end++
    this.#spend((end - from) >> 3)
    if (end - from < min) return NOWHERE
    if (lazy && max > min) this.#push(MORE, now, from + max, end)
    else if (end > from + min && !isFinal) this.#push(FEWER, now, from + min, end)
    return end
  }

  /** Has this choice been tried here to its end. If not, and it is time to learn, its end will be noted. */
  #isKnownToFail(now: number, pos: number): boolean {
    this.#spend(1)
    this.#tries++
    if (!this.#memory.isTime()) return false
    const key = this.#keyOf(now, pos)
    if (key === -1) return false
    const tries = this.#memory.triesOf(key)
    if (tries === undefined) {
      this.#push(FAILED, key, this.#tries, 0)
      return false
    }
    this.#tries += tries
    return true
  }

  /** What comes of a choice hangs on the place, and on which rounds around it are still empty. */
  #keyOf(now: number, pos: number): number {
    const around = this.#program.around.get(now) ?? []
    if (around.length > 2) return -1
    let key = now * (this.#subject.length + 1) + pos
    for (let i = 0; i < 2; i++) {
      const mark = around[i]
      key = 2 * key + (mark !== undefined && this.slots[this.#marks + mark] === pos ? 1 : 0)
    }
    return key
  }

  #set(slot: number, value: number): void {
    // Where nothing is left to be tried, nothing is left to be restored for.
    if (this.#top > 0) this.#push(RESTORE, slot, this.slots[slot] as number, 0)
    this.slots[slot] = value
  }

  #push(kind: number, a: number, b: number, c: number): void {
    const stack = this.#stack
    const top = this.#top
    stack[top] = kind
    stack[top + 1] = a
    stack[top + 2] = b
    stack[top + 3] = c
    this.#top = top + ENTRY
    this.#spend(1)
  }

  #spend(steps: number): void {
    this.#budget.left -= steps
  }
}
