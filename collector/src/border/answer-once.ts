import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { permissionOf } from '../auth/route-permissions.ts';
import type { Principal } from '../authorize.ts';
import { errorAnswer } from '../error-answer.ts';
import { ApiError } from '../errors.ts';
import {
  inRequest,
  notKept,
  otherBody,
  RepeatedRequest,
} from '../storage/tracking/request-answers/repeated-request.ts';
import type {
  EarlierRequest,
  RequestAnswerStore,
  RequestPlace,
} from '../storage/tracking/request-answers/request-answer-store.ts';

/** What a sender names a request by that it may send again. */
const KEY_HEADER = 'idempotency-key';
/** On answers to such requests: whether they are kept, or were. */
const KEPT_HEADER = 'tracewright-answer';
/** Of an answer that is kept, characters: what is made is answered with less. */
const MAX_ANSWER = 65_536;
/** No route reads larger ones at once, bytes. */
const MAX_BODY_BYTES = 64 * 1_024 * 1_024;
/** Beyond this another collector has ended without an answer, or is slow: then it can write nothing any more. ms */
const LOST_MS = 10_000;

/**
 * Does what a POST that writes asks for once, however often it is sent with the same `Idempotency-Key`: answers that tell
 * of success are kept and given again. To be mounted behind the guard. What routes write in the tracking stores is kept with
 * what that gave, in one transaction: where a collector is killed before it answers, whoever sends the request again has what
 * is missing done and is answered by the rest. What a route writes in other stores, spans and files, is written again.
 */
export function answerOnce(store: RequestAnswerStore): MiddlewareHandler<AppEnv> {
  const collector = randomUUID();
  let attempts = 0;
  const open = new Set<string>();
  const isLost = (attempt: string, ageMs: number): boolean => {
    if (attempt.startsWith(collector)) return !open.has(attempt);
    return !store.isShared || ageMs >= LOST_MS;
  };
  return async (c, next) => {
    const key = c.req.header(KEY_HEADER);
    // Keys and passwords, which administrators are told once, are not to stand anywhere.
    if (key === undefined || c.req.method !== 'POST' || permissionOf(c)?.needs !== 'write') return next();
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `${KEY_HEADER} has 1 to 255 visible characters of ASCII`);
    }
    const place = { ...senderOf(c.get('principal')), key };
    const { pathname, search } = new URL(c.req.url);
    const request = `${c.req.method} ${pathname}${search}`;
    const attempt = `${collector} ${attempts++}`;
    open.add(attempt);
    try {
      const begun = await store.begin(place, request, attempt, isLost);
      if (!('writes' in begun)) {
        c.set('auditCount', 0);
        return await answerOf(begun, request, c);
      }
      const body = c.get('body');
      body.isDigested = true;
      const repeated = new RepeatedRequest(place, begun, () => body.digest);
      await inRequest(repeated, next);
      repeated.end();
      if (await isKept(c, store, repeated)) c.res.headers.set(KEPT_HEADER, 'kept');
    } finally {
      open.delete(attempt);
    }
  };
}

function senderOf({ workspaceId, via, keyId, userId, subject }: Principal): Omit<RequestPlace, 'key'> {
  return { workspaceId, sender: `${via} ${keyId ?? userId ?? subject}` };
}

/** The answer that was given before. @throws ApiError where there is none */
async function answerOf(
  { request: before, answer }: EarlierRequest,
  request: string,
  c: Context<AppEnv>,
): Promise<Response> {
  if (before !== request) throw new ApiError('INVALID_PARAMETER_VALUE', `this ${KEY_HEADER} is that of ${before}`);
  if (answer?.digest !== undefined && answer.digest !== (await digestOf(c))) {
    throw otherBody();
  }
  if (answer?.body === '')
    return new Response(null, { status: answer.status, headers: { [KEPT_HEADER]: 'given again' } });
  if (answer?.body !== undefined) {
    const headers = { 'content-type': 'application/json', [KEPT_HEADER]: 'given again' };
    return new Response(answer.body, { status: answer.status, headers });
  }
  if (answer !== undefined) throw notKept();
  throw new ApiError('TEMPORARILY_UNAVAILABLE', 'this is being worked on');
}

/** Of a body that no route reads. */
async function digestOf(c: Context<AppEnv>): Promise<string | undefined> {
  const body = c.get('body');
  body.isDigested = true;
  body.maxBytes = MAX_BODY_BYTES;
  await body.read(c, () => undefined);
  return body.digest;
}

/** Keeps an answer of success, and forgets a request of which nothing came; what may yet go on is left as it is. */
async function isKept(c: Context<AppEnv>, store: RequestAnswerStore, repeated: RepeatedRequest): Promise<boolean> {
  const { place, attempt } = repeated;
  const isJson = c.res.headers.get('content-type')?.startsWith('application/json') === true;
  try {
    if (!c.res.ok && !repeated.isRepeated) {
      if (!repeated.hasWritten || c.res.status < 500) await store.giveUp(place, attempt);
      return false;
    }
    const isOver = c.res.status < 500 && c.res.status !== 429;
    if (repeated.isRefused || !isOver) return false;
    if (!c.res.ok || repeated.hasDiverged) {
      // It found what it has written itself, and took it for somebody else's.
      c.res = undefined;
      c.res = errorAnswer(notKept());
      await store.answer(place, attempt, { status: 200, body: undefined, digest: c.get('body').digest });
      return false;
    }
    const body = c.res.body === null ? '' : isJson ? await c.res.clone().text() : undefined;
    const isSmall = body !== undefined && body.length <= MAX_ANSWER;
    const { digest } = c.get('body');
    await store.answer(place, attempt, { status: c.res.status, body: isSmall ? body : undefined, digest });
    return isSmall;
  } catch {
    // What was done is answered all the same: sent again, it is told that nobody knows.
    return false;
  }
}
