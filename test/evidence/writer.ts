import { Redaction } from '../../src/evidence/redact.ts';
import { EvidenceStore } from '../../src/evidence/store.ts';

/** Writes to the run folder in its first argument until it is killed, and tells each id once it is recorded. */
const key = Buffer.alloc(32, 7);
const store = new EvidenceStore(process.argv[2] as string, new Redaction(key), key);
for (let number = 0; ; number++) {
  const body = await store.keep(`body ${number} ${'x'.repeat(number % 5000)}`);
  const { id } = store.record<'file'>({ kind: 'file', name: `file ${number}`, body });
  await new Promise(resolve => process.stdout.write(`${id}\n`, resolve));
}
