import { endpointLabels, webAddress } from '../src/facts/authorization/endpoints.ts';
import { authorizationSteps } from '../src/facts/authorization/steps.ts';
import { isObject } from '../src/facts/discovery/json.ts';
import { stepPerDeployment, suite } from '../src/model/suite.ts';
import { assertions, backend } from './authorization/backend.ts';
import { connectionStep } from './authorization/connections.ts';
import { decisions } from './authorization/decisions.ts';
import { launch } from './authorization/launch.ts';
import { access, codes, refreshes, requests } from './authorization/misuse.ts';
import { scopes } from './authorization/scopes.ts';
import { introspection, revocation } from './authorization/tokens.ts';

const json = { accept: 'application/json' };

/** Topics run alone, so what discovery has read is asked for again. */
const whereToSignIn = stepPerDeployment(
  authorizationSteps.endpoints,
  { permits: ['passive'] },
  async ({ deployment, http }) => {
    const smart = await http.get(`${deployment.base}/.well-known/smart-configuration`, {
      as: endpointLabels.smart,
      headers: json,
    });
    const says = parsed(await smart.text());
    const issuer = webAddress(says?.issuer);
    const openid =
      issuer &&
      (await http.get(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
        as: endpointLabels.openid,
        headers: json,
        namedBy: smart.exhibit,
      }));
    const named = openid && webAddress(parsed(await openid.text())?.jwks_uri);
    const keys = named ?? webAddress(says?.jwks_uri);
    if (keys) {
      await http.get(keys, {
        as: endpointLabels.keys,
        headers: json,
        namedBy: named && openid ? openid.exhibit : smart.exhibit,
      });
    }
  },
);

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // no JSON: what was there instead is kept, and discovery's rules look at it
  }
}

export default suite(
  'authorization',
  'Can a patient connect an app, decide what it gets, and end it, with nobody but the patient asked?',
  [
    whereToSignIn,
    connectionStep('public'),
    connectionStep('symmetric'),
    connectionStep('asymmetric'),
    connectionStep('native'),
    decisions,
    scopes,
    launch,
    backend,
    introspection,
    revocation,
    requests,
    codes,
    refreshes,
    access,
    assertions,
  ],
);
