import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** What one computation of scrypt costs: memory is 128 · 2^`logN` · `r` bytes. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/**
 * One of the settings of equal strength that OWASP's Password Storage Cheat Sheet lists; this one takes 16 MiB, so that
 * a collector stays within its memory.
 */
export const SCRYPT_COST: ScryptCost = { logN: 14, r: 8, p: 5 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Beyond it a stored hash was not made by us, and would take a machine's memory. */
const MAX_LOG_N = 20;

/** Hashes a password for keeping: `$scrypt$ln=14,r=8,p=5$salt$hash`, so that the cost can be raised later. */
export async function hashPassword(password: string, cost: ScryptCost = SCRYPT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await compute(password, salt, HASH_BYTES, cost);
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

/** Whether `stored` was made of that password; no, too, where it is no hash of ours. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const parsed = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (parsed === null) return false;
  const [, logN, r, p, salt = '', hash = ''] = parsed;
  if (Number(logN) > MAX_LOG_N) return false;
  const expected = Buffer.from(hash, 'base64');
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  return timingSafeEqual(await compute(password, Buffer.from(salt, 'base64'), expected.length, cost), expected);
}

/** In OpenSSL, on a thread of the pool. */
function compute(password: string, salt: Buffer, bytes: number, { logN, r, p }: ScryptCost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 256 * r * (2 ** logN + p + 2) };
  return new Promise((resolve, reject) => {
    // The same password, however the keyboard composes its letters.
    scrypt(password.normalize('NFKC'), salt, bytes, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
