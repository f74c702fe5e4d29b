import { randomUUID } from 'node:crypto';

/** 32 hex digits that were never given before, as MLflow's ids have them. */
export function newHexId(): string {
  return randomUUID().replaceAll('-', '');
}
