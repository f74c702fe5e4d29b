/**
 * `npm run check:deploy`: reads what deploys the collector as the tools do that run it: the compose file through
 * compose's own loader, the Helm chart through `helm lint` and `helm template`, and what that gives as the API server of
 * Kubernetes does, unknown fields refused. Nothing is started. The tools are built with Go the first time, in minutes;
 * where there is no Go it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HELM = 'helm.sh/helm/v3/cmd/helm@v3.18.6';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CHECKS = join(ROOT, 'deploy', 'check');
// A folder of one's own saves building the same for every checkout.
const BIN = process.env.CHECK_DEPLOY_BIN || join(CHECKS, '.bin');
const CHART = join(ROOT, 'deploy', 'helm', 'tracewright');

/** What has to be said of an installation, by its mode. */
const INSTALLATIONS = {
  scale: ['image.repository=registry.example/tracewright', 'existingSecret=tracewright', 'blobs.url=s3://traces/prod'],
  embedded: ['mode=embedded', 'image.repository=registry.example/tracewright', 'existingSecret=tracewright'],
  ingress: [
    ...['image.repository=registry.example/tracewright', 'existingSecret=tracewright', 'blobs.url=s3://traces/prod'],
    ...['blobs.endpoint=http://s3:7070', 'serviceAccount.name=tracewright', 'env.TRACEWRIGHT_RETENTION_DAYS=30'],
    ...['ingress.enabled=true', 'ingress.host=traces.example.com', 'ingress.tlsSecret=tls', 'ingress.className=nginx'],
    ...['ingress.trustedProxies={10.244.0.0/16,10.245.0.0/16}'],
  ],
};
/** Built from its module, helm takes the cluster for a very old one. */
const CLUSTER = ['--kube-version', '1.33.0'];
/** Leaving out any of these is refused with a sentence. */
const DEMANDED = {
  'image.repository': 'scale',
  existingSecret: 'scale',
  'blobs.url': 'scale',
  'ingress.host': 'ingress',
  'ingress.trustedProxies': 'ingress',
};

if (spawnSync('go', ['version']).status !== 0) {
  console.log('Not checked: Go is not installed.');
} else {
  checkCompose();
  checkChart();
  console.log('The compose file and the chart are as the tools want them; neither was run.');
}

function checkCompose() {
  const check = built('compose', join(CHECKS, 'compose'));
  const file = join(ROOT, 'docker-compose.yml');
  run(check, [file, 'scale', 'backends', 'scale,backends'], { env: { ...process.env, TRACEWRIGHT_API_KEY: 'x' } });
  const { TRACEWRIGHT_API_KEY: _, ...env } = process.env;
  refused(check, [file], 'choose a key', { env });
  checkBalancer();
}

/** By the balancer itself, where it is there: with addresses in place of names, which mean something in a container alone. */
function checkBalancer() {
  if (spawnSync('haproxy', ['-v']).status !== 0) return console.log('The balancer is not checked: no haproxy here.');
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-deploy-'));
  const file = join(folder, 'haproxy.cfg');
  const written = readFileSync(join(ROOT, 'deploy', 'compose', 'haproxy.cfg'), 'utf8');
  writeFileSync(file, written.replace(/\S+\.balanced/g, '127.0.0.1'));
  run('haproxy', ['-c', '-f', file]);
  rmSync(folder, { recursive: true, force: true });
}

function checkChart() {
  const helm = built('helm', HELM);
  const manifests = built('manifests', join(CHECKS, 'manifests'));
  for (const settings of Object.values(INSTALLATIONS)) {
    const given = settings.flatMap((setting) => ['--set', setting]);
    run(helm, ['lint', '--strict', ...CLUSTER, CHART, ...given]);
    const { stdout } = run(helm, ['template', 'traces', ...CLUSTER, CHART, '--namespace', 'observability', ...given], {
      stdio: 'pipe',
    });
    run(manifests, [], { input: stdout, stdio: ['pipe', 'inherit', 'inherit'] });
  }
  for (const [name, mode] of Object.entries(DEMANDED)) {
    const others = INSTALLATIONS[mode].filter((setting) => !setting.startsWith(`${name}=`));
    refused(
      helm,
      ['template', 'traces', ...CLUSTER, CHART, ...others.flatMap((setting) => ['--set', setting])],
      `${name}:`,
    );
  }
}

/** @param {string} source a module with its version, or a folder of ours */
function built(name, source) {
  const program = join(BIN, process.platform === 'win32' ? `${name}.exe` : name);
  const isOurs = !source.includes('@');
  // What is ours may have changed since; it is built anew in a second.
  if (existsSync(program) && !isOurs) return program;
  console.log(`Building ${name} …`);
  if (!isOurs) run('go', ['install', source], { env: { ...process.env, GOBIN: BIN } });
  else run('go', ['build', '-o', program, '.'], { cwd: source });
  return program;
}

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { stdio: 'inherit', encoding: 'utf8', ...options });
  if (done.status === 0) return done;
  console.error(done.stderr ?? '');
  process.exit(1);
}

/** It has to be refused, with a text that says why. */
function refused(program, args, reason, options = {}) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (status !== 0 && stderr.includes(reason)) return;
  console.error(`${program} ${args.join(' ')} was to be refused with "${reason}": ${stderr}`);
  process.exit(1);
}
