import { compare, comparisonText } from '@tracewright/evaluate';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { evaluationClient } from '../evaluation/client.ts';
import { evaluationFailure } from '../evaluation/evaluation-failure.ts';
import { CLIENT_OPTIONS } from '../server/client-options.ts';

/** As of a file that changed: 1 where a score is clearly better or worse, 2 where they could not be compared. */
export const evalCompare: Command = command({
  name: 'eval compare',
  says: 'Compare two evaluations row by row: what has changed beyond chance, and the rows that got worse.',
  operands: '<evaluation> <evaluation>',
  options: {
    ...CLIENT_OPTIONS,
    experiment: { value: 'name', says: 'where evaluations are looked for by name; default: that of runs' },
    json: { says: 'print JSON' },
  },
  async run({ experiment, json, ...given }, names, io) {
    const [before, after, ...more] = names;
    if (before === undefined || after === undefined || more.length > 0) {
      throw usageError('say two evaluations, each by its name or the id of its run, the earlier one first');
    }
    try {
      const client = evaluationClient(given, io);
      const comparison = await compare(before, after, { client, ...(experiment !== undefined && { experiment }) });
      io.stdout.write(`${json === true ? JSON.stringify(comparison, undefined, 2) : comparisonText(comparison)}\n`);
      return comparison.changes.some(({ kind, verdict }) => kind === 'score' && verdict !== 'unclear') ? 1 : 0;
    } catch (error) {
      throw evaluationFailure(error);
    }
  },
});
