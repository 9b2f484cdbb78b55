import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl, run } from '../../support/tools.js';
import { printed } from './printed.js';
import { eventually } from './waiting.js';

const PINS = join(import.meta.dirname, '../go/crds');

/** Where definitions are, by the module that they are pinned with. */
const DEFINITIONS: Readonly<Record<string, readonly string[]>> = {
  'sigs.k8s.io/gateway-api': ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  'github.com/external-secrets/external-secrets': ['config/crds/bases/external-secrets.io_externalsecrets.yaml'],
  'github.com/envoyproxy/gateway': [
    'charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_securitypolicies.yaml',
  ],
  'github.com/argoproj/argo-cd/v3': ['application', 'applicationset', 'appproject'].map(
    (kind) => `manifests/crds/${kind}-crd.yaml`,
  ),
  'github.com/fluxcd/source-controller': [
    ...['buckets', 'externalartifacts', 'gitrepositories', 'helmcharts', 'helmrepositories', 'ocirepositories'],
  ].map((kind) => `config/crd/bases/source.toolkit.fluxcd.io_${kind}.yaml`),
  'github.com/fluxcd/kustomize-controller': ['config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml'],
};

/** Definitions that are made of types of Go, where the tests have a node of their own. */
const { E2E_DEFINITIONS: MADE } = process.env;

/** Makes the cluster know the kinds of others that releases and examples have objects of. */
export async function define(): Promise<void> {
  const files = Object.entries(DEFINITIONS).flatMap(([module, paths]) => {
    const folder = folderOf(module);
    return paths.map((path) => join(folder, path));
  });
  const made = MADE === undefined ? [] : readdirSync(MADE).filter((file) => file.endsWith('.yaml'));
  const all = [...files, ...made.map((file) => join(`${MADE}`, file))];
  ctl(['apply', '--server-side', '--force-conflicts', ...all.flatMap((file) => ['-f', file])]);
  await eventually('the definitions', 120, () =>
    ctl(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s']),
  );
}

/** The folder of a module of Go, which is downloaded once. */
function folderOf(module: string): string {
  return JSON.parse(printed(module, run('go', ['mod', 'download', '-json', module], { cwd: PINS }))).Dir;
}

function ctl(args: readonly string[]): void {
  printed(`kubectl ${args.join(' ')}`, kubectl(args));
}
