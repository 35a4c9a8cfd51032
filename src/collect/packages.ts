import { getGlobalDispatcher, interceptors, request } from 'undici';
import { PackageError } from '../fhir/package/package.ts';

/** A guide with all its examples is below 10 MB; nothing that a registry sends may fill our memory. */
const mostBytes = 200 * 1024 * 1024;

/**
 * The archive of one package, from a registry that follows FHIR's npm-like protocol: `GET [registry]/NAME/VERSION`.
 * @throws {PackageError} where the registry has none, or does not answer
 */
export async function fetchPackage(registry: string, name: string, version: string): Promise<Uint8Array> {
  const address = new URL(`${name}/${version}`, registry.endsWith('/') ? registry : `${registry}/`);
  try {
    const { statusCode, body } = await request(address, {
      dispatcher: getGlobalDispatcher().compose(interceptors.redirect({ maxRedirections: 5 })),
      headers: { accept: 'application/gzip, application/octet-stream' },
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new PackageError(
        `${address} answered ${statusCode}. Check the name and version, or give the package as a .tgz file.`,
      );
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of body) {
      size += part.length;
      if (size > mostBytes)
        throw new PackageError(`${address} sends more than ${mostBytes} bytes, which is no package.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError(`${address} did not answer: ${(error as Error).message}. Give the package as a .tgz file.`);
  }
}
