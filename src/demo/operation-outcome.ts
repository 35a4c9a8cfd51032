/** An error in FHIR's words: an OperationOutcome with one issue. */
export function failure(status: number, code: string, text: string, headers: Record<string, string> = {}): Response {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
  return new Response(JSON.stringify(outcome), {
    status,
    headers: { 'content-type': 'application/fhir+json; charset=utf-8', ...headers },
  });
}
