import { halves, type Part, parts } from '../../src/facts/authorization/categories.ts';
import { scopeLabels as labels } from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import { stepPerDeployment } from '../../src/model/suite.ts';
import { connect, readyFor, scopesOf } from './apps.ts';
import { look, type Resource } from './records.ts';

const context = 'launch/patient openid fhirUser';

/** The same rights, as SMART 1 writes them. */
const older = (scope: string): string => scope.replace(/\b(patient|user)\/(\*|\w+)\.[cruds]*(\?\S+)?/g, '$1/$2.read');
const newer = (scope: string): string => scope.replace(/\b(patient|user)\/(\*|\w+)\.(read|\*)/g, '$1/$2.rs');

export const scopes = stepPerDeployment(authorizationSteps.scopes, { permits: ['consented'] }, async hands => {
  const ready = await readyFor(hands, 'any');
  if (!ready) return;
  await hands.oauth.as(ready.person, async person => {
    const { client } = ready;
    const registered = scopesOf(client);
    const asked = async (
      as: { readonly authorization: string; readonly token: string; readonly record: string },
      scope: string,
    ) => {
      const connected = await connect(hands, person, ready, as, { scope });
      const patient = connected?.patient ?? ready.patient;
      if (!connected || !patient) return undefined;
      const after = [connected.exhibit];
      await look(hands, {
        as: as.record,
        client,
        path: `Patient/${patient}`,
        what: 'Patient',
        token: connected.access,
        after,
      });
      return { ...connected, patient };
    };
    await asked(
      { authorization: labels.older, token: labels.olderToken, record: labels.olderRecord },
      older(registered),
    );
    const whole = await asked(
      { authorization: labels.newer, token: labels.newerToken, record: labels.newerRecord },
      newer(registered),
    );
    if (!whole) return;
    const { patient } = whole;
    const search = ({ type, category }: Part) => `${type}?patient=${patient}&category=${encodeURIComponent(category)}`;
    await Promise.all(
      parts.map(part =>
        look(hands, { as: labels.whole, client, path: search(part), what: part.name, token: whole.access }),
      ),
    );
    for (const half of halves) {
      const scope = [
        context,
        'patient/Patient.rs',
        ...half.map(({ type, category }) => `patient/${type}.rs?category=${category}`),
      ];
      const part = await connect(
        hands,
        person,
        ready,
        { authorization: labels.part, token: labels.partToken },
        { scope: scope.join(' ') },
      );
      if (!part) continue;
      const [token, after] = [part.access, [part.exhibit]];
      // What the server says it granted counts, and not what was asked for.
      const said = part.scope?.replaceAll(/%7c/gi, '|');
      const granted = said === undefined ? half : half.filter(({ category }) => said.includes(category));
      const inside = (resource: Resource) => granted.some(one => isIn(resource, one));
      await Promise.all([
        ...parts.map(one =>
          look(hands, {
            as: labels.partSearch,
            client,
            path: search(one),
            what: `${one.name} ${granted.includes(one) ? '(granted)' : '(not granted)'}`,
            token,
            after,
            inside,
          }),
        ),
        ...(['Condition', 'Observation'] as const).map(type =>
          look(hands, {
            as: labels.partSearch,
            client,
            path: `${type}?patient=${patient}`,
            what: `all of ${type}`,
            token,
            after,
            inside,
          }),
        ),
      ]);
    }
  });
});

/** Whether a resource bears the category that a part is made of. */
const isIn = (resource: Resource, { type, category }: Part): boolean => {
  const [system, code] = category.split('|');
  return (
    resource?.resourceType === type &&
    [resource.category ?? []]
      .flat()
      .some((concept: Resource) =>
        [concept?.coding ?? []].flat().some((coding: Resource) => coding?.system === system && coding?.code === code),
      )
  );
};
