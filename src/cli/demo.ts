import { resolve } from 'node:path';
import { allBarriers, coexisting } from '../demo/barrier-list.ts';
import { defaultRunFolder } from '../run/folder.ts';
import { readProfile } from '../vendor/profile.ts';
import { barrierIds } from './barriers.ts';
import { carryOut, collectingHelp, collectingOptions } from './carry-out.ts';
import { type Command, UsageError } from './command.ts';
import { serve } from './embedded-vendor.ts';
import { chosen } from './suites.ts';

export default {
  options: { ...collectingOptions, vendor: { type: 'string' }, barrier: { type: 'string', multiple: true } },
  help: {
    'vendor open|obstructive':
      'one that deserves no finding, or one with every vice that can stand beside the others (default)',
    'barrier ID,...': 'the open one, with exactly these vices',
    ...collectingHelp,
  },
  async run(given) {
    const kind = given.text('vendor');
    const named = await barrierIds(given.list('barrier'));
    if (kind !== undefined && kind !== 'open' && kind !== 'obstructive')
      throw new UsageError(`--vendor takes open or obstructive, not "${kind}".`);
    if (kind === 'obstructive' && named.length > 0)
      throw new UsageError('--barrier is for the open vendor: leave --vendor obstructive out.');
    const suites = chosen(given.list('topic'));
    const barriers = named.length > 0 || kind === 'open' ? named : coexisting(await allBarriers()).map(({ id }) => id);
    const served = await serve({ barriers });
    try {
      const vendor = await readProfile(served.profile);
      const out = given.text('out');
      const folder = out ? resolve(out) : defaultRunFolder(vendor.slug, new Date());
      return await carryOut({ vendor, suites, folder, isDemonstration: true }, given);
    } finally {
      served.end();
      await served.ended;
    }
  },
} satisfies Command;
