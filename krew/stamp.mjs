// What a build says of itself in `--version -o json`: the same for the same commit, whoever builds it, and when.
import { spawnSync } from 'node:child_process'

/** @returns {{commit: string | null, build: string | null}} null where this is no clone, and nobody says when */
export function stampOf(root, env) {
  const head = git(root, 'log', '-1', '--format=%H %ct')
  const [commit = null, seconds] = head?.split(' ') ?? []
  const changed = commit !== null && git(root, 'status', '--porcelain', '--untracked-files=no') !== ''
  // https://reproducible-builds.org/specs/source-date-epoch/
  const time = env.SOURCE_DATE_EPOCH ?? seconds
  return {
    commit: changed ? `${commit}-dirty` : commit,
    build: time === undefined ? null : new Date(Number(time) * 1000).toISOString().replace('.000Z', 'Z'),
  }
}

/** @returns {string | null} null: git is not there, or this folder is not in a clone of its own */
function git(root, ...args) {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}
