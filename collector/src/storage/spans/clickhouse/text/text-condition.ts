import type { FullText } from '../../../../filter/expression.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { ANYTHING, type Condition } from '../filter/condition.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import { mayHaveWords } from './text-block.ts';
import { hashOfBeginning, hashOfWord, PREFIX_LENGTH } from './word-hash.ts';

/** What stands for the words of a text among those of a block, each once; none where all of it is too short to tell. */
export function hashesOf({ text, isPrefix }: FullText): readonly number[] {
  const words = wordsOf(text);
  const hashes = words.slice(0, isPrefix ? -1 : undefined).map(hashOfWord);
  const beginning = isPrefix ? (words.at(-1) ?? '') : '';
  if (beginning.length >= PREFIX_LENGTH) hashes.push(hashOfBeginning(hashOfWord(beginning.slice(0, PREFIX_LENGTH))));
  return [...new Set(hashes)];
}

/**
 * What is true of traces with a span that says this: all of its words are among those of one block. Numbers are written
 * into the statement, never what somebody has asked for.
 */
export function textCondition(text: FullText, params: SqlParams): Condition {
  const hashes = hashesOf(text);
  if (hashes.length === 0) return ANYTHING;
  const among = params.rows.traces.isOnShards ? 'GLOBAL IN' : 'IN';
  const sql = `trace_id ${among} (SELECT arrayJoin(trace_ids) FROM text_blocks WHERE ${params.workspace} AND ${mayHaveWords(hashes)})`;
  return { sql, isExact: false };
}
