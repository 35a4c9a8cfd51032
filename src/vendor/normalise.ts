import { resolve } from 'node:path';
import type {
  Client,
  Deployment,
  Engagement,
  PageAddress,
  Registration,
  SecretReference,
  Vendor,
} from '../model/vendor.ts';
import { slugOf } from './slug.ts';

/** A profile as its schema allows it: texts where the schema wants text, numbers where it wants numbers. */
interface Profile {
  readonly vendor: string;
  readonly product?: Vendor['product'];
  readonly purpose?: Vendor['purpose'];
  readonly audience?: Vendor['audience'];
  readonly standards?: Vendor['standards'];
  readonly engagement?: Omit<Engagement, 'permits'> & Partial<Pick<Engagement, 'permits'>>;
  readonly deployments?: readonly (Omit<Deployment, 'host'> & Partial<Pick<Deployment, 'host'>>)[];
  readonly pages?: Readonly<Record<string, Pages>>;
  readonly access?: { readonly token: SecretReference };
  readonly patients?: readonly { readonly id: string; readonly 'sign-in'?: string }[];
  readonly clients?: readonly (Omit<Client, 'clientId'> & { readonly 'client-id'?: string })[];
  readonly 'sign-in'?: Block;
  readonly launch?: Block;
  readonly registration?: Pick<Registration, 'page' | 'press'> & Partial<Registration>;
  readonly bulk?: Block;
  readonly 'ehi-export'?: Block;
  readonly parity?: Block;
  readonly claims?: readonly Block[];
  readonly 'case-folder'?: string;
  readonly endpoints?: Partial<Vendor['endpoints']>;
  readonly politeness?: { readonly 'requests-per-second'?: number; readonly connections?: number };
  readonly network?: Partial<Vendor['network']>;
}
type Block = Readonly<Record<string, unknown>>;
type Page = string | PageAddress;
type Pages = Page | readonly Page[];

/** A checked profile with its defaults, and with files named from the root rather than from `folder`. */
export function vendorOf(checked: unknown, folder: string): Vendor {
  const profile = withAbsoluteFiles(checked, folder) as Profile;
  const { 'sign-in': signIn, 'ehi-export': ehiExport, engagement, access, launch, bulk, parity, politeness } = profile;
  const { 'case-folder': caseFolder, registration } = profile;
  const { ca, proxy, resolve: addresses = {} } = profile.network ?? {};
  return {
    name: profile.vendor.trim(),
    slug: slugOf(profile.vendor),
    product: profile.product ?? {},
    purpose: profile.purpose ?? 'connection',
    audience: profile.audience ?? ['patient'],
    standards: profile.standards ?? {},
    ...(engagement && { engagement: { ...engagement, permits: engagement.permits ?? ['passive'] } }),
    deployments: (profile.deployments ?? []).map(deployment => ({
      ...deployment,
      base: deployment.base.replace(/\/+$/, ''),
      host: deployment.host ?? 'unknown',
    })),
    pages: Object.fromEntries(
      Object.entries(profile.pages ?? {}).map(([role, pages]) => [role, [pages].flat().map(pageOf)]),
    ),
    ...(access && { access }),
    patients: (profile.patients ?? []).map(({ id, 'sign-in': name }) => ({ id, ...(name && { signIn: name }) })),
    clients: (profile.clients ?? []).map(({ 'client-id': clientId, ...client }) => ({
      ...client,
      ...(clientId && { clientId }),
    })),
    ...(signIn && { signIn }),
    ...(launch && { launch }),
    ...(registration && { registration: { fields: {}, take: {}, agreed: [], ...registration } }),
    ...(bulk && { bulk }),
    ...(ehiExport && { ehiExport }),
    ...(parity && { parity }),
    claims: profile.claims ?? [],
    ...(caseFolder && { caseFolder: caseFolder.slice('file:'.length) }),
    endpoints: { knock: profile.endpoints?.knock ?? 'sample', sample: profile.endpoints?.sample ?? 20 },
    politeness: {
      requestsPerSecond: politeness?.['requests-per-second'] ?? 10,
      connections: politeness?.connections ?? 4,
    },
    network: {
      ...(ca && { ca }),
      resolve: Object.fromEntries(Object.entries(addresses).map(([host, address]) => [host.toLowerCase(), address])),
      ...(proxy && { proxy }),
    },
  };
}

const pageOf = (page: Page): PageAddress => (typeof page === 'string' ? { url: page } : page);

/** Whoever reads the vendor later may stand in another folder. */
function withAbsoluteFiles(value: unknown, folder: string): unknown {
  if (typeof value === 'string') {
    return value.startsWith('file:') ? `file:${resolve(folder, value.slice('file:'.length).trim())}` : value;
  }
  if (Array.isArray(value)) return value.map(item => withAbsoluteFiles(item, folder));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withAbsoluteFiles(item, folder)]));
}
