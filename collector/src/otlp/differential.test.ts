import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { decodeTraceRequest } from './decode-trace-request.ts';
import { readTraceRequest } from './read-trace-request.ts';
import { mutate } from './testing/mutate.ts';
import { oracleDecode, oracleEncode, oracleSpan, oracleSpans } from './testing/oracle.ts';
import { oracleRequest } from './testing/oracle-request.ts';
import { plainFromOracle, plainFromOurs } from './testing/plain-request.ts';
import { randomJsonRequest, seededRandom } from './testing/random-request.ts';

/** Mutated bodies; more in a thorough run, or as many as TRACEWRIGHT_FUZZ says. */
const MUTATIONS = Number(
  process.env.TRACEWRIGHT_FUZZ ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 500 : 5_000),
);
const REQUESTS = Math.max(100, Math.ceil(MUTATIONS / 25));

const TIMEOUT_MS = 30_000 + 15 * MUTATIONS;

/** What we refuse on purpose and protobufjs lets pass, or reads as something that it is not. */
const STRICTER = /wire type|a group|field number 0|more than 32 bits|more than 10 bytes|nested deeper/;

test(`${REQUESTS} generated requests read as protobufjs reads them, in protobuf and in JSON`, {
  timeout: TIMEOUT_MS,
}, () => {
  for (let seed = 1; seed <= REQUESTS; seed++) {
    const json = randomJsonRequest(seededRandom(seed));
    const body = oracleEncode(oracleRequest(json));
    const expected = plainFromOracle(oracleDecode(body));
    expect(plainFromOurs(decodeTraceRequest(body, 'protobuf')), `seed ${seed}`).toEqual(expected);
    const text = new TextEncoder().encode(JSON.stringify(json));
    expect(plainFromOurs(decodeTraceRequest(text, 'json')), `seed ${seed} in JSON`).toEqual(expected);
  }
});

test('every field of a span is kept in its own bytes, those of a later OTLP as well where it came in protobuf', {
  timeout: TIMEOUT_MS,
}, () => {
  for (let seed = 1; seed <= REQUESTS; seed++) {
    const json = randomJsonRequest(seededRandom(seed));
    const body = oracleEncode(oracleRequest(json));
    const text = new TextEncoder().encode(JSON.stringify(json));
    for (const [encoding, sent] of [
      ['protobuf', body],
      ['json', text],
    ] as const) {
      const isNewer = encoding === 'protobuf';
      const kept = decodeTraceRequest(sent, encoding).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans.map(({ payload }) => oracleSpan(payload, isNewer))),
      );
      expect(kept, `seed ${seed} in ${encoding}`).toEqual(oracleSpans(body, isNewer));
    }
  }
});

test(`${MUTATIONS} damaged requests are read as protobufjs reads them or refused`, { timeout: TIMEOUT_MS }, () => {
  let accepted = 0;
  for (let seed = 1; seed <= MUTATIONS; seed++) {
    const random = seededRandom(seed);
    const request = randomJsonRequest(seededRandom(1 + (seed % REQUESTS)));
    const body = mutate(oracleEncode(oracleRequest(request)), random);
    const ours = attempt(() => plainFromOurs(readTraceRequest(body)));
    const theirs = attempt(() => plainFromOracle(oracleDecode(body)));
    if (ours.error !== undefined) {
      expect(ours.error, `seed ${seed}`).toBeInstanceOf(ApiError);
      if (theirs.error === undefined) expect(String(ours.error), `seed ${seed}`).toMatch(STRICTER);
      continue;
    }
    accepted++;
    expect(theirs.error, `seed ${seed} was accepted`).toBeUndefined();
    expect(ours.value, `seed ${seed}`).toEqual(theirs.value);
  }
  expect(accepted).toBeGreaterThan(MUTATIONS / 50);
});

test('a number of more bytes than it needs is read to its end, where protobufjs may be wrong', () => {
  // `kind` 3 in six bytes, behind it a name.
  const span = Buffer.from([0x30, 0x83, 0x80, 0x80, 0x80, 0x80, 0x00, 0x2a, 1, 0x61]);
  const within = (tag: number, inner: Uint8Array) => Buffer.from([tag, inner.length, ...inner]);
  const body = within(10, within(18, within(18, span)));
  const [read] = readTraceRequest(body).resourceSpans[0]!.scopeSpans[0]!.spans;
  expect([read?.kind, read?.name]).toEqual([3, 'a']);
  expect(plainFromOurs(readTraceRequest(body))).toEqual(plainFromOracle(oracleDecode(body)));
});

function attempt<T>(action: () => T): { readonly value?: T; readonly error?: unknown } {
  try {
    return { value: action() };
  } catch (error) {
    return { error };
  }
}
