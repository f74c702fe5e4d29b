/** Calls a served model as any program can. @throws Error with what it answers instead */
export async function callModel(url: string, body: object): Promise<Response> {
  const response = await fetch(`${url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  throw new Error(`${response.status}: ${await response.text()}`);
}
