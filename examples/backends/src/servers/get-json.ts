/** @throws Error with the status and the body, unless that is 200 with JSON, or 404: then the answer is `{}`. */
export async function getJson<T extends object>(url: string, init: RequestInit = {}): Promise<Partial<T>> {
  const response = await fetch(url, init);
  const text = await response.text();
  // Not there yet.
  if (response.status === 404) return {};
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 1_000)}`);
  return JSON.parse(text) as T;
}
