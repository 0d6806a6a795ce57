/** Which command lines lead on from an answer, as somebody can paste them. */
import type { KubeFlags } from '../domain/kube-flags.js'

export const programName = 'kubectl tkng'

/** Longer than this it is only hinted at. */
const mostWords = 60

/** @returns the flags that lead to the same source again, with a blank before them; '' where there are none */
export function sourceFlags({ context, kubeconfig }: KubeFlags, sources: readonly string[]): string {
  const flags = [
    ...sources.map((source) => ` --from ${quoted(source)}`),
    ...(kubeconfig === undefined ? [] : [` --kubeconfig ${quoted(kubeconfig)}`]),
    ...(context === undefined ? [] : [` --context ${quoted(context)}`]),
  ].join('')
  return flags.length <= mostWords ? flags : sources.length > 0 ? ' --from …' : ' --context …'
}

/**
 * @param lines without the program's name; the first is shown whole
 * @param again from {@link sourceFlags}
 */
export function nextLines([first, ...others]: readonly string[], again: string): string {
  if (first === undefined) return ''
  return ['next: ', [`${programName} ${first}${again}`, ...others].join(' · ')].join('')
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
