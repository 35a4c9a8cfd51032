import { allBarriers } from '../demo/barrier-list.ts';
import { barrierIds } from './barriers.ts';
import { type Command, print, UsageError } from './command.ts';
import { serve } from './embedded-vendor.ts';

export default {
  options: {
    barrier: { type: 'string', multiple: true },
    port: { type: 'string' },
    profile: { type: 'string' },
    'list-barriers': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  help: {
    'barrier ID,...': 'with exactly these vices (default: none)',
    'port N': 'the port on 127.0.0.1 (default: any that is free)',
    'profile FILE': 'where to write its profile; secrets and certificate authority go beside it',
    'list-barriers': 'print the vices there are, and the rules that must notice each',
    json: 'with --list-barriers: as [{id, topic, rules, barrier}]',
  },
  async run(given) {
    if (given.flag('list-barriers')) {
      const barriers = await allBarriers();
      if (given.flag('json'))
        print(
          JSON.stringify(
            barriers.map(({ id, topic, rules, barrier }) => ({ id, topic, rules, barrier })),
            null,
            2,
          ),
        );
      else for (const { id, says, rules } of barriers) print(`${id}\n  ${says}\n  noticed by ${rules.join(', ')}`);
      return 0;
    }
    const port = given.text('port');
    if (port !== undefined && !(/^\d+$/.test(port) && Number(port) < 65_536))
      throw new UsageError(`--port takes a number up to 65535, not "${port}".`);
    const profile = given.text('profile');
    const served = await serve({
      barriers: await barrierIds(given.list('barrier')),
      ...(port ? { port } : {}),
      ...(profile ? { profile } : {}),
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, served.end);
    print(JSON.stringify({ base: served.base, profile: served.profile }));
    return served.ended;
  },
} satisfies Command;
