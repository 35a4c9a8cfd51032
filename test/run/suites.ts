import type { ExhibitId } from '../../src/model/exhibit.ts';
import { perDeployment, perVendor } from '../../src/model/fact.ts';
import { cantTell, defineRule, failed, passed } from '../../src/model/rule.ts';
import { step, stepPerDeployment, suite } from '../../src/model/suite.ts';

/** A small vendor's worth of suites: what they collect is a greeting from each deployment, and one page. */
export const greetings = perDeployment<{ said: string; exhibit: ExhibitId }>({
  id: 'test/greetings',
  from: ['discovery/greet'],
  async read(evidence, deployment) {
    const exchange = evidence.exhibits('exchange', { label: 'greeting', deployment }).at(-1);
    if (!exchange?.response.body) return undefined;
    return { said: await evidence.text(exchange.response.body), exhibit: exchange.id };
  },
});

export const registrations = perVendor<{ count: number; exhibit: ExhibitId }>({
  id: 'test/registrations',
  from: ['onboarding/register'],
  read(evidence) {
    const exchanges = evidence.exhibits('exchange', { label: 'registration' });
    const last = exchanges.at(-1);
    return last && { count: exchanges.length, exhibit: last.id };
  },
});

export const discovery = suite('discovery', 'Does it greet?', [
  stepPerDeployment('greet', { permits: ['passive'] }, async ({ http, deployment }) => {
    await http.get(`${deployment.base}/metadata`, { as: 'greeting' });
  }),
  stepPerDeployment('look closer', { permits: ['passive'] }, async ({ http, deployment, facts }) => {
    const greeting = await facts.read(greetings, deployment);
    if (greeting) await http.get(`${deployment.base}/.well-known/after-${greeting.said}`, { as: 'closer' });
  }),
]);

export const onboarding = suite('onboarding', 'Does it register?', [
  step('register', { permits: ['write'] }, async ({ http, vendor }) => {
    const url = vendor.pages.registration?.[0]?.url as string;
    const intent = 'register the app "nightly"';
    const left = http.left.find(one => one.intent === intent);
    if (left?.answer?.status === 201) return http.settle(left, 'reused');
    if (left) await http.settle(left, 'never-arrived');
    await http.send(url, { as: 'registration', method: 'POST', body: '{}', intent });
    await http.get(`${url}/slow`, { as: 'confirmation' });
  }),
]);

const rule = {
  says: 'It is so',
  otherwise: 'It is not so',
  cites: ['45 CFR 170.404(b)(2)'],
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Make it so.',
} as const;

export const rules = [
  defineRule({
    ...rule,
    id: 'discovery/polite',
    per: 'deployment',
    needs: { greeting: greetings },
    judge: ({ greeting }) =>
      greeting.said === 'hello' ? passed(greeting.exhibit) : failed(`It said ${greeting.said}.`, greeting.exhibit),
    examples: {},
  }),
  defineRule({
    ...rule,
    id: 'onboarding/once',
    per: 'vendor',
    needs: { registered: registrations },
    judge: ({ registered }) =>
      registered.count === 1
        ? passed(registered.exhibit)
        : cantTell(`It was registered ${registered.count} times.`, registered.exhibit),
    examples: {},
  }),
];
