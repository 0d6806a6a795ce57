// The krew manifest as a value: everything that package.json knows, and what packing learned about each archive.
//
// What krew enforces: https://github.com/kubernetes-sigs/krew/blob/master/internal/index/validation/validate.go

/** Where the bundled plugin runs: krew for Windows takes .exe files only, so that platform waits for a single binary. */
export const platforms = [
  { os: 'linux', arch: 'amd64' },
  { os: 'linux', arch: 'arm64' },
  { os: 'darwin', arch: 'amd64' },
  { os: 'darwin', arch: 'arm64' },
]

/** The name of a platform's archive. */
export function archiveName({ os, arch }) {
  return `tkng-${os}-${arch}.tar.gz`
}

/**
 * @param {{version: string, description: string, homepage: string}} project package.json
 * @param {{os: string, arch: string, sha256: string}[]} archives
 */
export function manifestOf(project, archives) {
  const tag = `v${project.version}`
  return {
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'tkng' },
    spec: {
      version: tag,
      homepage: project.homepage,
      shortDescription: 'Show the routes that Ingresses ask for and what serves them',
      description: [
        'Lists every route that the Ingresses of a cluster ask for, with the Service, the port and the',
        'endpoints behind it, and tells apart what is missing from what may not be seen. Reads a live',
        'cluster or a capture, changes nothing, and never prints a private key.',
        '"tkng" stands for The Kubernetes Networking Guide.',
        '',
      ].join('\n'),
      caveats: 'Needs Node.js 20.19 or newer on the PATH.\n',
      platforms: archives.map(({ os, arch, sha256 }) => ({
        selector: { matchLabels: { os, arch } },
        uri: `${project.homepage}/releases/download/${tag}/${archiveName({ os, arch })}`,
        sha256,
        bin: 'kubectl-tkng',
        files: ['kubectl-tkng', 'LICENSE', 'THIRD_PARTY'].map((from) => ({ from, to: '.' })),
      })),
    },
  }
}
