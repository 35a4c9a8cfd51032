import type { AuthorizationServer } from './authorization-server.ts';
import { failure } from './operation-outcome.ts';

export class FhirEngine {
  readonly #authorization: AuthorizationServer;
  constructor(authorization: AuthorizationServer) {
    this.#authorization = authorization;
  }
  async answer(request: Request): Promise<Response> {
    const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const access = token && (await this.#authorization.access(token));
    if (!access)
      return failure(401, 'login', 'A valid bearer token is needed.', {
        'www-authenticate': 'Bearer realm="Larkspur Health"',
      });
    return failure(404, 'not-found', 'Nothing is there.');
  }
  async answerTenant(request: Request): Promise<Response> {
    return this.answer(request);
  }
}
