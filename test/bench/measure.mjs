// Times whole processes, in turn: A B C A B C …, so that a ratio holds when the machine's speed drifts.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const gnuTime = '/usr/bin/time'

/**
 * @param {Record<string, string[]>} commands name → argv
 * @param {{runs: number, env?: Record<string, string>}} options
 * @returns {Record<string, {wall: number, cpu: number, peak: number}>} medians in seconds and MB
 */
export function measure(commands, { runs, env = {} }) {
  if (!existsSync(gnuTime)) throw new Error(`${gnuTime} (GNU time) is missing: it measures the processes`)
  const figures = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let run = -1; run < runs; run++)
    for (const [name, argv] of Object.entries(commands)) {
      const once = runOnce(name, argv, env)
      if (run >= 0) figures[name].push(once)
    }
  return Object.fromEntries(
    Object.entries(figures).map(([name, all]) => [
      name,
      Object.fromEntries(['wall', 'cpu', 'peak'].map((what) => [what, median(all.map((one) => one[what]))])),
    ]),
  )
}

function runOnce(name, argv, env) {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(gnuTime, ['-f', 'FIGURES %U %S %M', ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const wall = Number(process.hrtime.bigint() - start) / 1e9
  const found = /FIGURES ([\d.]+) ([\d.]+) (\d+)/.exec(stderr)
  if (status !== 0 || !found) throw new Error(`${name} failed (${status}): ${stderr}`)
  return { wall, cpu: Number(found[1]) + Number(found[2]), peak: Number(found[3]) / 1024 }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** A table of medians, each beside its ratio to the floor. */
export function report(title, figures, floor) {
  const line = (name, { wall, cpu, peak }) =>
    `  ${name.padEnd(24)} ${wall.toFixed(3)} s wall  ${cpu.toFixed(2)} s CPU  ${peak.toFixed(0).padStart(4)} MB  ${(wall / figures[floor].wall).toFixed(2)}x wall  ${(cpu / figures[floor].cpu).toFixed(2)}x CPU`
  return [title, ...Object.entries(figures).map(([name, one]) => line(name, one)), ''].join('\n')
}
