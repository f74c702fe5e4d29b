import type { FullText } from '../../../../filter/expression.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { ANYTHING, type Condition } from '../filter/condition.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import { mayHaveWords } from './text-block.ts';
import { hashOfBeginning, hashOfWord, PREFIX_LENGTH } from './word-hash.ts';

/**
 * What is true of traces with a span that says this: all of its words are among those of one block. Numbers are written
 * into the statement, never what somebody has asked for.
 */
export function textCondition({ text, isPrefix }: FullText, params: SqlParams): Condition {
  const words = wordsOf(text);
  const hashes = words.slice(0, isPrefix ? -1 : undefined).map(hashOfWord);
  const beginning = isPrefix ? words.at(-1)! : '';
  if (beginning.length >= PREFIX_LENGTH) hashes.push(hashOfBeginning(hashOfWord(beginning.slice(0, PREFIX_LENGTH))));
  if (hashes.length === 0) return ANYTHING;
  const tests = mayHaveWords([...new Set(hashes)]);
  const sql = `trace_id IN (SELECT arrayJoin(trace_ids) FROM text_blocks WHERE ${params.workspace} AND ${tests})`;
  return { sql, isExact: false };
}
