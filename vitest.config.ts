import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { countRules } from './test/kubectl/support/count-rules.js'

/** What a suite is besides its folder under test/. */
interface Suite {
  /** milliseconds for one test, and for what stands before tests */
  readonly patience: number
  readonly preparation?: number
  readonly setup?: string
  /** one file after another: they share what they try */
  readonly inTurn?: true
  /** modules are loaded once for many files: twice as quick */
  readonly shared?: true
  /** of tests in one file that run at the same time */
  readonly atOnce?: number
  readonly exclude?: readonly string[]
}

/** The parts that make users and roles, and read the audit log, need tools that only a lab of our own has. */
const ofTheLab = process.env.TKNG_LAB_RUN
  ? []
  : ['only-reads', 'permissions', 'changes', 'watch'].map((name) => `test/e2e/${name}.test.ts`)

/** Of these controllers there is no package to fetch: what needs one runs where it is named. */
const ofControllers = [
  ...(process.env.TKNG_CONTOUR ? [] : ['test/proxies/*/contour-*.test.ts']),
  ...(process.env.TKNG_F5_NGINX ? [] : ['test/proxies/f5-nginx/*.test.ts']),
  ...(process.env.TKNG_ENVOY_GATEWAY ? [] : ['test/proxies/gateways/envoy-gateway.test.ts']),
  ...(process.env.TKNG_INGRESS_NGINX ? [] : ['test/proxies/ingress-nginx/*.test.ts']),
]

/** The suites beside the usual one: each needs more than Node, and runs only where somebody asks for it by name. */
const special: Readonly<Record<string, Suite>> = {
  /**
   * Hostile files, servers, plugins and surroundings against the built program as a child process: its time, memory, exit
   * code, output and written files. TKNG_PROGRAM names another form of it; else it is built first. Needs Linux.
   */
  attack: { setup: 'test/attack/support/global-setup.ts', patience: 60_000 },
  /** Against recordings of real clusters: TKNG_RECORDINGS names their folder. */
  recorded: { patience: 120_000, shared: true },
  /** Beside a real kubectl: TKNG_KUBECTL names it (1.32 or newer), else the one on PATH. Needs openssl, too. */
  kubectl: { setup: 'test/kubectl/support/global-setup.ts', patience: 60_000, preparation: 60_000, atOnce: 2 },
  /** In real shells: bash, zsh and fish, each in a terminal of its own, and kubectl's completion within them. */
  shells: { setup: 'test/kubectl/support/global-setup.ts', patience: 60_000, preparation: 60_000 },
  /** The built plugin against a live cluster: KUBECONFIG names it. Nothing is changed there. */
  e2e: { patience: 120_000, preparation: 120_000, inTurn: true, exclude: ofTheLab },
  /**
   * Beside a real nginx: TKNG_NGINX names it, else the one on PATH; its Lua module has to be there. TKNG_SEED repeats a
   * run, TKNG_NGINX_TEXTS and TKNG_NGINX_ROUNDS say how many texts and how many servers are generated.
   */
  'nginx-real': { patience: 300_000, preparation: 30_000, shared: true },
  /**
   * Beside real proxies: TKNG_ENVOY and TKNG_TRAEFIK name them, else those on PATH; openssl makes certificates. TKNG_SEED repeats
   * a run, TKNG_PROXIES_ROUNDS says how many configurations are generated. Beside a real Contour, too, where TKNG_CONTOUR
   * names one; and as root beside a real controller of ingress-nginx, and an F5 NGINX Ingress Controller, where
   * TKNG_INGRESS_NGINX and TKNG_F5_NGINX name folders with them.
   */
  proxies: { patience: 300_000, preparation: 30_000, shared: true, exclude: ofControllers },
  /** What npm would publish, installed and run on each Node that we name: fetches those from npm, and fails where it cannot. */
  pack: { patience: 120_000, preparation: 300_000 },
  /**
   * The single binaries: fetches Node for each platform from npm, builds them, runs those that this machine can run, and
   * fails where it cannot. TKNG_PLATFORMS names fewer (linux-amd64,darwin-arm64).
   */
  binary: { setup: 'test/binary/global-setup.ts', patience: 120_000, inTurn: true },
  /**
   * The archives through a real krew, which Go builds: needs go, git, kubectl, and what `npm run pack:krew` made.
   * TKNG_PLATFORMS names the platforms, where not all were built.
   */
  'krew-real': { patience: 300_000, preparation: 600_000 },
}

/** Needs nothing but Node: all that has no folder of its own above. What it tests is loaded once for all its files. */
const usual: Suite = {
  setup: 'test/support/temporary.ts',
  patience: 40_000,
  shared: true,
  // Those of one file that ask for it wait for servers that say nothing: all of them wait once.
  atOnce: 12,
  exclude: ['node_modules/**', ...Object.keys(special).map((folder) => `test/${folder}/**`)],
}

/** Texts come in as strings, as the bundler has them. */
const texts = {
  name: 'texts',
  transform: (text: string, file: string) =>
    /\.(?:md|yaml)$/.test(file) ? `export const text = ${JSON.stringify(text)}` : undefined,
}

function projectOf(name: string, include: readonly string[], suite: Suite) {
  const { patience, preparation, setup, inTurn, shared, atOnce, exclude } = suite
  return {
    plugins: [texts],
    test: {
      name,
      include: [...include],
      exclude: [...(exclude ?? [])],
      globalSetup: setup === undefined ? [] : [setup],
      testTimeout: patience,
      ...(preparation === undefined ? {} : { hookTimeout: preparation }),
      poolOptions: { forks: { isolate: shared === undefined, singleFork: inTurn !== undefined } },
      ...(atOnce === undefined ? {} : { maxConcurrency: atOnce }),
    },
  }
}

const test = {
  projects: [
    projectOf('usual', ['test/**/*.test.ts'], usual),
    ...Object.entries(special).map(([name, suite]) => projectOf(name, [`test/${name}/**/*.test.ts`], suite)),
  ],
  /** those that run where nobody names another */
  project: ['usual'],
  reporters: ['default', countRules()],
  /** of processes; a project says for itself whether its files share what they load */
  poolOptions: { forks: { isolate: false } },
  /** both cores of a small machine, where vitest would leave one idle */
  minWorkers: 1,
  maxWorkers: Math.max(2, availableParallelism() - 1),
}

/** Every suite is a project: `npm test` is the usual one, and `vitest run --project NAME` the one of the folder NAME. */
export default defineConfig({ test })
