import { MAX_VALUE_DEPTH, readAnyValue } from '../otlp/any-value.ts';
import { malformedBody } from '../otlp/malformed-body.ts';
import { ANY_VALUE, KEY_VALUE, LIST } from '../otlp/otlp-tags.ts';
import type { WireReader } from '../otlp/wire-reader.ts';
import type { PathState } from './json-path.ts';
import { type KeyRules, type NumberedRule, startOf } from './redactor.ts';
import { inMessage, lengthAndText, nextText, type WireWalk } from './wire-walk.ts';

const NOTHING = new Uint8Array();

/** Goes through the `KeyValue` that comes next, whose tag stands at `fieldAt`. @throws ApiError `MALFORMED_REQUEST` */
export function redactAttribute(walk: WireWalk, fieldAt: number): void {
  const { reader, edits, redactor } = walk;
  const [start, end, key] = keyOfNext(reader);
  const rules = redactor.rulesOf(key);
  if (rules?.whole?.action === 'drop') {
    redactor.whole(rules, rules.whole, '');
    edits.splice(fieldAt, end, NOTHING);
    reader.skipBytes();
  } else if (rules === undefined || start === end) reader.skipBytes();
  else eachValue(walk, () => redactValue(walk, rules, rules.whole, startOf(rules), 0));
}

/** Goes through the `AnyValue` that comes next, which is known by a key that stands nowhere. */
export function redactNextValue(walk: WireWalk, key: string): void {
  const rules = walk.redactor.rulesOf(key);
  if (rules === undefined) walk.reader.skipBytes();
  else inMessage(walk, () => redactValue(walk, rules, rules.whole, startOf(rules), 0));
}

/** Goes through the text that comes next, which is known by a key that stands nowhere. */
export function redactNextText(walk: WireWalk, key: string): void {
  const rules = walk.redactor.rulesOf(key);
  const { at, text } = nextText(walk);
  if (rules === undefined) return;
  const hidden = rules.whole ? walk.redactor.whole(rules, rules.whole, text) : walk.redactor.text(rules, text);
  if (hidden !== undefined) walk.edits.splice(at, walk.reader.offset, lengthAndText(hidden));
}

/** Of fields that come several times each is gone through: all of them are stored. */
function eachValue(walk: WireWalk, redact: () => void): void {
  const { reader } = walk;
  inMessage(walk, () => {
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === KEY_VALUE.value) inMessage(walk, redact);
      else reader.skipUnknown(tag, 0);
    }
  });
}

/** Of an `AnyValue` that was entered. @param whole the rule that hides all of it */
function redactValue(
  walk: WireWalk,
  rules: KeyRules,
  whole: NumberedRule | undefined,
  states: readonly PathState[],
  depth: number,
): void {
  const { reader, edits, redactor } = walk;
  const ended = rules.paths[states.findIndex((state, path) => rules.paths[path]!.path!.isMatch(state))];
  const rule = whole ?? ended;
  if (rule !== undefined) {
    const [start, end] = [reader.offset, reader.limit];
    const hidden = redactor.whole(rules, rule, textOf(reader));
    edits.splice(start, end, rule.action === 'drop' ? NOTHING : stringValue(hidden));
    return;
  }
  while (reader.hasMore()) {
    const tagAt = reader.offset;
    const tag = reader.tag();
    if (tag === ANY_VALUE.stringValue) {
      const { at, text } = nextText(walk);
      const hidden = redactor.text(rules, text, states);
      if (hidden !== undefined) edits.splice(at, reader.offset, lengthAndText(hidden));
    } else if (tag === ANY_VALUE.intValue) {
      const hidden = redactor.text(rules, String(reader.int64()), states);
      if (hidden !== undefined) edits.splice(tagAt, reader.offset, stringValue(hidden));
    } else if (tag === ANY_VALUE.arrayValue || tag === ANY_VALUE.kvlistValue) {
      if (depth >= MAX_VALUE_DEPTH) throw malformedBody(`a value is nested deeper than ${MAX_VALUE_DEPTH}`);
      redactList(walk, rules, states, tag === ANY_VALUE.kvlistValue, depth + 1);
    } else reader.skipUnknown(tag, 0);
  }
}

function redactList(
  walk: WireWalk,
  rules: KeyRules,
  states: readonly PathState[],
  isKeyed: boolean,
  depth: number,
): void {
  const { reader } = walk;
  const below = (step: string | number): readonly PathState[] =>
    states.map((state, path) => rules.paths[path]!.path!.next(state, step));
  inMessage(walk, () => {
    for (let index = 0; reader.hasMore(); index++) {
      const tag = reader.tag();
      if (tag !== LIST.values) reader.skipUnknown(tag, 0);
      else if (isKeyed) {
        const [, , key] = keyOfNext(reader);
        eachValue(walk, () => redactValue(walk, rules, undefined, below(key), depth));
      } else inMessage(walk, () => redactValue(walk, rules, undefined, below(index), depth));
    }
  });
}

/** Where the content of the `KeyValue` that comes next begins and ends, and its key; it stays unread. */
function keyOfNext(reader: WireReader): readonly [start: number, end: number, key: string] {
  const { offset, limit } = reader;
  let key = '';
  reader.enter();
  const [start, end] = [reader.offset, reader.limit];
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === KEY_VALUE.key) key = reader.text();
    else reader.skipUnknown(tag, 0);
  }
  reader.seek(offset, limit);
  return [start, end, key];
}

/** Of a value that was entered, for its digest: a text as it is, anything else as JSON. */
function textOf(reader: WireReader): string {
  const value = readAnyValue(reader);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stringValue(text: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(ANY_VALUE.stringValue), lengthAndText(text)]);
}
