import type { Page, RedactionRule } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { type Columns, printRows } from '../command/print-table.ts';
import { TEAM_OPTIONS, withWorkspace } from '../teams/ask-workspace.ts';

const COLUMNS: Columns<RedactionRule> = {
  ID: ({ id }) => id,
  NAME: ({ name }) => name,
  KIND: ({ kind }) => kind,
  VALUE: ({ value }) => value,
  KEYS: ({ keys }) => keys.join(', ') || 'all',
  ACTION: ({ action, isEnabled }) => (isEnabled ? action : `${action} (off)`),
};

/** Without options the rules that there are. */
export const privacyRules: Command = command({
  name: 'privacy rules',
  says: 'List what is hidden in a workspace before it is stored, add a rule to it or take one away.',
  operands: '',
  options: {
    ...TEAM_OPTIONS,
    add: { value: 'json', says: 'such as {"name":"EMAIL","kind":"preset","value":"email","action":"mask"}' },
    remove: { value: 'id', says: 'of a rule' },
    json: { says: 'print JSON' },
  },
  run({ add, remove, json, ...options }, _, io) {
    if (add !== undefined && remove !== undefined) throw usageError('--add and --remove exclude each other');
    const rule = add === undefined ? undefined : objectOf(add);
    return withWorkspace(options, io, async (ask) => {
      if (rule !== undefined) await ask('POST', 'redaction/rules', rule);
      if (remove !== undefined) await ask('DELETE', `redaction/rules/${encodeURIComponent(remove)}`);
      const { items } = (await (await ask('GET', 'redaction/rules')).json()) as Page<RedactionRule>;
      printRows(io, items, COLUMNS, json === true);
      return 0;
    });
  },
});

function objectOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new CommandError('--add is no JSON', 2, { cause });
  }
  throw usageError('--add is an object of JSON');
}
