import type { Permission } from './permission.ts';
import type { Stored } from './search-values.ts';

/**
 * The content of a Binary, to a client that asks for its type rather than for FHIR (FHIR R4, "Serving Binary Resources
 * using the RESTful API"); `undefined` when FHIR was asked, or when there is nothing to show.
 */
export function binaryContent(
  request: Request,
  binary: Stored | undefined,
  permission: Permission,
): Response | undefined {
  const accept = request.headers.get('accept') ?? '*/*';
  if (!binary || /json/i.test(accept) || !permission.covers('Binary', 'read') || !permission.shows(binary, 'read')) {
    return undefined;
  }
  return new Response(Buffer.from(binary.data, 'base64'), {
    headers: { 'content-type': binary.contentType, 'cache-control': 'no-store' },
  });
}
