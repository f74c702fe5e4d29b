import { hash, randomBytes, randomInt } from 'node:crypto';

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const API_KEY = /^tw_([a-z0-9]{8})_[\w-]{43}$/;

/** 256 bits that nobody can guess, as 43 letters, digits, `-` and `_`. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 8 letters and digits: they name something and keep nothing secret. */
export function newPublicId(): string {
  return Array.from({ length: 8 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');
}

/** What is kept of a secret, hex. There is nothing to guess in 256 random bits, so one round of SHA-256 is enough. */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** A key of a program: its id stands in it, so that it can be found and told apart in lists. */
export function apiKeyText(id: string, secret: string): string {
  return `tw_${id}_${secret}`;
}

/** The id in a key; undefined for what does not look like one of ours. */
export function apiKeyId(key: string): string | undefined {
  return API_KEY.exec(key)?.[1];
}
