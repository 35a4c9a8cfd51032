import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const worker = fileURLToPath(new URL('./memory-worker.ts', import.meta.url));
const megabyte = 1024 * 1024;

/** The most memory that a run over a list of 100 MB ever holds, above the same process before the run. */
export async function memory(): Promise<string[]> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/fhir+json');
    void sendList(response, 100 * megabyte);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const child = spawn(
      process.execPath,
      ['--expose-gc', worker, `http://127.0.0.1:${(server.address() as AddressInfo).port}/list`],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    const { idle, peak, organizations } = JSON.parse(output.toString()) as {
      idle: number;
      peak: number;
      organizations: string;
    };
    return [
      `a list of 100 MB (${organizations}): idle ${(idle / megabyte).toFixed(0)} MB, at most ${((peak - idle) / megabyte).toFixed(0)} MB more (bar: 150 MB)`,
    ];
  } finally {
    server.close();
  }
}

/** A Bundle of so many bytes, made as it is sent. */
async function sendList(response: import('node:http').ServerResponse, bytes: number): Promise<void> {
  response.write('{"resourceType":"Bundle","type":"collection","timestamp":"2026-11-20T00:00:00Z","entry":[');
  let sent = 0;
  for (let number = 1; sent < bytes; number++) {
    const entry = entries(number);
    sent += entry.length;
    if (!response.write(number === 1 ? entry : `,${entry}`)) await once(response, 'drain');
  }
  response.end(']}');
}

function entries(number: number): string {
  const endpoint = {
    fullUrl: `https://fhir.larkspur.example/Endpoint/e${number}`,
    resource: {
      resourceType: 'Endpoint',
      id: `e${number}`,
      status: 'active',
      connectionType: {
        system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
        code: 'hl7-fhir-rest',
      },
      payloadType: [{ text: 'FHIR' }],
      address: `https://fhir.larkspur.example/t/${number}/r4`,
    },
  };
  const organization = {
    fullUrl: `https://fhir.larkspur.example/Organization/o${number}`,
    resource: {
      resourceType: 'Organization',
      id: `o${number}`,
      identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:oid:2.16.840.1.113883.3.${number}` }],
      name: `Practice number ${number}`,
      address: [{ line: [`${number} Main Street`], city: 'Larkspur', state: 'CA', postalCode: '94939' }],
      endpoint: [{ reference: `Endpoint/e${number}` }],
    },
  };
  return `${JSON.stringify(endpoint)},${JSON.stringify(organization)}`;
}
