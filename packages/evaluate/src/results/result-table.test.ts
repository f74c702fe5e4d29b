import { expect, test } from 'vitest';
import type { DataRow } from '../data/data-row.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { codeScorer } from '../testing/code-scorer.test.support.ts';
import { csvOf, resultTable } from './result-table.ts';

test('a table has a line for each row, and its CSV quotes what needs it and computes nothing', async () => {
  const { rows } = await evaluate({
    track: false,
    data: [
      { id: 'a', inputs: { q: 'one, "two"' }, outputs: '=cmd()' },
      { id: 'b', inputs: 'x', outputs: 'two\nlines' },
    ] as readonly DataRow[],
    scorers: [codeScorer('length', ({ outputs }) => ({ value: String(outputs).length, rationale: 'counted' }))],
  });
  const { key, inputs, outputs, 'length/value': values, 'length/rationale': rationale } = resultTable(rows, ['length']);
  expect({ key, inputs, outputs, values, rationale }).toEqual({
    key: ['a', 'b'],
    inputs: [{ q: 'one, "two"' }, 'x'],
    outputs: ['=cmd()', 'two\nlines'],
    values: [6, 9],
    rationale: ['counted', 'counted'],
  });
  const csv = csvOf({ key: key ?? [], inputs: inputs ?? [], outputs: outputs ?? [], values: values ?? [] });
  expect(csv).toBe(
    'key,inputs,outputs,values\r\na,"{""q"":""one, \\""two\\""""}",\'=cmd(),6\r\nb,x,"two\nlines",9\r\n',
  );
});
