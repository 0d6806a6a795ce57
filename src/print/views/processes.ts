/** `ps`: a row for each process. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { Process } from '../../domain/controllers/replica-facts.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { nothing } from '../cells.js'
import { fieldsOf } from '../fields.js'
import type { Cell, View } from '../view.js'

export interface ProcessRow extends Process {
  readonly controller: ControllerRef
  readonly replica: Ref
}

export const processesView: View<ProcessRow, ProcessRow> = {
  kind: 'ProcessList',
  columns: [
    { header: 'REPLICA', cell: ({ replica }) => nameOf(replica), when: ({ allNamespaces }) => allNamespaces },
    { header: 'PID', cell: ({ pid }) => String(pid) },
    { header: 'ROLE', cell: roleCell },
    { header: 'UPTIME', cell: ({ uptime }) => uptime ?? nothing, leaves: 1 },
    { header: 'COMMAND', cell: ({ command }) => command, shorten: 'wrap' },
  ],
  toJson: (row) => fieldsOf(row, 'controller', 'replica', 'pid', 'role', 'isLeaving', 'uptime', 'command'),
  toName: ({ pid }) => `process/${pid}`,
}

function roleCell({ role, isLeaving }: ProcessRow): Cell {
  return isLeaving ? { text: `${role} (finishing its connections)`, tone: 'warn' } : role
}
