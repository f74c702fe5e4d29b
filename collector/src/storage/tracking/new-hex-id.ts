import { randomUUID } from 'node:crypto';
import { noted } from './request-answers/repeated-request.ts';

/** 32 hex digits that were never given before, as MLflow's ids have them. */
export function newHexId(): string {
  return noted(randomUUID).replaceAll('-', '');
}
