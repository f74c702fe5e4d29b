import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** Reads the body of a request as text; '' where there is none. Invalid UTF-8 becomes U+FFFD. @throws as `RequestBody.read` */
export async function bodyText(c: Context<AppEnv>): Promise<string> {
  const text = await c
    .get('body')
    .read(c, ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString());
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
