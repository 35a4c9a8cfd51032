import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { stepId } from '../src/model/suite.ts';
import { Run } from '../src/run/conductor.ts';
import { orderFromEnvironment } from '../src/run/from-environment.ts';
import authorization from './authorization.ts';
import discovery from './discovery.ts';
import documentation from './documentation.ts';
import ehiExport from './ehi-export.ts';
import feesAndTerms from './fees-and-terms.ts';
import onboarding from './onboarding.ts';
import serviceBaseUrls from './service-base-urls.ts';

const { vendor, topics, folder, authorised } = await orderFromEnvironment();
const suites = [discovery, serviceBaseUrls, documentation, feesAndTerms, onboarding, ehiExport, authorization].filter(
  ({ topic }) => topics.length === 0 || topics.includes(topic),
);

let run: Run;
// A worker that is started again, after a time-out say, goes on where the first stopped.
test.beforeAll(() => {
  const resume = existsSync(join(folder, 'run.json'));
  run = Run.open({ vendor, suites, folder, authorised, resume, headed: Boolean(process.env.PWDEBUG) });
});
test.afterAll(() => run.end());

for (const { topic, question, steps } of suites) {
  test.describe(`${topic}: ${question}`, () => {
    for (const step of steps) {
      for (const deployment of step.per === 'vendor' ? [undefined] : vendor.deployments) {
        test(deployment ? `${step.name} (${deployment.id})` : step.name, async () => {
          const task = run.tasks.find(
            one => stepId(one.topic, one.step) === stepId(topic, step) && one.deployment?.id === deployment?.id,
          );
          if (task) await run.attempt(task);
        });
      }
    }
  });
}
