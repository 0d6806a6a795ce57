/** `ps`: a row for each process. */
import type { Process } from '../../domain/controllers/controller.js'
import type { Ref } from '../../domain/objects/objects.js'
import type { Cell, View } from '../view.js'

export interface ProcessRow extends Process {
  readonly controller: Ref
  readonly replica: string
}

export const processesView: View<ProcessRow> = {
  kind: 'ProcessList',
  columns: [
    { header: 'REPLICA', cell: ({ replica }) => replica, when: ({ allNamespaces }) => allNamespaces },
    { header: 'PID', cell: ({ pid }) => String(pid) },
    { header: 'ROLE', cell: roleCell },
    { header: 'UPTIME', cell: ({ uptime }) => uptime ?? { text: '-', tone: 'dim' } },
    { header: 'COMMAND', cell: ({ command }) => command },
  ],
  toJson: ({ controller: { namespace, name }, replica, pid, role, uptime, command }) => ({
    controller: { namespace, name },
    replica,
    pid,
    role,
    uptime,
    command,
  }),
  toName: ({ pid }) => `process/${pid}`,
}

function roleCell({ role }: ProcessRow): Cell {
  return role === 'old worker' ? { text: 'old worker (finishing its connections)', tone: 'warn' } : role
}
