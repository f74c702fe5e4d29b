import { styleText } from 'node:util';
import { type DiffPart, diffWords } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';
import { promptText } from './prompts-show.ts';

/** As of a file that changed: 1 where there is a difference. */
export const promptsDiff: Command = command({
  name: 'prompts diff',
  says: 'Show word by word what has changed between two versions: [-removed-] and {+added+}.',
  operands: '<name/1> <name/2>',
  options: { ...CLIENT_OPTIONS, json: { says: 'print JSON' } },
  async run({ json, ...given }, [before, after, ...more], io) {
    if (before === undefined || after === undefined || more.length > 0) throw usageError('say two versions');
    const { prompts } = clientOf(given, io);
    const [old, now] = await Promise.all([prompts.load(before), prompts.load(after)]);
    const parts = diffWords(promptText(old.template), promptText(now.template));
    io.stdout.write(json === true ? `${JSON.stringify(parts, null, 2)}\n` : `${parts.map(marked).join('')}\n`);
    return old.hash === now.hash ? 0 : 1;
  },
});

function marked({ kind, text }: DiffPart): string {
  if (kind === 'same') return text;
  return kind === 'added' ? styleText('green', `{+${text}+}`) : styleText('red', `[-${text}-]`);
}
