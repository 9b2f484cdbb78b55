import { Face, type Files, type JsonMap, type Manifest, writeYaml } from 'cdk8s-dagster/engine';

const NAMESPACE = 'flux-system';

/** This repository, as Flux knows it. */
const DEPLOYMENTS = 'deployments';

/** The objects of Flux, in a folder of their own: `flux bootstrap git --path dist/flux` makes a Kustomization of it. */
export class Flux extends Face {
  private readonly manifests: Manifest[] = [];

  override get folder(): string {
    return this.node.id;
  }

  override objects(): readonly Manifest[] {
    return this.manifests;
  }

  override files(): Files {
    const text = this.manifests.map((manifest) => `---\n${writeYaml(manifest, 'plain')}`).join('');
    return new Map([[`${this.folder}/releases.yaml`, text]]);
  }

  /** Where the releases are. */
  gitRepository(url: string): void {
    this.add('source.toolkit.fluxcd.io/v1', 'GitRepository', DEPLOYMENTS, {
      url,
      ref: { branch: 'main' },
      secretRef: { name: 'deployments-credentials' },
      interval: '1m',
    });
  }

  /** Applies the manifests of a release. */
  kustomization(release: string): void {
    this.add('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', release, {
      sourceRef: { kind: 'GitRepository', name: DEPLOYMENTS },
      path: `./dist/${release}/manifests`,
      interval: '10m',
      prune: true,
      wait: true,
      timeout: '15m',
    });
  }

  /** Installs the chart with the values of a release; the later of two files over the earlier. */
  helmRelease(release: string, chart: string, valuesFiles: readonly string[]): void {
    this.add('helm.toolkit.fluxcd.io/v2', 'HelmRelease', release, {
      releaseName: release,
      targetNamespace: release,
      interval: '10m',
      install: { createNamespace: true, remediation: { retries: 3 } },
      upgrade: { remediation: { retries: 3 } },
      chart: {
        spec: {
          chart,
          // The version of the chart stays the same when its files change.
          reconcileStrategy: 'Revision',
          sourceRef: { kind: 'GitRepository', name: DEPLOYMENTS },
          valuesFiles: [...valuesFiles],
        },
      },
    });
  }

  /** Looks for the tags of an image. */
  imageRepository(name: string, image: string): void {
    const spec = { image, interval: '5m', secretRef: { name: 'registry-credentials' } };
    this.add('image.toolkit.fluxcd.io/v1', 'ImageRepository', name, spec);
  }

  /**
   * The newest tag of a repository in a range of versions, for `# {"$imagepolicy": "flux-system:<name>:tag"}`.
   *
   * @param stage the `imageUpdates` that write it
   */
  imagePolicy(name: string, repository: string, range: string, stage: string): void {
    const spec = { imageRepositoryRef: { name: repository }, policy: { semver: { range } } };
    this.add('image.toolkit.fluxcd.io/v1', 'ImagePolicy', name, spec, { stage });
  }

  /** Writes the tags of the policies of a stage into `releases`. @param branch the branch that takes the commits */
  imageUpdates(stage: string, branch: string): void {
    this.add('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', stage, {
      sourceRef: { kind: 'GitRepository', name: DEPLOYMENTS },
      interval: '10m',
      policySelector: { matchLabels: { stage } },
      git: {
        checkout: { ref: { branch: 'main' } },
        commit: { author: { name: 'flux', email: 'flux@example.com' } },
        push: { branch },
      },
      update: { strategy: 'Setters', path: './releases' },
    });
  }

  private add(
    apiVersion: string,
    kind: string,
    name: string,
    spec: JsonMap,
    labels: Record<string, string> = {},
  ): void {
    const metadata = { name, namespace: NAMESPACE, ...(labels === undefined ? {} : { labels }) };
    this.manifests.push({ apiVersion, kind, metadata, spec });
  }
}
