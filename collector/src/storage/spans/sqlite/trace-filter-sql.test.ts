import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { compare } from '../../../filter/expression.ts';
import { filterSql } from './trace-filter-sql.ts';

/** Names of which one looks like a part of the JSON text of others. */
const name = fc.oneof(
  fc.constantFrom('o3', 'o3-mini', '","', '],', '["o3"', ',"o3', '\\"', '\\'),
  fc.string({ unit: fc.constantFrom('o', '3', '"', ',', '[', ']', '\\', 'é', '\ud800'), minLength: 1, maxLength: 5 }),
);

test('a model is found among those of a trace by its whole name, whatever that is', () => {
  const db = new DatabaseSync(':memory:');
  onTestFinished(() => db.close());
  db.exec('CREATE TABLE traces(models TEXT)');
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), fc.array(name, { minLength: 1, maxLength: 2 }), (models, wanted) => {
      db.exec('DELETE FROM traces');
      db.prepare('INSERT INTO traces VALUES (?)').run(JSON.stringify(models));
      const finds = (operator: '=' | 'in', sought: readonly string[]): boolean => {
        const { sql, parameters, isExact } = filterSql(compare('model', operator, ...sought));
        const isFound = db.prepare(`SELECT 1 FROM traces WHERE ${sql}`).get(...parameters) !== undefined;
        // What is left open lets everything through.
        if (isExact || !isFound) expect(isFound).toBe(sought.some((each) => models.includes(each)));
        return isExact;
      };
      expect(finds('=', wanted.slice(0, 1))).toBe(!wanted[0]!.startsWith(','));
      finds('in', wanted);
    }),
    { numRuns: 500 },
  );
});
