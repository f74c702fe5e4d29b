import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { SERVER_OPTIONS } from '../server/server.ts';
import { withWorkspace } from '../teams/ask-workspace.ts';

export const workspacesAdd: Command = command({
  name: 'workspaces add',
  says: 'Make a workspace, whose id is for good.',
  operands: '<id>',
  options: {
    ...SERVER_OPTIONS,
    name: { value: 'name', says: 'that people call it; default: its id' },
    description: { value: 'text', says: 'what it is for' },
  },
  run({ name, description, ...options }, [id, ...more], io) {
    if (id === undefined || more.length > 0) throw usageError('say one id');
    return withWorkspace(options, io, async (ask) => {
      const given = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
      await ask('POST', 'workspaces', { id, ...given });
      say(io, `workspace ${id} made`);
      return 0;
    });
  },
});
