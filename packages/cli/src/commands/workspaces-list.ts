import type { Page, WorkspaceItem } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { type Columns, printRows } from '../command/print-table.ts';
import { SERVER_OPTIONS } from '../server/server.ts';
import { withWorkspace } from '../teams/ask-workspace.ts';

const COLUMNS: Columns<WorkspaceItem> = {
  WORKSPACE: ({ id }) => id,
  NAME: ({ name }) => name,
  STATE: ({ state }) => state,
  DESCRIPTION: ({ description }) => description,
};

export const workspacesList: Command = command({
  name: 'workspaces list',
  says: 'List the workspaces of an installation, archived ones too.',
  operands: '',
  options: { ...SERVER_OPTIONS, json: { says: 'print JSON' } },
  run: ({ json, ...options }, _, io) =>
    withWorkspace(options, io, async (ask) => {
      const { items } = (await (await ask('GET', 'workspaces')).json()) as Page<WorkspaceItem>;
      printRows(io, items, COLUMNS, json === true);
      return 0;
    }),
});
