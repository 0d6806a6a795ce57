/** A text that somebody saved or pasted, without a word of whose it is → what a replica says that it is, or is a part of. */
import { record } from '../../../domain/objects/project-fields.js'
import { jsonOf } from '../../../domain/text/values-in.js'
import { asOneFile } from '../../../languages/nginx/text/dump.js'
import { files } from './files.js'

/** @returns null: it is something else */
export function savedByHand(text: string): Readonly<Record<string, string>> | null {
  if (looksLikeLog(text)) return { [files.log]: text }
  if (isBackends(text)) return { [files.backends]: text }
  const conf = confIn(text)
  return conf === null ? null : { [files.conf]: conf }
}

/** A part of one stands in what is around it elsewhere; on the same line, so that lines keep their numbers. */
const frames = {
  server: ['events {} http { ', '}'],
  location: [
    'events {} http { server { listen 80 default_server; listen 443 ssl default_server; server_name _; ',
    '}}',
  ],
} as const

/**
 * A whole file, what `nginx -T` prints, or a pasted `server` or `location`, as chats, mails, terminals and comparisons
 * show it, with or without the dots of what was left out.
 * @returns null: it is something else
 */
function confIn(text: string): string | null {
  const own = unframed(text)
  const found = partIn(own)
  if (found === null) return null
  const plain = own.replaceAll(
    /^[ \t]*(?:[[(<]?(?:\.{3,}|…|snip)[\])>]?[ \t]*|nginx: .*|(?:\w[\w.@:~/-]{0,99}[$#%]|[$%])[ \t][^;{}\n]*|```.*|\w[\w.@:~/-]{0,99}[$#%])$/gm,
    '',
  )
  // Values of a chart hold snippets, too: a part stands at the beginning.
  if (found !== 'whole' && !/^\s*(?:#[^\n]*\n\s*)*(?:server|location|upstream|map|geo)\b/.test(plain)) return null
  if (found === 'whole') return asOneFile(plain)
  const [before, after] = frames[found]
  return `${before}${plain}\n${after}\n`
}

/** What mails, editors, grep and tables write before each line. */
const margins = [/^(?:> ?)+/, /^ {0,7}\d{1,7}(?:[:|\t]|(?= |$))/, /^[│|] ?/]

/** Lines keep their numbers; whether there is anything to take away, the beginning shows. */
function unframed(text: string): string {
  const start = text.slice(0, 8192)
  const lines = start.split('\n').filter((line) => line.trim() !== '')
  const blank = (all: string) => all.replaceAll(/[^\n]+/g, '')
  const margin = margins.find((one) => lines.every((line) => one.test(line)))
  if (margin) return text.replaceAll(new RegExp(margin, 'gm'), '')
  if (/^(?:@@ |\+\s)/m.test(start) && lines.every((line) => /^(?:[ +@\\-]|diff |index )/.test(line)))
    return text.replaceAll(/^(?:-|\+\+\+|@@|\\|diff |index ).*/gm, '').replaceAll(/^[ +]/gm, '')
  const fence = start.indexOf('```')
  if (fence !== -1 && start.includes('\n```', fence + 3))
    return text.replaceAll(/(^|\n```[ \t]*(?=\n|$))[\s\S]*?(\n?```[^\n]*|$)/g, blank)
  // Whoever colours ends it, too: a sequence alone is a text of the file.
  const plain = /\x1b\[0?m/.test(start) ? text.replaceAll(/\x1b\[[\d;]*m/g, '') : text
  return /^[ \t]*\xa0|\xa0[{;]/m.test(start) ? plain.replaceAll('\xa0', ' ') : plain
}

/** By directives that no other kind of file has at the start of a line, and not as a text in a document. */
function partIn(text: string): 'whole' | 'server' | 'location' | null {
  const found = new Set<string>()
  for (const { 0: word, index } of text.matchAll(telling)) {
    const isField = /^[aki]/.test(word)
    if (!begins(text, index, isField ? ' \t{-"\'' : ' \t')) continue
    if (isField) return null
    found.add(/^[a-z]+/.exec(word)?.[0] ?? '')
  }
  if (found.has('http') || found.has('events')) return found.size > 1 ? 'whole' : null
  return found.has('server') ? 'server' : found.has('location') ? 'location' : null
}

const telling =
  /(?:apiVersion|kind|items)["']?[ \t]{0,99}:|(?:events|http|server)\s{0,99}\{|location\s{1,99}[^\s{};][^\n{};]{0,999}\{/g

/** @param over what may stand between: of a field what opens an object or an item of a list, too */
function begins(text: string, at: number, over: string): boolean {
  let before = at - 1
  while (before > at - 999 && over.includes(text[before] ?? '\n')) before--
  return before < 0 || '\n\r{};\ufeff'.includes(text[before] ?? '\n')
}

/** A line of an access log, of nginx's own log, or of klog, as `kubectl logs` prints them, with or without its time. */
const logLine =
  /^(?:\d{4}-\d\d-\d\dT[\d:.]{8,30}Z )?(?:\S{1,99} - \S{1,99} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:|\d{4}\/\d\d\/\d\d [\d:]{8} \[[a-z]+\] |[IWEF]\d{4}(?:\d{4})? [\d:.]{15} {1,9}\d+ \S{1,99}:\d+\] )/

/** Is one of its first lines such a line: a log may begin with what a shell said. */
function looksLikeLog(text: string): boolean {
  const start = text.slice(0, 8192).split('\n', 20)
  return start.some((line) => logLine.test(line))
}

/** The controller's own array: entries with a name, which no API object has at its top. */
function isBackends(text: string): boolean {
  if (!/^\s{0,99}\[/.test(text)) return false
  try {
    const document = jsonOf(text)
    return Array.isArray(document) && document.map(record).some((item) => 'name' in item && !('kind' in item))
  } catch {
    return false
  }
}
