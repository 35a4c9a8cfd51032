import { request } from 'node:http';
import type { Socket } from 'node:net';

/**
 * A connection to `target` (host and port) made by an HTTP proxy.
 * @throws Error with the proxy's status as its message, or `TIMEOUT`; the socket's own error when the proxy is not there
 */
export function throughProxy(proxy: string, target: string, milliseconds: number): Promise<Socket> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostname,
      port,
      method: 'CONNECT',
      path: target,
      headers: { host: target },
      timeout: milliseconds,
    });
    asked.once('connect', (response, socket: Socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(String(response.statusCode)));
    });
    asked.once('timeout', () => asked.destroy(new Error('TIMEOUT')));
    asked.once('error', reject);
    asked.end();
  });
}
