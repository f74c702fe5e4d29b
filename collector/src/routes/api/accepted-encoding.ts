import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/** How whoever asks wants JSON to be sent; the header may name other ways, which we do not have. */
export function acceptedEncoding(c: Context): 'gzip' | 'identity' {
  const encoding = accepts(c, { header: 'Accept-Encoding', supports: ['gzip', 'identity'], default: 'identity' });
  return encoding === 'gzip' ? 'gzip' : 'identity';
}
