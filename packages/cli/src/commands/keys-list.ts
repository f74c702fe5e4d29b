import type { KeyItem } from '@tracewright/schema';
import { timeText } from '../access/time-text.ts';
import { WORKSPACE_OPTION, withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { type Columns, printRows } from '../command/print-table.ts';

const COLUMNS: Columns<KeyItem> = {
  KEY: ({ id }) => id,
  NAME: ({ name }) => name,
  SCOPES: ({ scopes }) => scopes.join(', '),
  EXPERIMENTS: ({ experiments }) => experiments?.join(', ') ?? 'all',
  'MADE BY': ({ createdBy }) => createdBy,
  EXPIRES: ({ expiresNs, revokedNs }) => (revokedNs === null ? timeText(expiresNs) || 'never' : 'revoked'),
  'LAST USED': ({ lastUsedNs }) => timeText(lastUsedNs) || 'never',
};

export const keysList: Command = command({
  name: 'keys list',
  says: 'List the keys of a workspace, the newest first, revoked ones too.',
  operands: '',
  options: { ...WORKSPACE_OPTION, json: { says: 'print JSON' } },
  run: ({ data, workspace = 'default', json }, _, io) =>
    withAccess(data, io, async (access) => printRows(io, await access.listKeys(workspace), COLUMNS, json === true)),
});
