/**
 * Name of a judge as the source of its scores: its model, and the fingerprint of all that decides its verdicts, such as
 * `gpt-5-mini#0123456789abcdef`.
 */
export function judgeSourceId(model: string, fingerprint: string): string {
  return `${model}#${fingerprint}`;
}

/** The fingerprint in the id of a source; undefined where the judge is none of ours. */
export function judgeFingerprint(sourceId: string): string | undefined {
  return /#([\da-f]{16})$/.exec(sourceId)?.[1];
}
