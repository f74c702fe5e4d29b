import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { SERVER_OPTIONS } from '../server/server.ts';
import { withWorkspace } from '../teams/ask-workspace.ts';

export const workspacesChange: Command = command({
  name: 'workspaces change',
  says: 'Name or describe a workspace anew, put it away, or take it back.',
  operands: '<id>',
  options: {
    ...SERVER_OPTIONS,
    name: { value: 'name', says: 'that people call it from now on' },
    description: { value: 'text', says: 'what it is for' },
    archive: { says: 'put it away: what is in it stays, and nobody gets in' },
    restore: { says: 'take it back' },
  },
  run({ name, description, archive, restore, ...options }, [id, ...more], io) {
    if (id === undefined || more.length > 0) throw usageError('say one id');
    if (archive && restore) throw usageError('--archive and --restore exclude each other');
    const change = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(archive && { state: 'archived' }),
      ...(restore && { state: 'active' }),
    };
    if (Object.keys(change).length === 0) throw usageError('say what is to change');
    return withWorkspace(options, io, async (ask) => {
      await ask('PATCH', `workspaces/${encodeURIComponent(id)}`, change);
      say(io, `workspace ${id} changed`);
      return 0;
    });
  },
});
