import type { Prompt } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { printRows } from '../command/print-table.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

/** A name alone is the change log, a version or alias what it says. */
export const promptsShow: Command = command({
  name: 'prompts show',
  says: 'Print the change log of a prompt, or what one version says.',
  operands: '<name | name/version | name@alias>',
  options: { ...CLIENT_OPTIONS, json: { says: 'print JSON' } },
  async run({ json, ...given }, [prompt, ...more], io) {
    if (prompt === undefined || more.length > 0) throw usageError('say one prompt');
    const { prompts } = clientOf(given, io);
    if (/[/@]/.test(prompt)) {
      const { template, ...version } = await prompts.load(prompt);
      io.stdout.write(
        json === true ? `${JSON.stringify({ ...version, template }, null, 2)}\n` : `${promptText(template)}\n`,
      );
      return 0;
    }
    // A name that nobody has is told as such; a search for it would find nothing.
    await prompts.get(prompt);
    const columns = {
      VERSION: ({ version }: Prompt) => String(version),
      MADE: ({ createdMs }: Prompt) => new Date(createdMs).toISOString(),
      ALIASES: ({ aliases }: Prompt) => aliases.join(', '),
      HASH: ({ hash }: Prompt) => hash.slice(0, 12),
      CHANGE: ({ commitMessage }: Prompt) => commitMessage,
    };
    printRows(io, await prompts.versions(prompt).toArray(), columns, json === true);
    return 0;
  },
});

/** What a prompt says, messages under their roles. */
export function promptText(template: Prompt['template']): string {
  if (typeof template === 'string') return template;
  return template.map(({ role, content }) => `[${role}]\n${content}`).join('\n\n');
}
