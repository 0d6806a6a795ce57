// The npm form begins with this. Where Node keeps what V8 compiled (22.1 and newer), the parts of the program are compiled
// once: in the user's own cache folder, since Node's usual one is for all users of the machine.
// https://nodejs.org/docs/latest-v22.x/api/module.html#moduleenablecompilecachecachedir
{
  const { env, platform } = process
  const { join } = require('node:path')
  const home = env.HOME || env.USERPROFILE
  const own = { win32: env.LOCALAPPDATA, darwin: home && join(home, 'Library', 'Caches') }[platform]
  const folder = env.XDG_CACHE_HOME || own || (home && join(home, '.cache'))
  if (folder) require('node:module').enableCompileCache?.(join(folder, 'tkng', 'code'))
}
