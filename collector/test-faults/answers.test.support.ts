/** How requests of one kind went. */
export class Answers {
  /** How many had each status; 0: no answer came. */
  readonly statuses: Map<number, number> = new Map();
  slowestMs = 0;
  /** Those told to come again, and not when. */
  withoutWait = 0;

  /** @returns its status, 0 where no answer came, and its body */
  async of(ask: () => Promise<Response>): Promise<{ readonly status: number; readonly body: string }> {
    const beganMs = performance.now();
    const answer = await ask().catch(() => undefined);
    const body = (await answer?.text()) ?? '';
    this.slowestMs = Math.max(this.slowestMs, performance.now() - beganMs);
    const status = answer?.status ?? 0;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status === 503 && answer?.headers.get('retry-after') === null) this.withoutWait++;
    return { status, body };
  }

  toString(): string {
    return `${JSON.stringify([...this.statuses])}, the slowest after ${(this.slowestMs / 1_000).toFixed(1)} s`;
  }
}
