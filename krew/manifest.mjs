// The krew manifest as a value: what package.json knows, and where each archive is.
//
// What krew enforces: https://github.com/kubernetes-sigs/krew/blob/master/internal/index/validation/validate.go
// What its reviewers ask for: https://krew.sigs.k8s.io/docs/developer-guide/develop/best-practices/

/** The name of a platform's archive. */
export function archiveName(platform) {
  return `tkng-${platform}.tar.gz`
}

/** The files of an archive: the binary first. */
export function contentOf(platform) {
  return [platform.startsWith('windows') ? 'kubectl-tkng.exe' : 'kubectl-tkng', 'LICENSE', 'THIRD_PARTY']
}

/**
 * @param {{version: string, homepage: string}} project package.json
 * @param {{platform: string, uri: string, sha256: string}[]} archives `platform` as in `linux-amd64`
 */
export function manifestOf(project, archives) {
  return {
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'tkng' },
    spec: {
      version: project.version,
      homepage: project.homepage,
      shortDescription: 'See what Ingresses ask for beside what is served',
      description: [
        'A URL answers 404 and nobody knows why. tkng says which backend answers a URL',
        'and why the others lost, and for an Ingress why it is not served and what to',
        'change. It sets what the cluster asks for beside what the proxy really serves:',
        'routes with their Services, ports and ready endpoints, and the live backends,',
        'configuration, certificates and logs of the ingress-nginx controller, which it',
        'finds by what it runs. It changes nothing, and never prints a private key.',
        'The name stands for The Kubernetes Networking Guide.',
        '',
      ].join('\n'),
      caveats: [
        'krew links one program for each plugin. For completion in your shell, run once:',
        '',
        '  kubectl tkng completion install',
        '',
      ].join('\n'),
      platforms: archives.map(({ platform, uri, sha256 }) => {
        const [os, arch] = platform.split('-')
        const content = contentOf(platform)
        return {
          selector: { matchLabels: { os, arch } },
          uri,
          sha256,
          bin: content[0],
          files: content.map((from) => ({ from, to: '.' })),
        }
      }),
    },
  }
}
