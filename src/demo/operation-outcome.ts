/** An error in FHIR's words: an OperationOutcome with one issue. */
export function failure(
  status: number,
  code: string,
  diagnostics: string,
  headers: Record<string, string> = {},
): Response {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] };
  return new Response(JSON.stringify(outcome), {
    status,
    headers: { 'content-type': 'application/fhir+json; charset=utf-8', ...headers },
  });
}
