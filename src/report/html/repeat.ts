import type { ConnectionFailure, Exchange, Handshake, Headers } from '../../model/exhibit.ts';

/**
 * Commands for a POSIX shell that ask again what was asked. They are pasted by people, and every part of them may come
 * from a vendor: only printable ASCII, between single quotes, and nothing that curl would read as an option or a file.
 */
export function repeatExchange({ request }: Pick<Exchange, 'request'>): string | undefined {
  const body = request.body !== undefined;
  return body ? undefined : curl(request.method, request.url, request.headers);
}

export const repeatFailure = ({ method, url }: Pick<ConnectionFailure, 'method' | 'url'>): string | undefined =>
  curl(method, url, []);

export function repeatHandshake({
  host,
  port,
  offered,
}: Pick<Handshake, 'host' | 'port' | 'offered'>): string | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(host) || !Number.isInteger(port)) return undefined;
  const version = offered.replace('TLSv', 'tls').replace('.', '_');
  return `openssl s_client -connect ${host}:${port} -servername ${host} -${version} </dev/null`;
}

/** Headers that decide what comes back. What curl or the network sets by itself would only be in the way. */
const telling =
  /^(accept|accept-language|content-type|origin|prefer|access-control-request-(method|headers)|if-[a-z-]+)$/i;

function curl(method: string, url: string, headers: Headers): string | undefined {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol)) return undefined;
  const asking = { GET: '', HEAD: ' --head', OPTIONS: ' --request OPTIONS' }[method];
  if (asking === undefined) return undefined;
  const lines = [`curl --include --globoff --max-time 30${asking}`];
  for (const [name, value] of headers) {
    if (telling.test(name) && /^[\x20-\x7e]*$/.test(value)) lines.push(`--header ${quoted(`${name}: ${value}`)}`);
  }
  const scheme = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1].match(/^(Bearer|Basic) /)?.[1];
  if (scheme) lines.push(`--header "Authorization: ${scheme} $SECRET"`);
  return [...lines, `--url ${quoted(address.href)}`].join(' \\\n  ');
}

/** `URL` leaves single quotes and backslashes standing in places: inside single quotes only a single quote ends them. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
