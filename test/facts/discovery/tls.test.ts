import { expect, test } from 'vitest';
import { certificate } from '../../../src/facts/discovery/samples.ts';
import {
  isConnectionTrouble,
  isInspected,
  isOurOwnRefusal,
  type TlsHosts,
  tlsHosts,
  tlsStep,
} from '../../../src/facts/discovery/tls.ts';
import type { Handshake } from '../../../src/model/exhibit.ts';
import { sandbox, ToldEvidence } from '../../fixtures/evidence.ts';

function shake(evidence: ToldEvidence, told: Partial<Handshake> = {}): Handshake {
  return evidence.record<Handshake>({
    kind: 'tls',
    host: 'fhir.larkspur.example',
    port: 443,
    offered: 'TLSv1.2',
    accepted: true,
    ...told,
  });
}

test('handshakes by host, the port named where it is unusual', () => {
  const evidence = new ToldEvidence(tlsStep);
  shake(evidence);
  shake(evidence, { offered: 'TLSv1', accepted: false });
  shake(evidence, { host: 'auth.larkspur.example', port: 8443 });
  const tls = tlsHosts.read(evidence, sandbox) as TlsHosts;
  expect(tls.onLoopback).toBe(false);
  expect(tls.hosts.map(({ host, handshakes }) => [host, handshakes.length])).toEqual([
    ['fhir.larkspur.example', 2],
    ['auth.larkspur.example:8443', 1],
  ]);
});

test('on loopback nothing is missing; elsewhere a fact without a handshake is absent', () => {
  const evidence = new ToldEvidence(tlsStep);
  expect(tlsHosts.read(evidence, sandbox)).toBeUndefined();
  expect(tlsHosts.read(evidence, { ...sandbox, base: 'https://localhost:8443/r4' })).toEqual({
    hosts: [],
    onLoopback: true,
  });
});

test('who said no', () => {
  const evidence = new ToldEvidence(tlsStep);
  const code = (text: string) => shake(evidence, { accepted: false, code: text });
  expect(isOurOwnRefusal(code('ERR_SSL_NO_PROTOCOLS_AVAILABLE'))).toBe(true);
  expect(isOurOwnRefusal(code('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'))).toBe(false);
  expect(isConnectionTrouble(code('TIMEOUT'))).toBe(true);
  expect(isConnectionTrouble(code('PROXY 502'))).toBe(true);
  expect(isConnectionTrouble(code('ECONNRESET'))).toBe(false);
});

test('whose certificate it is', () => {
  const evidence = new ToldEvidence(tlsStep);
  const by = (issuer: string) => shake(evidence, { trusted: false, certificate: { ...certificate, issuer } });
  expect(isInspected(by('O=Zscaler Inc.\nCN=Zscaler Intermediate'), undefined)).toBe(true);
  expect(isInspected(by("O=Let's Encrypt"), undefined)).toBe(false);
  expect(isInspected(by("O=Let's Encrypt"), 'http://proxy.example:3128')).toBe(true);
});
