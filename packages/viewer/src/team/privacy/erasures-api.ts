import type { Erasure, NewErasureBody } from '@tracewright/schema';
import { sendJson } from '../../api/request.ts';
import { type Answer, useAnswer } from '../../api/use-answer.ts';
import { pauseMsOf } from './erasure-words.ts';

export const ERASURES = '/api/v1/privacy/erasures';

/** What is to be deleted. */
export interface Subject {
  readonly of: Erasure['of'];
  /** Id as spans have it. */
  readonly value: string;
}

/** @throws ApiFailure */
export function askToErase(body: NewErasureBody): Promise<Erasure> {
  return sendJson('POST', ERASURES, body);
}

/** One of them as it goes on, until it is done. @param begun As it was when it was asked for. */
export function useErasure(begun: Erasure): Answer<Erasure> {
  const { id } = begun;
  const answer = useAnswer<Erasure>(`${ERASURES}/${encodeURIComponent(id)}`, pauseMsOf);
  return { ...answer, value: answer.value?.id === id ? answer.value : begun };
}
