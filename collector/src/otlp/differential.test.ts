import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { decodeTraceRequest } from './decode-trace-request.ts';
import { readTraceRequest } from './read-trace-request.ts';
import { mutate } from './testing/mutate.ts';
import { oracleDecode, oracleEncode } from './testing/oracle.ts';
import { oracleRequest } from './testing/oracle-request.ts';
import { plainFromOracle, plainFromOurs } from './testing/plain-request.ts';
import { randomJsonRequest, seededRandom } from './testing/random-request.ts';

/** Mutated bodies; more in a thorough run, or as many as TRACEWRIGHT_FUZZ says. */
const MUTATIONS = Number(
  process.env.TRACEWRIGHT_FUZZ ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 500 : 5_000),
);
const REQUESTS = Math.max(100, Math.ceil(MUTATIONS / 25));

const TIMEOUT_MS = 30_000 + 5 * MUTATIONS;

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

function attempt<T>(action: () => T): { readonly value?: T; readonly error?: unknown } {
  try {
    return { value: action() };
  } catch (error) {
    return { error };
  }
}
