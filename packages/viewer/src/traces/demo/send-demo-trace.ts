import { sendJson } from '../../api/request.ts';
import { demoRequest } from './demo-request.ts';

/**
 * Sends the demo trace as an app would, over OTLP.
 *
 * @returns its id, once it is stored.
 * @throws ApiFailure
 */
export async function sendDemoTrace(): Promise<string> {
  const traceId = randomHex(16);
  await sendJson('POST', '/v1/traces', demoRequest(traceId, Date.now(), randomHex));
  return traceId;
}

function randomHex(bytes: number): string {
  const random = [...crypto.getRandomValues(new Uint8Array(bytes))];
  return random.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
