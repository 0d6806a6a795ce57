// The plugin as a few minified CommonJS files, with nothing left to install beside them: a small program, and parts
// that it loads when a command line needs them. `--version` reads 34 KB, `--help` no YAML, no TLS, no archives and no
// command, and a command not what only others need.
//
// esbuild shakes a dynamically imported package only where splitting gives it a chunk of its own, and it splits only ES
// modules. So the first pass makes ES chunks, and the second puts each chunk into exactly one CommonJS file.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'

/**
 * Of a controller only what recognises it is there from the start: its mind waits until one of its kind is found. Nobody
 * may use what a mind exports before that.
 */
const minds = {
  'ingress-nginx': ['src/controllers/ingress-nginx/mind.ts'],
  others: ['f5-nginx', 'traefik', 'shared/envoy', 'contour'].map((folder) => `src/controllers/${folder}/mind.ts`),
}

/** What verbs say with in their help, which needs no other part for it. */
const saying = [
  'src/cli/command.ts',
  'src/cli/flags/controller.ts',
  'src/cli/flags/explained.ts',
  'src/cli/flags/semantics.ts',
  'src/domain/findings/finding.ts',
  'src/domain/findings/severity.ts',
  'src/domain/remember.ts',
  'src/print/picture.ts',
  'src/print/picture-languages.ts',
]

/** Of verbs that have little else in common: their columns stand in their help. */
const views = ['src/print/views/why/view.ts', 'src/print/views/certs.ts']

/** Part → the modules that open it; it holds what they import, less what an earlier part holds already. */
const parts = {
  words: ['src/cli/help.ts', 'src/commands/index.ts', 'src/help/topics.ts'],
  cli: [
    'src/cli/program.ts',
    'src/preferences.ts',
    'src/config/read.ts',
    'src/complete.ts',
    'src/completion/candidates.ts',
    'src/completion/cache.ts',
    ...saying,
  ],
  lists: ['src/commands/look/ingresses.ts', 'src/print/printers.ts', 'src/print/style.ts'],
  cluster: ['src/cluster/connect.ts'],
  findings: ['src/commands/look/explain.ts', 'src/findings/as-text.ts'],
  controllers: ['src/controllers/create.ts'],
  view: views,
  gateways: ['src/commands/look/routes.ts', 'src/commands/look/gateways.ts'],
  trace: ['src/commands/look/trace.ts'],
  why: ['src/commands/look/why.ts', 'src/commands/look/describe.ts'],
  lint: ['src/commands/look/lint.ts'],
  inside: [
    'src/cluster/pods/pod-access.ts',
    'src/commands/inside/conf.ts',
    'src/commands/inside/backends.ts',
    'src/commands/inside/logs.ts',
  ],
  files: ['src/capture/open.ts'],
  ...minds,
  help: helpTexts(),
  more: [],
}
const program = 'kubectl-tkng.cjs'

/** The longer texts: whoever asks for one loads no more than them. That of the findings is made of the catalogue. */
function helpTexts() {
  const folder = fileURLToPath(new URL('../src/help', import.meta.url))
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'findings.md')
    .map((file) => `src/help/${file}`)
    .sort()
}

const entry = 'bin/kubectl-tkng.ts'

/** commander starts a program for a verb that is a file of its own, which none of ours is; loading the means is a tenth of a start. */
const noPrograms = {
  name: 'no-programs',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? { path: 'none', namespace: 'no-programs' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'no-programs' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/** Whoever imports one of these gets it at its door. */
const doors = (root) => ({
  name: 'doors',
  setup(build) {
    const modules = new Map(
      Object.values(minds)
        .flat()
        .map((module) => [join(root, module), module]),
    )
    build.onResolve({ filter: /^\..*\.js$/ }, ({ kind, path, resolveDir }) => {
      const module = kind === 'import-statement' && modules.get(join(resolveDir, path.replace(/js$/, 'ts')))
      return module ? { path: `door:${module}`, external: true } : undefined
    })
  },
})

/** A text is a module of one name, as the tests have it, too. */
export const texts = {
  name: 'texts',
  setup(build) {
    build.onLoad({ filter: /\.(?:md|yaml)$/ }, ({ path }) => ({
      contents: `export const text = ${JSON.stringify(readFileSync(path, 'utf8'))}`,
    }))
  },
}

/**
 * @param {{root: string, work: string, stamp: {commit: string | null, build: string | null}}} place `work`: a folder for the chunks
 * @returns {Promise<{files: {name: string, text: string}[], packages: string[]}>} the program first
 */
export async function bundle({ root, work, stamp }) {
  const common = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' }
  const define = {
    'process.env.NODE_ENV': '"production"',
    TKNG_COMMIT: literal(stamp.commit),
    TKNG_BUILD: literal(stamp.build),
  }
  const { metafile } = await esbuild.build({
    ...common,
    define,
    metafile: true,
    entryPoints: [entry, ...saying, ...views, ...Object.values(minds).flat()],
    entryNames: '[name]-[hash]',
    plugins: [texts, noPrograms, doors(root)],
    format: 'esm',
    splitting: true,
    // Names that chunks ask each other for are as short as all others.
    minify: true,
    outdir: work,
    outExtension: { '.js': '.mjs' },
  })
  const chunks = chunksOf(metafile)
  const fileOf = filesOf(chunks)
  const heavy = chunks.find(({ path, holds }) => fileOf.get(path) === program && holds.length > 0)
  if (heavy) throw new Error(`--version would load ${heavy.holds}: something that main imports needs an import()`)
  const files = []
  for (const name of [program, ...Object.keys(parts).map(partFile)]) {
    const own = chunks.filter(({ path }) => fileOf.get(path) === name)
    const { outputFiles } = await esbuild.build({
      ...common,
      stdin: {
        contents: `${doorsOf(own)}${name === program ? start(own[0]) : ''}`,
        resolveDir: work,
        sourcefile: name,
      },
      format: 'cjs',
      minify: true,
      write: false,
      legalComments: 'none',
      // Files of one program are loaded by require: import() would start the loader of ES modules.
      supported: { 'dynamic-import': false },
      plugins: [elsewhere(name, chunks, fileOf, work)],
    })
    files.push({ name, text: outputFiles[0].text })
  }
  return { files, packages: packagesOf(metafile) }
}

const literal = (value) => JSON.stringify(value)

function partFile(part) {
  return `parts/${part}.cjs`
}

/** The chunks of the first pass; the program's own comes first. */
function chunksOf({ outputs }) {
  const chunks = Object.entries(outputs).map(([path, { entryPoint, imports, inputs }]) => ({
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    entryPoint,
    holds: packagesOf({ inputs }),
    needs: imports.filter(({ kind, external }) => kind === 'import-statement' && !external).map((one) => one.path),
  }))
  return chunks.sort((a, b) => (b.entryPoint === entry) - (a.entryPoint === entry) || (a.path < b.path ? -1 : 1))
}

/** @returns {Map<string, string>} path of a chunk → name of the file that holds it */
function filesOf(chunks) {
  const fileOf = new Map()
  const byPath = new Map(chunks.map((chunk) => [chunk.path, chunk]))
  const take = (path, file) => {
    if (fileOf.has(path)) return
    fileOf.set(path, file)
    for (const need of byPath.get(path).needs) take(need, file)
  }
  const openedBy = (module) => {
    const chunk = chunks.find(({ entryPoint }) => entryPoint === module)
    if (!chunk) throw new Error(`${module} is imported nowhere with import(): it opens no part`)
    return chunk.path
  }
  take(chunks[0].path, program)
  for (const [part, modules] of Object.entries(parts))
    for (const module of modules) take(openedBy(module), partFile(part))
  for (const { path } of chunks) take(path, partFile(Object.keys(parts).at(-1)))
  return fileOf
}

/** A part is a set of doors: each chunk behind one of them waits until it is asked for. */
function doorsOf(chunks) {
  const doors = chunks.map(({ name }) => `${JSON.stringify(name)}: () => require('./${name}')`)
  return `module.exports = { ${doors.join(', ')} };`
}

/** Parts may ask the program for what it holds already: its doors stand open before it starts. */
function start({ name }) {
  return `require('./${name}')`
}

/**
 * A chunk of another file is asked for at that file's door when something of it is first used: help of a verb needs nothing
 * of what it runs, and `ingresses` no words of findings, which its controllers import.
 */
function elsewhere(file, chunks, fileOf, work) {
  const byName = new Map(chunks.map((chunk) => [chunk.name, chunk]))
  return {
    name: 'elsewhere',
    setup(build) {
      build.onResolve({ filter: /\.mjs$|^door:/ }, ({ path }) => {
        const chunk = path.startsWith('door:')
          ? chunks.find(({ entryPoint }) => `door:${entryPoint}` === path)
          : byName.get(path.slice(path.lastIndexOf('/') + 1))
        if (!chunk) return undefined
        if (fileOf.get(chunk.path) === file) return { path: join(work, chunk.name) }
        return { path: `${chunk.name}.cjs`, namespace: 'elsewhere', pluginData: fileOf.get(chunk.path) }
      })
      build.onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path, pluginData: other }) => {
        const name = path.replace(/\.cjs$/, '')
        const chunk = `require(${JSON.stringify(fromTo(file, other))})[${JSON.stringify(name)}]()`
        const contents = [file, other].includes(program) ? chunk : `require('late').late(() => ${chunk})`
        return { contents: `module.exports = ${contents}` }
      })
      // Of Node's own modules this one alone takes a tenth of a start, and help of a verb hashes nothing.
      build.onResolve({ filter: /^node:crypto$/ }, ({ path, namespace }) =>
        namespace === 'own' ? { path, external: true } : { path, namespace: 'own' },
      )
      build.onLoad({ filter: /.*/, namespace: 'own' }, ({ path }) => ({
        contents: `module.exports = require('late').late(() => require('${path}'))`,
      }))
      build.onResolve({ filter: /^late$/ }, ({ path }) => ({ path, namespace: 'late' }))
      build.onLoad({ filter: /.*/, namespace: 'late' }, () => ({ contents: `exports.late = ${whenUsed}` }))
      build.onResolve({ filter: /^\.{1,2}\/.*\.cjs$/ }, ({ path }) => ({ path, external: true }))
    },
  }
}

/**
 * Runs inside the bundle. Whoever imports it gets an object of its own with this one's prototype, and keeps there what was
 * found. What is not there yet, while two chunks start, is asked for again.
 */
function whenUsed(chunk) {
  const get = (_, name, importer) => {
    if (name === '__esModule') return undefined
    const value = chunk()[name]
    if (value !== undefined) Object.defineProperty(importer, name, { value })
    return value
  }
  return Object.create(new Proxy({}, { get }))
}

function fromTo(file, other) {
  if (file === program) return `./${other}`
  return other === program ? `../${other}` : `./${other.slice(other.indexOf('/') + 1)}`
}

/** The packages whose code is inside. */
function packagesOf({ inputs }) {
  const named = Object.keys(inputs).flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [])
  return [...new Set(named)].sort()
}
