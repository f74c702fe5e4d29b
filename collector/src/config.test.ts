import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('without any setting the collector listens on loopback, port 4318, without a key', () => {
  expect(readConfig({}, [])).toEqual({
    port: 4318,
    host: '127.0.0.1',
    dataDir: './.tracewright',
    apiKey: undefined,
    auth: {
      isOpen: false,
      firstAdmin: undefined,
      sessionLife: { idleMs: 604_800_000, maxMs: 2_592_000_000 },
      trustedProxies: [],
      requestsPerSecond: undefined,
      bytesPerSecond: undefined,
      oidc: undefined,
    },
    allowedHosts: [],
    allowedOrigins: [],
    maxBodyBytes: 67_108_864,
    maxAgeMs: undefined,
    maxStoreBytes: undefined,
    pricesFile: undefined,
    outgoing: { allow: [], keys: [] },
    spansUrl: undefined,
    trackingUrl: undefined,
    blobsUrl: undefined,
    areBlobsPresigned: false,
    areReadsAudited: false,
    maxAuditAgeMs: undefined,
    defaultPermission: undefined,
    runRules: {
      maxAgeMs: undefined,
      experiments: new Map(),
      keepTags: [{ key: 'tracewright.keep', value: undefined }],
    },
  });
});

test('an empty variable counts as absent', () => {
  const config = readConfig({ PORT: '', TRACEWRIGHT_DATA: '', TRACEWRIGHT_API_KEY: '' }, []);
  expect(config).toMatchObject({ port: 4318, dataDir: './.tracewright', apiKey: undefined });
});

test('how much is kept is set in days and bytes', () => {
  const env = { TRACEWRIGHT_RETENTION_DAYS: '30', TRACEWRIGHT_MAX_STORE_BYTES: '1000000000' };
  expect(readConfig(env, [])).toMatchObject({ maxAgeMs: 2_592_000_000, maxStoreBytes: 1_000_000_000 });
  expect(() => readConfig({ TRACEWRIGHT_RETENTION_DAYS: '0' }, [])).toThrow('must be at least 1');
});

test('what lies inside the own network is asked only where it is listed, and a key has one host', () => {
  const env = {
    TRACEWRIGHT_OUTGOING_ALLOW: 'localhost:11434, 10.1.0.0/16',
    TRACEWRIGHT_OUTGOING_KEYS: 'OPENAI_API_KEY@api.openai.com',
  };
  expect(readConfig(env, []).outgoing).toEqual({
    allow: ['localhost:11434', '10.1.0.0/16'],
    keys: [{ name: 'OPENAI_API_KEY', host: 'api.openai.com', port: undefined }],
  });
  expect(() => readConfig({ TRACEWRIGHT_OUTGOING_KEYS: 'OPENAI_API_KEY' }, [])).toThrow('must list variables');
  expect(() => readConfig({ TRACEWRIGHT_OUTGOING_ALLOW: '10.0.0.0/99' }, [])).toThrow('must list hosts');
});

test('files are kept in a bucket if one is named', () => {
  const env = { TRACEWRIGHT_BLOBS: 's3://bucket/prefix', TRACEWRIGHT_BLOBS_PRESIGN: 'true' };
  expect(readConfig(env, [])).toMatchObject({ blobsUrl: 's3://bucket/prefix', areBlobsPresigned: true });
  expect(() => readConfig({ TRACEWRIGHT_BLOBS: '/data/blobs' }, [])).toThrow('must be a place in S3');
});

test('lists are separated by commas', () => {
  const env = {
    TRACEWRIGHT_ALLOWED_HOSTS: 'collector, traces.example',
    TRACEWRIGHT_ALLOWED_ORIGINS: 'https://a.example',
  };
  expect(readConfig(env, [])).toMatchObject({
    allowedHosts: ['collector', 'traces.example'],
    allowedOrigins: ['https://a.example'],
  });
});

test.each([
  [{ PORT: '99999' }, 'PORT must be at most 65535, not "99999"'],
  [{ PORT: '4 318' }, 'PORT must be a whole number, not "4 318"'],
  [{ TRACEWRIGHT_NO_AUTH: 'perhaps' }, 'TRACEWRIGHT_NO_AUTH must be true or false, not "perhaps"'],
  [
    { TRACEWRIGHT_ALLOWED_ORIGINS: 'a.example' },
    'TRACEWRIGHT_ALLOWED_ORIGINS must list origins such as https://example.com, not "a.example"',
  ],
  [{ TRACEWRIGHT_MAX_BODY_BYTES: '10' }, 'TRACEWRIGHT_MAX_BODY_BYTES must be at least 1024, not "10"'],
])('a setting that makes no sense is refused by its name: %o', (env, message) => {
  expect(() => readConfig(env, [])).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }));
});

test('a key that cannot be sent in a header is refused, and not repeated in the message', () => {
  const message = 'TRACEWRIGHT_API_KEY must be printable ASCII without spaces';
  expect(() => readConfig({ TRACEWRIGHT_API_KEY: 'pass word' }, [])).toThrow(expect.objectContaining({ message }));
});

test('spans go to a server where one is named, and what is wrong with its address is told without the password', () => {
  const url = 'clickhouse://me:secret@db.example:8123/spans';
  expect(readConfig({ TRACEWRIGHT_SPANS_URL: url }, [])).toMatchObject({ spansUrl: url });
  expect(() => readConfig({ TRACEWRIGHT_SPANS_URL: 'http://me:secret@db.example' }, [])).toThrow(
    /^TRACEWRIGHT_SPANS_URL must be an address of ClickHouse$/,
  );
});

test('an address of a database is one of Postgres, and not repeated in messages', () => {
  const url = 'postgres://me:secret@localhost/runs';
  expect(readConfig({ TRACEWRIGHT_TRACKING_URL: url }, [])).toMatchObject({ trackingUrl: url });
  const message = 'TRACEWRIGHT_TRACKING_URL must be an address of Postgres';
  expect(() => readConfig({ TRACEWRIGHT_TRACKING_URL: 'mysql://me:secret@localhost/runs' }, [])).toThrow(
    expect.objectContaining({ message }),
  );
});

test('everybody is let in by a word on the command line or in the environment', () => {
  expect(readConfig({}, ['--no-auth']).auth).toMatchObject({ isOpen: true });
  expect(readConfig({ TRACEWRIGHT_NO_AUTH: '1' }, []).auth).toMatchObject({ isOpen: true });
});

test('half of a first administrator, or of another service to sign in through, is refused', () => {
  expect(() => readConfig({ TRACEWRIGHT_ADMIN_USER: 'root' }, [])).toThrow(/TRACEWRIGHT_ADMIN_PASSWORD/);
  expect(() => readConfig({ TRACEWRIGHT_OIDC_ISSUER: 'https://id.example' }, [])).toThrow(/OIDC_CLIENT_ID/);
});

test('another service to sign in through is set by its address, our name there, and ours', () => {
  const env = {
    TRACEWRIGHT_OIDC_ISSUER: 'https://id.example',
    TRACEWRIGHT_OIDC_CLIENT_ID: 'tracing',
    TRACEWRIGHT_PUBLIC_URL: 'https://traces.example/',
    TRACEWRIGHT_OIDC_ROLES: 'ml=editor, ops=administrator,audit=viewer@team-a',
  };
  expect(readConfig(env, []).auth.oidc).toEqual({
    ...{ issuer: 'https://id.example', clientId: 'tracing', clientSecret: undefined, mayCreateUsers: false },
    ...{ publicUrl: 'https://traces.example', label: 'single sign-on', scope: 'openid profile email' },
    groupsClaim: 'groups',
    roles: [
      { group: 'ml', workspaceId: 'default', role: 'editor' },
      { group: 'ops', isAdmin: true },
      { group: 'audit', workspaceId: 'team-a', role: 'viewer' },
    ],
  });
  expect(() => readConfig({ ...env, TRACEWRIGHT_OIDC_ROLES: 'ml=boss' }, [])).toThrow(
    /TRACEWRIGHT_OIDC_ROLES must list/,
  );
});

test('a key together with the word that none is wanted is refused', () => {
  expect(() => readConfig({ TRACEWRIGHT_API_KEY: 'k' }, ['--no-auth'])).toThrow(/exclude each other/);
});

test('an argument that nobody knows is refused', () => {
  expect(() => readConfig({}, ['--port'])).toThrow(/there is no argument --port/);
});
