import type { UserItem } from '@tracewright/schema';
import { timeText } from '../access/time-text.ts';
import { withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { type Columns, printRows } from '../command/print-table.ts';
import { FOLDER_OPTION } from '../server/store-folder.ts';

const COLUMNS: Columns<UserItem> = {
  NAME: ({ name }) => name,
  INSTALLATION: ({ isAdmin }) => (isAdmin ? 'administrator' : ''),
  WORKSPACES: ({ workspaces }) => workspaces.map(({ workspaceId, role }) => `${workspaceId}: ${role}`).join(', '),
  'SIGNS IN BY': ({ isDisabled, hasPassword, isFromOidc }) =>
    isDisabled
      ? 'nothing: disabled'
      : [hasPassword && 'password', isFromOidc && 'another service'].filter(Boolean).join(', '),
  'LAST SIGN-IN': ({ lastSignInNs }) => timeText(lastSignInNs),
};

export const usersList: Command = command({
  name: 'users list',
  says: 'List who may sign in.',
  operands: '',
  options: { ...FOLDER_OPTION, json: { says: 'print JSON' } },
  run: ({ data, json }, _, io) =>
    withAccess(data, io, async (access) => printRows(io, await access.listUsers(), COLUMNS, json === true)),
});
