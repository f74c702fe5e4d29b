/**
 * `npm run test:mlflow [-- --python|--java|--on-mlflow] [-- arguments for pytest]`: runs MLflow's own Python and Java
 * clients against a fresh collector. Their packages are installed into `test-mlflow/.venv` and Maven's repository the
 * first time. What cannot be had on this machine is skipped with a message. `--on-mlflow` runs the Python tests against
 * MLflow's own server instead: what they say is to be true of that, too. Ends with the line `N passed, N failed`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'test-mlflow');
const CLIENTS = ['--python', '--java'];

const given = process.argv.slice(2);
const isOnMlflow = given.includes('--on-mlflow');
const wanted = CLIENTS.some((client) => given.includes(client)) ? given : isOnMlflow ? ['--python'] : CLIENTS;
const pytestArgs = given.filter((argument) => ![...CLIENTS, '--on-mlflow'].includes(argument));

const scratch = mkdtempSync(join(tmpdir(), 'tracewright-mlflow-'));
const processes = [];
const total = { passed: 0, failed: 0 };
try {
  const python = wanted.includes('--python') ? pythonWithMlflow() : undefined;
  const maven = wanted.includes('--java') ? mavenWithJava() : undefined;
  if (python || maven) {
    const server = isOnMlflow ? await startMlflow(python) : await startCollector();
    const models = await startServer(nodeArgs('examples/model-server/src/main.ts'), { PORT: '0' });
    const env = { MLFLOW_TRACKING_URI: server, MODEL_SERVER_URL: models, ...(isOnMlflow && { ON_MLFLOW: '1' }) };
    if (python && !isOnMlflow) Object.assign(env, await startCollectorWithUsers());
    if (python) add(runPytest(python, env), 'Python');
    if (maven) add(runMaven(maven, env), 'Java');
  }
} finally {
  await Promise.all(processes.map(stop));
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function add({ passed, failed }, client) {
  console.log(`\n${client}: ${passed} passed, ${failed} failed`);
  total.passed += passed;
  total.failed += failed;
}

/** The Python of a virtual environment that has what `requirements.txt` names; undefined where it cannot be made. */
function pythonWithMlflow() {
  // A folder of one's own saves installing the same for every checkout.
  const folder = process.env.TEST_MLFLOW_VENV ?? join(FOLDER, '.venv');
  const python = join(folder, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const requirements = join(FOLDER, 'requirements.txt');
  const mark = join(folder, 'installed.sha256');
  const wantedMark = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wantedMark) return python;
  const own = ['python3', 'python'].find(isPython);
  if (own === undefined) return skip('Python', 'Python 3.10 or newer is not installed');
  console.log('Installing the Python client, which takes minutes the first time …');
  if (!existsSync(python) && !succeeds(own, ['-m', 'venv', folder])) return skip('Python', 'venv does not work');
  if (!succeeds(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements])) {
    return skip('Python', 'its packages cannot be installed');
  }
  writeFileSync(mark, wantedMark);
  return python;
}

function isPython(command) {
  return spawnSync(command, ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))']).status === 0;
}

/** Maven's command if the Java client can be had; undefined otherwise. */
function mavenWithJava() {
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if (spawnSync('java', ['-version']).status !== 0) return skip('Java', 'java is not installed');
  if (spawnSync(maven, ['-version']).status !== 0) return skip('Java', 'mvn is not installed');
  const pom = join(FOLDER, 'java', 'pom.xml');
  const resolve = ['-q', '-f', pom, 'dependency:resolve', 'dependency:resolve-plugins'];
  if (succeeds(maven, ['-o', ...resolve], 'ignore')) return maven;
  console.log('Installing the Java client …');
  return succeeds(maven, resolve) ? maven : skip('Java', 'its packages cannot be installed');
}

function skip(client, reason) {
  console.log(`The ${client} client is skipped: ${reason}.`);
  return undefined;
}

function succeeds(command, args, stdio = 'inherit') {
  return spawnSync(command, args, { stdio, cwd: FOLDER, timeout: 900_000 }).status === 0;
}

function nodeArgs(file) {
  return [process.execPath, '--conditions=tracewright-source', join(ROOT, file)];
}

async function startCollector() {
  const env = { PORT: '0', TRACEWRIGHT_DATA: join(scratch, 'data'), TRACEWRIGHT_HOST: '127.0.0.1' };
  return startServer(nodeArgs('collector/src/main.ts'), env);
}

/** One that asks everybody who they are, as MLflow's own server does with `--app-name basic-auth`. */
async function startCollectorWithUsers() {
  const admin = { AUTH_ADMIN_USER: 'root', AUTH_ADMIN_PASSWORD: 'only for these tests' };
  const url = await startServer(nodeArgs('collector/src/main.ts'), {
    ...{ PORT: '0', TRACEWRIGHT_DATA: join(scratch, 'data-with-users'), TRACEWRIGHT_HOST: '127.0.0.1' },
    ...{ TRACEWRIGHT_ADMIN_USER: admin.AUTH_ADMIN_USER, TRACEWRIGHT_ADMIN_PASSWORD: admin.AUTH_ADMIN_PASSWORD },
    TRACEWRIGHT_DEFAULT_PERMISSION: 'READ',
  });
  return { AUTH_SERVER_URL: url, ...admin };
}

async function startMlflow(python) {
  const port = await freePort();
  const args = ['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const stores = [
    '--backend-store-uri',
    `sqlite:///${scratch}/mlflow.db`,
    '--artifacts-destination',
    `${scratch}/mlflow`,
  ];
  const url = `http://127.0.0.1:${port}`;
  const child = start([python, '-m', 'mlflow', ...args, ...stores], {}, 'ignore');
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mlflow server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @returns the address that the process names first. */
function startServer(command, env) {
  const child = start(command, env, 'pipe');
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      const match = /(https?:\/\/\S+)\s/.exec(seen);
      if (match) resolve(match[1]);
    });
    child.on('exit', (code) => reject(new Error(`${command.at(-1)} ended with ${code}`)));
  });
}

function start([command, ...args], env, stdout) {
  const child = spawn(command, args, {
    cwd: scratch,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  processes.push(child);
  return child;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function runPytest(python, env) {
  const reports = join(scratch, 'pytest');
  const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${join(reports, 'TEST-python.xml')}`];
  const names = pytestArgs.some((argument) => argument.startsWith('python')) ? [] : ['python'];
  spawnSync(python, [...args, ...names, ...pytestArgs], {
    cwd: FOLDER,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', NODE: process.execPath, ...env },
    stdio: 'inherit',
  });
  return countReports(reports);
}

function runMaven(maven, env) {
  const reports = join(scratch, 'java');
  spawnSync(maven, ['-q', '-f', join(FOLDER, 'java', 'pom.xml'), 'test', `-Dreports=${reports}`], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return countReports(reports);
}

/** Sums up reports in JUnit's form. That there is none is a failure. */
function countReports(folder) {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^TEST-.*\.xml$/.test(name)) : [];
  const sum = { passed: 0, failed: files.length === 0 ? 1 : 0 };
  for (const file of files) {
    const [, attributes = ''] = /<testsuite\s([^>]*)>/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    sum.passed += number('tests') - failed - number('skipped');
    sum.failed += failed;
  }
  return sum;
}
