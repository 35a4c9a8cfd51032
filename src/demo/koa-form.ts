import type { KoaContextWithOIDC } from 'oidc-provider';

/** The fields of a submitted form. */
export async function readForm(context: KoaContextWithOIDC): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of context.req) text += chunk;
  return new URLSearchParams(text);
}
