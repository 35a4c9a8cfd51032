import type { Client, Vendor } from '../../src/model/vendor.ts';

/** Who asks about a client's tokens: the client itself where it can prove who it is, else one of ours that can. */
export function asker(vendor: Vendor, client: Client): Client {
  if (client.kind === 'symmetric' || client.kind === 'asymmetric') return client;
  return vendor.clients.find(({ kind }) => kind === 'symmetric' || kind === 'asymmetric') ?? client;
}
