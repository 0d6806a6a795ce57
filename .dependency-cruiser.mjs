/**
 * The doors between the rooms. Each comment is for the person who just broke the rule.
 * A room's list names everything that it may import; the README's house map says why.
 */
const rooms = {
  bin: { may: ['^src/main\\.ts$'], because: 'bin is a door, not a room: it hands main the process and nothing else' },
  'src/cli': {
    may: [
      '^src/domain/',
      '^src/findings/',
      '^src/questions/',
      '^src/print/view\\.ts$',
      npm('commander'),
      '^(node:)?stream(/promises)?$',
    ],
    because: 'argument parsing knows no cluster and no file: say what is meant in a value, main passes it on',
  },
  'src/commands': {
    may: ['^src/cli/', '^src/questions/', '^src/domain/', '^src/print/view', '^src/help/topics\\.ts$'],
    because:
      'a command asks a question; main decides who answers. What two commands share is a question, or belongs in cli',
  },
  'src/help': {
    may: ['^src/findings/as-text\\.ts$'],
    because: 'texts for people know nobody, but the one that the catalogue of findings is',
  },
  'src/domain': {
    may: ['^(node:)?crypto$'],
    because: 'the model must run with no cluster, terminal, disk or clock: pass the value in',
  },
  'src/findings': {
    may: ['^src/domain/'],
    because: 'the catalogue words what was found: it finds nothing itself, and prints nothing',
  },
  'src/lint': {
    may: ['^src/domain/'],
    because: 'a rule sees facts and tells findings: it asks nobody, and knows no controller',
  },
  'src/questions': {
    may: ['^src/domain/', '^src/lint/', '^src/semantics/'],
    because:
      'a question asks ports and dialects through their contracts: it names no proxy, prints nothing, opens nothing',
  },
  'src/languages': { may: [], because: 'a language has no opinion about Kubernetes' },
  'src/semantics': { may: ['^src/domain/'], because: 'the words of a specification know no proxy and no question' },
  'src/controllers': {
    may: ['^src/domain/', '^src/findings/', '^src/languages/', '^src/semantics/'],
    because: 'a dialect is asked through ports and asks through ports: it knows no cluster and prints nothing',
  },
  'src/cluster': {
    may: ['^src/domain/', '^src/files/', npm('@kubernetes/client-node', 'yaml', '@types/ws', 'ws'), builtin()],
    because: 'the only room that speaks to an API server prints nothing and knows no controller',
  },
  'src/capture': {
    may: ['^src/domain/', '^src/files/', npm('yaml', 'tar'), builtin('fs', 'zlib', 'path', 'stream', 'util')],
    because: 'a file must replay with no cluster library installed',
  },
  'src/completion': {
    may: ['^src/cli/', '^src/domain/', '^src/files/', npm('commander'), builtin('crypto', 'fs', 'path')],
    because: 'completion reads the tree of verbs and asks ports: a new verb needs nothing here',
  },
  'src/config': {
    may: ['^src/cli/', '^src/domain/', '^src/files/', npm('yaml'), builtin('fs', 'path')],
    because: 'a preference is a value of cli: what it does to a command line is decided there',
  },
  'src/files': {
    may: [builtin('crypto', 'fs', 'net', 'path', 'stream', 'tty', 'util', 'v8', 'zlib')],
    because: 'how a file is opened, written and held has no opinion about what is in it',
  },
  'src/print': {
    may: ['^src/domain/', '^src/findings/', '^src/questions/', npm('chalk', 'cli-table3')],
    because: 'printing reads results, it never fetches them; width, colour and clock come in as values',
  },
}

/** Wherever the packages are installed: a second work tree may share those of the first. */
function npm(...names) {
  return `(?:^|/)node_modules/(?:${names.join('|')})/`
}

function builtin(...names) {
  return names.length === 0 ? '^(node:)?[a-z_]+(/promises)?$' : `^(node:)?(${names.join('|')})(/promises)?$`
}

const doors = Object.entries(rooms).map(([room, { may, because }]) => ({
  name: `door-of-${room.replace('src/', '')}`,
  comment: because,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { pathNot: [`^${room}/`, ...may] },
}))

/** Two commands are two files: what they share has a room of its own. */
const strangers = {
  name: 'commands-do-not-know-each-other',
  comment: 'a command that needs another one needs what both stand on: move that to domain or cli',
  severity: 'error',
  from: { path: '^src/commands/(?!index)' },
  to: { path: '^src/commands/' },
}

const foreigners = {
  name: 'dialects-do-not-know-each-other',
  comment: 'what two controllers share belongs in src/controllers/shared',
  severity: 'error',
  from: { path: '^src/controllers/([^/]+)/' },
  to: { path: '^src/controllers/', pathNot: ['^src/controllers/$1/', '^src/controllers/shared/'] },
}

const circles = {
  name: 'no-circles',
  comment: 'two files that need each other, be it for a type, are one file, or hide a third',
  severity: 'error',
  from: {},
  to: { circular: true },
}

const lost = {
  name: 'no-lost-imports',
  comment: 'an import of what does not exist',
  severity: 'error',
  from: {},
  to: { couldNotResolve: true },
}

export default {
  forbidden: [...doors, strangers, foreigners, circles, lost],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
}
