import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { permissionOf } from '../auth/route-permissions.ts';
import type { Principal } from '../authorize.ts';
import { ApiError } from '../errors.ts';
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
/** Beyond this whoever worked on a request has ended without an answer, ms. */
const LOST_MS = 120_000;

/**
 * Does what a POST that writes asks for once, however often it is sent with the same `Idempotency-Key`: answers that tell
 * of success are kept and given again. To be mounted behind the guard. What it is about to do, and its answer, are kept
 * beside what routes write, not with it: of a collector that is killed between the two, it is not known what it has done.
 */
export function answerOnce(store: RequestAnswerStore): MiddlewareHandler<AppEnv> {
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
    const earlier = await store.begin(place, request);
    if (earlier !== undefined) {
      c.set('auditCount', 0);
      return answerOf(earlier, request, c);
    }
    c.get('body').isDigested = true;
    await next();
    if (await isKept(c, store, place)) c.res.headers.set(KEPT_HEADER, 'kept');
  };
}

function senderOf({ workspaceId, via, keyId, userId, subject }: Principal): Omit<RequestPlace, 'key'> {
  return { workspaceId, sender: `${via} ${keyId ?? userId ?? subject}` };
}

/** The answer that was given before. @throws ApiError where there is none */
async function answerOf(
  { request: before, ageMs, answer }: EarlierRequest,
  request: string,
  c: Context<AppEnv>,
): Promise<Response> {
  if (before !== request) throw new ApiError('INVALID_PARAMETER_VALUE', `this ${KEY_HEADER} is that of ${before}`);
  if (answer?.digest !== undefined && answer.digest !== (await digestOf(c))) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `this ${KEY_HEADER} is that of a request with another body`);
  }
  if (answer?.body === '')
    return new Response(null, { status: answer.status, headers: { [KEPT_HEADER]: 'given again' } });
  if (answer?.body !== undefined) {
    const headers = { 'content-type': 'application/json', [KEPT_HEADER]: 'given again' };
    return new Response(answer.body, { status: answer.status, headers });
  }
  if (answer !== undefined) throw new ApiError('RESOURCE_CONFLICT', 'this was done before; its answer is not kept');
  if (ageMs < LOST_MS) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'this is being worked on');
  throw new ApiError('RESOURCE_CONFLICT', 'this was begun before, and it is not known whether it was done');
}

/** Of a body that no route reads. */
async function digestOf(c: Context<AppEnv>): Promise<string | undefined> {
  const body = c.get('body');
  body.isDigested = true;
  body.maxBytes = MAX_BODY_BYTES;
  await body.read(c, () => undefined);
  return body.digest;
}

/** Keeps an answer of success, and forgets a request of which nothing came. */
async function isKept(c: Context<AppEnv>, store: RequestAnswerStore, place: RequestPlace): Promise<boolean> {
  const isJson = c.res.headers.get('content-type')?.startsWith('application/json') === true;
  try {
    if (!c.res.ok) {
      await store.giveUp(place);
      return false;
    }
    const body = c.res.body === null ? '' : isJson ? await c.res.clone().text() : undefined;
    const isSmall = body !== undefined && body.length <= MAX_ANSWER;
    const { digest } = c.get('body');
    await store.answer(place, { status: c.res.status, body: isSmall ? body : undefined, digest });
    return isSmall;
  } catch {
    // What was done is answered all the same: sent again, it is told that nobody knows.
    return false;
  }
}
