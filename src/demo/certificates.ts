import { domain, fullNames } from './addresses.ts';
import type { Behaviour } from './behaviour.ts';
import { once } from './once.ts';

type CertificateKind = Behaviour['tls']['fhir']['certificate'];

/** PEM texts, as a TLS server takes them. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

const day = 24 * 3600 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const loadX509 = once(async () => {
  // tsyringe, which @peculiar/x509 rests on, refuses to load without it.
  await import('reflect-metadata');
  return import('@peculiar/x509');
});

const makeAuthority = async (name: string) => {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: new Date(Date.now() + 730 * day),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
};

const authority = once(() => makeAuthority('CN=Larkspur Health Root, O=Larkspur Health'));
const stranger = once(() => makeAuthority('CN=Unlisted Root, O=Nobody in Particular'));

const leaf = (issuer: typeof authority, names: readonly string[], from: number, to: number) =>
  once(async (): Promise<ServerCertificate> => {
    const x509 = await loadX509();
    const { certificate: issuedBy, keys: signedWith } = await issuer();
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${names[0]}`,
      issuer: issuedBy.subject,
      publicKey: keys.publicKey,
      signingKey: signedWith.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() + from * day),
      notAfter: new Date(Date.now() + to * day),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map(value => ({ type: 'dns' as const, value }))),
        await x509.AuthorityKeyIdentifierExtension.create(issuedBy.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    return { certificate: certificate.toString('pem'), key };
  });

const leaves: { readonly [kind in CertificateKind]: () => Promise<ServerCertificate> } = {
  good: leaf(authority, fullNames, -1, 90),
  expired: leaf(authority, fullNames, -1.5, -0.5),
  'wrong-name': leaf(authority, [`hosting.${domain}`], -1, 90),
  'unknown-authority': leaf(stranger, fullNames, -1, 90),
};

/** A certificate for all the vendor's hosts, with the fault asked for. Made once per process. */
export const serverCertificate = (kind: CertificateKind): Promise<ServerCertificate> => leaves[kind]();

/** PEM of the authority that a client must trust to reach the vendor. */
export const authorityCertificate = async (): Promise<string> => (await authority()).certificate.toString('pem');
