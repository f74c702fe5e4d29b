import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { run } from './run-command.test.support.ts';

test('help lists every command, and tells about one', async () => {
  const all = await run('--help');
  expect(all).toMatchObject({ code: 0, err: '' });
  for (const name of [
    'serve',
    'traces export',
    'traces import',
    'traces delete',
    'traces reprice',
    'traces check',
    'prompts show',
    'models serve',
    'gc',
  ])
    expect(all.out).toMatch(new RegExp(`^  ${name} `, 'm'));
  for (const words of ['traces export --help', 'help traces export', 'traces export -h']) {
    const one = await run(words);
    expect(one.code).toBe(0);
    expect(one.out).toContain('Usage: tracewright traces export [options] [file]');
    expect(one.out).toContain('--filter <filter>');
  }
});

test('help of a group lists its commands alone, and the version is told', async () => {
  for (const words of ['prompts --help', 'help prompts', 'prompts -h']) {
    const { code, out, err } = await run(words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Usage: tracewright prompts <command>');
    expect(out).toMatch(/^ {2}prompts promote /m);
    expect(out).not.toContain('traces export');
  }
  expect(await run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  expect(await run('promts --help')).toMatchObject({ code: 2, out: '' });
});

test('without a command the help is an answer to a mistake', async () => {
  const ran = await run('');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain('Usage: tracewright');
});

test.each([
  ['tracs', 'There is no command "tracs". There are: serve, traces export'],
  ['traces', 'There are: traces export, traces import, traces delete, traces reprice, traces check.'],
  ['traces exprot', 'There is no command "traces exprot". There are: traces export'],
  ['traces export --filtr x', "tracewright traces export: Unknown option '--filtr'"],
  ['traces export --filter', "tracewright traces export: Option '--filter <value>' argument missing"],
  ['traces export a b', 'one file at most is written'],
  ['traces export --format xml', '--format is otlp or csv, not "xml"'],
  ['traces export --url nowhere', '"nowhere" is no address: it begins with http:// or https://'],
  ['traces export --url http://127.0.0.1:1 --data .', '--url and --data exclude each other'],
  ['traces check now', 'tracewright traces check takes no "now"'],
  ['traces reprice --from soon', '--from is a time such as 2026-03-01T12:00:00Z, not "soon"'],
  ['models serve -m models:/a/1 --host 0.0.0.0', 'say --api-key, or --no-auth if something else guards it'],
  ['models serve -m models:/a/1 -p many', '--port is a whole number up to 65535, not "many"'],
  ['traces delete', 'say either ids or --filter'],
  ['gc', 'say --days, --max-bytes, --run-days, --experiments or several of them'],
  ['gc --days many', '--days is a whole number, not "many"'],
  ['gc --days 999999999999999', '--days is 100000 at most'],
  ['traces export --key schlüssel', 'a key is printable ASCII without spaces'],
])('%s is a mistake that is explained', async (words, explained) => {
  const ran = await run(words);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(explained);
});

test('a file that is not there is named, in words', async () => {
  expect(await run('traces import nothing.jsonl --url http://127.0.0.1:1')).toMatchObject({
    code: 1,
    err: 'tracewright traces import: there is no nothing.jsonl\n',
  });
});

test('a folder that is not there is named, not the file that was to come into it', async () => {
  expect(await run('traces import nowhere/nothing.jsonl --url http://127.0.0.1:1')).toMatchObject({
    code: 1,
    err: 'tracewright traces import: there is no folder nowhere\n',
  });
});

test('an empty value is a mistake', async () => {
  expect(await run(['traces', 'export', '--filter='])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--filter needs a filter'),
  });
});

test('a server that is not there, and a folder without a store, are one sentence each', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  closed.close();
  await once(closed, 'close');
  expect(await run('traces export', '', { TRACEWRIGHT_URL: url })).toEqual({
    code: 1,
    out: '',
    err: `tracewright traces export: no collector answers at ${url} (ECONNREFUSED): is it running?\n`,
  });
  for (const words of ['traces check', 'traces reprice', 'gc --days 1', 'traces export']) {
    const ran = await run(`${words} --data /nowhere`);
    expect(ran).toMatchObject({ code: 1, err: expect.stringMatching(/: there is no store in .*nowhere\n$/) });
  }
});
