import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../testing/compile.test.support.ts';
import { type OtlpSink, startOtlpSink } from '../testing/otlp-sink.test.support.ts';

/** What apps do with the functions for their own steps. `same` compiles where both types are one. */
const SAMPLE = `
import { autolog, trace, traced, withSession, type TraceStep } from '@tracewright/autolog';

declare const process: { on(event: 'unhandledRejection', listener: (error: unknown) => void): void };
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_is: Same<A, B>): void => {};

const sync = traced((a: number, b = 'x'): string => a + b, { name: 'sync' });
same<typeof sync, (a: number, b?: string) => string>(true);
const later = traced(async (id: string) => ({ id }));
same<typeof later, (id: string) => Promise<{ id: string }>>(true);
const first = traced(<T>(list: readonly T[]): T | undefined => list[0]);
same<typeof first, <T>(list: readonly T[]) => T | undefined>(true);
function parse(text: string): number;
function parse(list: readonly string[]): number[];
function parse(of: string | readonly string[]) { return typeof of === 'string' ? Number(of) : of.map(Number); }
const overloaded = traced(parse, { name: 'parse', kind: 'parser' });
same<typeof overloaded, typeof parse>(true);
const guard = traced((x: unknown): x is string => typeof x === 'string');
same<typeof guard, (x: unknown) => x is string>(true);
const numbers = traced(function* (to: number) { for (let i = 0; i < to; i++) yield i; return 'end'; });
same<ReturnType<typeof numbers>, Generator<number, string, unknown>>(true);
const letters = traced(async function* (text: string) { yield* text; });
same<ReturnType<typeof letters>, AsyncGenerator<string, void, unknown>>(true);
const bound = traced(function (this: { readonly city: string }, id: number) { return this.city + id; });
same<typeof bound, (this: { readonly city: string }, id: number) => string>(true);
const answer = trace('a', async (step: TraceStep) => step.traceId.length);
same<typeof answer, Promise<number>>(true);
same<ReturnType<typeof inSession>, number>(true);
function inSession() { return withSession('s', () => trace('b', { kind: 'tool' }, () => 7)); }
// @ts-expect-error: arguments are checked as before
sync('1');
// @ts-expect-error: there is no such kind
traced(sync, { kind: 'magic' });

class Shop {
  static opened = 0;
  #city = 'Paris';
  @traced find(id: number): string { return this.#city + id; }
  @traced({ name: 'order', kind: 'tool' }) async order<T>(item: T): Promise<T> { return item; }
  @traced static open(): number { return ++Shop.opened; }
  @traced *#all(): Generator<string> { yield this.#city; }
  list(): string[] { return [...this.#all()]; }
}
same<Shop['find'], (id: number) => string>(true);
same<Shop['order'], <T>(item: T) => Promise<T>>(true);
// @ts-expect-error: fields are no methods
class Wrong { @traced city = 'Paris'; }

const tracing = autolog({ openai: false, langchain: false });
const shop = new Shop();
const seen: unknown[] = [shop.find(1), await shop.order('tent'), Shop.open(), shop.list(), sync(1), overloaded('7')];
const unhandled = new Promise((resolve) => process.on('unhandledRejection', resolve));
void traced(async () => { throw new Error('nobody cares'); }, { name: 'lost' })();
seen.push(String(await unhandled));
await tracing.flush();
console.log(JSON.stringify(seen));
`;

/** For projects that have not moved to the decorators of the language. */
const OLDER_DECORATORS = `
import { autolog, traced } from '@tracewright/autolog';
class Shop {
  @traced find(id: number): string { return 'tent ' + id; }
  @traced({ name: 'open the shop', kind: 'chain' }) static async open(): Promise<number> { return 9; }
}
const tracing = autolog({ openai: false, langchain: false });
const seen: readonly [string, number] = [new Shop().find(1), await Shop.open()];
await tracing.flush();
console.log(JSON.stringify(seen));
`;

/** Compiles a sample without a message, runs it, and tells what it printed and which spans came. */
async function compileAndRun(source: string, options: object) {
  const sink: OtlpSink = await startOtlpSink();
  onTestFinished(() => sink.close());
  const { messages, folder } = await compile(source, options);
  expect(messages).toBe('');
  const env = { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
  const args = ['--conditions=tracewright-source', join(folder, 'sample.js')];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return { printed: JSON.parse(stdout) as unknown, names: sink.spans().map(({ name }) => name) };
}

test('traced functions, steps and decorated methods have the types that they had, and work', async () => {
  const { printed, names } = await compileAndRun(SAMPLE, {});
  expect(printed).toEqual(['Paris1', 'tent', 1, ['Paris'], '1x', 7, 'Error: nobody cares']);
  expect(names).toEqual(['find', 'execute_tool order', 'open', '#all', 'sync', 'parse', 'lost']);
});

test('decorators of the older kind do the same', { tags: 'thorough' }, async () => {
  const { printed, names } = await compileAndRun(OLDER_DECORATORS, { experimentalDecorators: true });
  expect(printed).toEqual(['tent 1', 9]);
  expect(names).toEqual(['find', 'open the shop']);
});
