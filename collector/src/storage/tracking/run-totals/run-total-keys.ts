/** Names of the metrics that the traces of a run add up to. */
export const TOTAL_KEYS = ['prompt_tokens', 'completion_tokens', 'total_cost_usd', 'latency_ms', 'llm_calls'] as const;

export function isTotal(key: string): boolean {
  return (TOTAL_KEYS as readonly string[]).includes(key);
}
