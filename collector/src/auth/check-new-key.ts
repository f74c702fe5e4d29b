import { ApiError } from '../errors.ts';
import type { NewApiKey } from '../storage/tracking/auth/api-key-store.ts';

const MAX_NAME = 128;
const MAX_EXPERIMENTS = 1_000;

/** A key before it has an id and a secret. */
export type WantedKey = Omit<NewApiKey, 'id' | 'digest'>;

/** A key as it may be made. @throws ApiError `INVALID_PARAMETER_VALUE` that says why it may not. */
export function checkNewKey(key: WantedKey, nowMs: number): WantedKey {
  const name = key.name.trim();
  if (name === '' || name.length > MAX_NAME || /\p{C}/u.test(name)) {
    throw refused(`a key needs a name of 1 to ${MAX_NAME} characters`);
  }
  const scopes = [...new Set(key.scopes)];
  if (scopes.length === 0) throw refused('a key needs a scope: ingest, read, write or admin');
  if (key.experiments !== undefined) {
    if (key.experiments.length === 0 || key.experiments.length > MAX_EXPERIMENTS) {
      throw refused(`a key is for 1 to ${MAX_EXPERIMENTS} experiments, or for all where none is named`);
    }
    if (key.experiments.some((id) => !/^\d{1,15}$/.test(id))) throw refused('experiments are named by their ids');
    // It could make itself one for all.
    if (scopes.includes('admin')) throw refused('a key for single experiments can not have the scope admin');
  }
  if (key.expiresMs !== undefined && key.expiresMs <= nowMs) throw refused('a key has to expire in the future');
  return { ...key, name, scopes };
}

function refused(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
