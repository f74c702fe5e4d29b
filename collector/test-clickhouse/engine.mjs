/**
 * A ClickHouse in one process: the engine of the package `chdb` behind the part of ClickHouse's HTTP interface that its
 * client speaks. Queries run one after the other. Started with a channel to its parent, it says `{ url }` on it, and
 * ends with the channel.
 *
 * The first argument is the folder of its data; without one the engine makes its own, which is gone afterwards. With
 * `CLICKHOUSE_SHARDS=2` it stands for a cluster, see `two-shards.mjs`.
 */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { configOfTwoShards, rowsOfShards, withoutKeeper } from './two-shards.mjs';

const require = createRequire(import.meta.url);
const { Session, version } = require('chdb');
const { loadNative } = require('./node_modules/chdb/dist/loader.js');

/** What is part of the interface and no setting of the engine. */
const RESERVED = ['query', 'query_id', 'database', 'default_format', 'session_id', 'role', 'wait_end_of_query'];
/** Settings of the HTTP interface alone. */
const OF_HTTP = ['enable_http_compression', 'send_progress_in_http_headers', 'http_headers_progress_interval_ms'];
/** As ClickHouse's `http_max_uri_size`: parameters stand in the address. */
const MAX_ADDRESS_BYTES = 1_048_576;
/** By the engine's code; anything else is 500. */
const STATUS = { 47: 404, 60: 404, 81: 404, 62: 400, 27: 400, 36: 400, 241: 500, 159: 408, 202: 429 };
/** The first word of queries that answer with rows. */
const ASKS = /^\s*(?:\/\*.*?\*\/\s*)*(?:select|with|show|describe|desc|exists|explain|\()/i;

/** Rows of inserts go to the engine as files: behind a statement, a blank line would end them. In memory, if there is such a folder. */
const ROWS = join(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tracewright-engine-')), 'rows');

const isCluster = process.env.CLICKHOUSE_SHARDS === '2';
const config = isCluster ? [`--config-file=${configOfTwoShards()}`] : [];

const native = loadNative();
const session = new Session(process.argv[2], { connectionArgs: ['--async_load_databases=0', ...config] });
const engine = version().libchdb;
const applied = new Map();
let database = 'default';
let turn = Promise.resolve();

const server = createServer({ maxHeaderSize: MAX_ADDRESS_BYTES }, (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/ping') return void response.end('Ok.\n');
  readBody(request).then(
    (body) => answer(url.searchParams, request.headers, body, response),
    // Whoever breaks off in the middle of a body has said nothing.
    () => response.destroy(),
  );
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${server.address().port}` });
  if (process.send === undefined) console.log(`http://127.0.0.1:${server.address().port}`);
});
process.on('disconnect', () => end());
process.on('SIGTERM', () => end());
process.on('message', (message) => {
  if (message === 'usage') process.send({ cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() });
});

async function readBody(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

async function answer(search, headers, body, response) {
  const before = turn;
  const done = Promise.withResolvers();
  turn = done.promise;
  await before;
  const id = search.get('query_id') ?? '';
  response.setHeader('X-ClickHouse-Query-Id', id);
  response.setHeader('X-ClickHouse-Server-Display-Name', 'chdb');
  try {
    const asked = await questionOf(search, headers, body);
    const startMs = performance.now();
    const { bytes, format, summary } = await run(isCluster ? await ofCluster(asked) : asked);
    response.setHeader('X-ClickHouse-Format', format);
    response.setHeader('Content-Type', 'application/octet-stream');
    const elapsed = String(Math.round((performance.now() - startMs) * 1e6));
    response.setHeader('X-ClickHouse-Summary', JSON.stringify({ ...summary, elapsed_ns: elapsed }));
    response.end(bytes);
  } catch (error) {
    const code = Number(/Code: (\d+)/.exec(error.message)?.[1] ?? 0);
    const text = code === 0 ? `Code: 1001. DB::Exception: ${error.message}. (STD_EXCEPTION)` : error.message;
    response.statusCode = STATUS[code] ?? 500;
    response.setHeader('X-ClickHouse-Exception-Code', String(code || 1001));
    response.end(`${text.trim()} (version ${engine})`);
  } finally {
    done.resolve();
  }
}

/** What is asked, wherever the client has put it: in the address, in the body, or in parts of the body. */
async function questionOf(search, headers, body) {
  const type = headers['content-type'] ?? '';
  const entries = [...search];
  let data = body;
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) entries.push([name, typeof value === 'string' ? value : await value.text()]);
    data = Buffer.alloc(0);
  }
  const given = new Map(entries);
  const isInUrl = given.has('query');
  const params = {};
  const settings = new Map();
  for (const [name, value] of given) {
    if (name.startsWith('param_')) params[name.slice(6)] = value;
    else if (!RESERVED.includes(name) && !OF_HTTP.includes(name)) settings.set(name, value);
  }
  return {
    sql: isInUrl ? given.get('query') : data.toString(),
    data: isInUrl ? data : Buffer.alloc(0),
    database: given.get('database') ?? 'default',
    format: given.get('default_format') ?? 'TabSeparated',
    params,
    settings,
  };
}

/** The same on two shards. What cannot be run as it is written is read as it is, at least. */
async function ofCluster(asked) {
  if (asked.sql.includes(' ON CLUSTER ')) await run({ ...asked, sql: `EXPLAIN AST ${asked.sql}` });
  const settings = ASKS.test(asked.sql) ? new Map([...asked.settings, rowsOfShards()]) : asked.settings;
  return { ...asked, settings, sql: withoutKeeper(asked.sql) };
}

async function run({ sql, data, database: wanted, format: defaultFormat, params, settings }) {
  const insert = /^\s*insert\s+into\b[\s\S]*\bformat\s+\w+\s*$/i.test(sql);
  // An insert takes its settings along: each has a token of its own.
  if (!insert) await apply(settings);
  if (wanted !== database) {
    await session.queryAsync(`USE ${'`'}${wanted}${'`'}`);
    database = wanted;
  }
  if (insert) {
    if (data.length === 0) return { bytes: '', format: defaultFormat, summary: {} };
    writeFileSync(ROWS, data);
    const given = settings.size === 0 ? '' : `SETTINGS ${[...settings].map(assignment).join(', ')} `;
    const from = `FROM INFILE '${ROWS}' COMPRESSION 'none' ${given.replaceAll('$', '$$$$')}FORMAT $1`;
    const statement = sql.replace(/\bformat\s+(\w+)\s*$/i, from);
    await session.queryAsync(statement);
    const written = { written_bytes: String(data.length) };
    return { bytes: '', format: defaultFormat, summary: written };
  }
  const named = /\bformat\s+(\w+)\s*;?\s*$/i.exec(sql);
  const asks = ASKS.test(sql);
  const format = asks && named !== null ? named[1] : defaultFormat;
  const text = asks && named !== null ? sql.slice(0, named.index) : sql;
  const hasParams = Object.keys(params).length > 0;
  const raw = await (hasParams
    ? native.QueryAsyncConnection(session.connection, text, format, params)
    : native.QueryAsyncConnection(session.connection, text, format));
  return {
    bytes: raw.bytes,
    format,
    summary: { read_rows: String(raw.rowsRead ?? 0), read_bytes: String(raw.bytesRead ?? 0) },
  };
}

/** A request's settings hold for it alone: they are set where they differ from the request's before. */
async function apply(settings) {
  for (const name of applied.keys()) {
    if (settings.has(name)) continue;
    await session.queryAsync(`SET ${name} = DEFAULT`);
    applied.delete(name);
  }
  for (const [name, value] of settings) {
    if (applied.get(name) === value) continue;
    await session.queryAsync(`SET ${assignment([name, value])}`);
    applied.set(name, value);
  }
}

function assignment([name, value]) {
  return `${name} = '${value.replace(/[\\']/g, '\\$&')}'`;
}

function end() {
  server.close();
  server.closeAllConnections();
  turn.then(() => {
    session.close();
    rmSync(dirname(ROWS), { recursive: true, force: true });
    process.exit(0);
  });
}
