import { App, YamlOutputType } from 'cdk8s';
import type { Construct } from 'constructs';
import { ARGO_CD } from '../../options/argo-cd-shape.js';
import { checked } from '../../options/checked.js';
import { placeOf } from '../../options/place.js';
import type { Manifest } from '../../policy/manifest.js';
import { Release } from '../../release.js';
import { validate } from '../../tree/validation.js';
import { Face, type Released } from '../face.js';
import type { Files } from '../folder.js';
import { manifestFiles } from '../manifest-files.js';
import { appProject } from './app-project.js';
import { application } from './application.js';
import { applicationSet } from './application-set.js';
import type { ArgoCdProps } from './argo-cd-props.js';
import { checkArgoCd } from './check-argo-cd.js';
import { checkReleases } from './check-releases.js';
import { targetsOf } from './target.js';

const HEADER = `# For the namespace of Argo CD: apply it there, or make this folder the path of a parent Application.
# An Application that reads the folder above has to exclude this one. Generated, do not edit.
`;

/**
 * What Argo CD deploys the releases of an app by: an Application for each, or one ApplicationSet, and an AppProject that
 * allows just what they need.
 *
 * Written to `<outdir>/<id>/<Kind>.<name>.k8s.yaml`. Somebody applies the folder once, or a parent Application has it as its
 * path; an Application that reads the output folder as a whole has to exclude it.
 *
 * @example
 *
 *   new ArgoCd(app, 'argocd', { repoURL: 'https://git.example.com/data/deployments.git', targetRevision: 'main' });
 */
export class ArgoCd extends Face {
  private readonly props: ArgoCdProps;

  constructor(scope: Construct, id: string, given: ArgoCdProps) {
    super(placeOf(scope, id), id);
    const { options, issues } = checked(ARGO_CD, given, given);
    this.props = options;
    validate(this, () => [...issues, ...checkArgoCd(options), ...checkReleases(this, this.releases, options)]);
  }

  override get folder(): string {
    return this.node.id;
  }

  override objects(released: readonly Released[]): Manifest[] {
    const { props } = this;
    const { project = {}, applicationSet: set = false } = props;
    const own = new Set(this.releases);
    const deployed = released.filter(({ release }) => own.has(release));
    const targets = deployed.flatMap((one) => targetsOf(one, props));
    const name = typeof project === 'string' ? project : (project.name ?? this.node.id);
    const setName = typeof set === 'object' ? (set.name ?? this.node.id) : this.node.id;
    return [
      ...(typeof project === 'string' ? [] : [appProject(name, project, deployed, props)]),
      ...(set === false
        ? targets.map((target) => application(target, name, props))
        : [applicationSet(setName, targets, name, props)]),
    ];
  }

  override files(released: readonly Released[]): Files {
    const { outputFileExtension } = App.of(this);
    const division = { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE, outputFileExtension };
    const files = manifestFiles(this.objects(released), `${this.folder}/`, this.node.id, division);
    return new Map(files.map(([path, text]) => [path, `${HEADER}${text}`]));
  }

  private get releases(): readonly Release[] {
    return this.props.releases ?? this.node.root.node.findAll().filter(Release.isRelease);
  }
}
