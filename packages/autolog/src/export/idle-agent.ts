import type * as http from 'node:http';
import type * as https from 'node:https';
import type { Socket } from 'node:net';
import type { TlsSettings } from '../settings.ts';

/** A connection that is not made by then counts as failed, ms: while it is being made it keeps the process alive. */
const CONNECT_TIMEOUT_MS = 2_000;

/** What differs between the two kinds of agent is not seen by their types. */
type CreateConnection = (options: object, callback?: (error: Error | null, socket: Socket) => void) => Socket;

/**
 * Makes agents whose connections do not keep a finished app alive: what they have not delivered is sent at exit.
 * Node's modules are imported late, so that an app's own HTTP instrumentation gets them first.
 */
export function idleAgentFactory(tls: TlsSettings): (protocol: string) => Promise<http.Agent | https.Agent> {
  return async (protocol) => {
    const { Agent } = protocol === 'http:' ? await import('node:http') : await import('node:https');
    const agent = new Agent({ keepAlive: true, ...(protocol === 'http:' ? {} : tls) });
    const parts = agent as unknown as { createConnection: CreateConnection; reuseSocket: http.Agent['reuseSocket'] };
    const createConnection = parts.createConnection.bind(agent);
    parts.createConnection = (options, callback) => idle(createConnection(options, callback));
    const reuseSocket = parts.reuseSocket.bind(agent);
    parts.reuseSocket = (socket, request) => {
      reuseSocket(socket, request);
      (socket as Socket).unref();
    };
    return agent;
  };
}

function idle(socket: Socket): Socket {
  const timer = setTimeout(() => {
    if (socket.connecting) socket.destroy(Object.assign(new Error('connection timed out'), { code: 'ETIMEDOUT' }));
  }, CONNECT_TIMEOUT_MS);
  timer.unref();
  socket.once('connect', () => clearTimeout(timer));
  socket.once('close', () => clearTimeout(timer));
  return socket.unref();
}
