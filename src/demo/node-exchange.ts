import { IncomingMessage, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

/** A listener for Node's HTTP server, called with a fetch `Request`; what it writes comes back as a `Response`. */
export async function askNodeListener(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  request: Request,
): Promise<Response> {
  const url = new URL(request.url);
  const socket = Object.assign(new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }), {
    encrypted: true,
    remoteAddress: '127.0.0.1',
  });
  const incoming = new IncomingMessage(socket as unknown as TLSSocket);
  incoming.method = request.method;
  incoming.url = url.pathname + url.search;
  incoming.httpVersion = '1.1';
  for (const [name, value] of request.headers) {
    incoming.headers[name] = value;
    incoming.rawHeaders.push(name, value);
  }
  incoming.headers.host = url.hostname;
  delete incoming.headers['transfer-encoding'];
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > 0) {
    incoming.headers['content-length'] = String(body.length);
    incoming.push(body);
  }
  incoming.push(null);

  const outgoing = new ServerResponse(incoming);
  const written: Buffer[] = [];
  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string')
      written.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
    else if (chunk instanceof Uint8Array) written.push(Buffer.from(chunk));
  };
  await new Promise<void>((resolve, reject) => {
    outgoing.write = (chunk: unknown, encoding?: unknown) => {
      keep(chunk, encoding);
      return true;
    };
    outgoing.end = (chunk?: unknown, encoding?: unknown) => {
      keep(chunk, encoding);
      outgoing.emit('finish');
      resolve();
      return outgoing;
    };
    Promise.resolve(listener(incoming, outgoing)).catch(reject);
  });

  const headers = new Headers();
  for (const [name, value] of Object.entries(outgoing.getHeaders())) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, String(one));
  }
  headers.delete('content-length');
  const { statusCode: status } = outgoing;
  const empty = status === 204 || status === 304 || request.method === 'HEAD';
  return new Response(empty ? null : Buffer.concat(written), { status, headers });
}
