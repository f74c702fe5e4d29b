import type { PromptInfo } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { printRows } from '../command/print-table.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

export const promptsList: Command = command({
  name: 'prompts list',
  says: 'List the prompts of the registry with their aliases.',
  operands: '',
  options: {
    ...CLIENT_OPTIONS,
    filter: { value: 'filter', says: "such as \"name LIKE 'answer%' AND tags.team = 'help'\"; default all" },
    json: { says: 'print JSON' },
  },
  async run({ filter, json, ...given }, _, io) {
    const prompts = await clientOf(given, io).prompts.search({ filter }).toArray();
    const columns = {
      NAME: ({ name }: PromptInfo) => name,
      ALIASES: ({ aliases }: PromptInfo) => aliasTexts(aliases).join(', '),
      CHANGED: ({ updatedMs }: PromptInfo) => new Date(updatedMs).toISOString(),
      DESCRIPTION: ({ description }: PromptInfo) => description,
    };
    printRows(io, prompts, columns, json === true);
    return 0;
  },
});

function aliasTexts(aliases: PromptInfo['aliases']): readonly string[] {
  return Object.entries(aliases).map(([alias, version]) => `${alias}=${version}`);
}
