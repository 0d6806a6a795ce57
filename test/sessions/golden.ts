/** Compares a transcript with its golden file. The time of a program of its own is that of the machine, not the test's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { namedProgram } from '../support/program/program.js'

/** @param file from this folder */
export async function expectGolden(text: string, file: string): Promise<void> {
  const path = join(import.meta.dirname, file)
  if (namedProgram === undefined) await expect(text).toMatchFileSnapshot(path)
  else expect(timeless(text)).toBe(timeless(readFileSync(path, 'utf8')))
}

/** Without ages, and without the room that a table gives them. */
function timeless(text: string): string {
  return text
    .replaceAll(/\b(?:\d+(?:y|d|h|m|s))+\b/g, 'AGE')
    .replaceAll(/("daysLeft": )\d+/g, '$1DAYS')
    .replaceAll(/(AGE\)?|\bAGE\b|NOT AFTER) +/g, '$1 ')
}
