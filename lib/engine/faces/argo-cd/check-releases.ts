import { App, YamlOutputType } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Issue, notAllowed, quote } from '../../data/issue.js';
import { LONGEST_LABEL } from '../../data/names.js';
import { repeated } from '../../data/repeated.js';
import type { Release } from '../../release.js';
import type { ArgoCdProps } from './argo-cd-props.js';
import { chartFolder, namesOf } from './target.js';

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** What is wrong with the releases that Argo CD is to deploy from the app of a construct. */
export function checkReleases(face: IConstruct, releases: readonly Release[], props: ArgoCdProps): Issue[] {
  const names = releases.flatMap((release) => namesOf(release, props));
  return [
    ...(releases.length === 0 ? [notAllowed('releases', [], 'at least one release; make one in the app')] : []),
    ...strangers(face, releases),
    ...(props.source === 'chart' ? withoutChart(releases) : withoutFolder(face)),
    ...names.filter((name) => !NAME.test(name) || name.length > LONGEST_LABEL).map(badName),
    ...repeated(names).map((name) => ({
      path: 'releases',
      message: `two Applications have the name ${quote(name)}; allowed: one each; rename a release or a cluster`,
    })),
  ];
}

function strangers(face: IConstruct, releases: readonly Release[]): Issue[] {
  return releases.flatMap((release, index) =>
    release.node.root === face.node.root
      ? []
      : [
          {
            path: `releases.${index}`,
            message: `found ${release.releaseName} of another app; allowed: releases of this app, not of its charts`,
          },
        ],
  );
}

function withoutChart(releases: readonly Release[]): Issue[] {
  return releases
    .filter((release) => chartFolder(release) === undefined)
    .map(({ releaseName }) => ({
      path: 'source',
      message: `found "chart", and ${releaseName} has none; allowed: "manifests"; or add a HelmChart that installs it`,
    }));
}

/** One file for the app holds all releases, where each Application needs a folder of its own. */
function withoutFolder(face: IConstruct): Issue[] {
  if (App.of(face).yamlOutputType !== YamlOutputType.FILE_PER_APP) return [];
  const allowed = 'any other, so that each release has a folder; or source: "chart"';
  return [notAllowed('the app’s yamlOutputType', 'FILE_PER_APP', allowed)];
}

function badName(name: string): Issue {
  const allowed = `lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit, up to ${LONGEST_LABEL} characters`;
  return {
    path: 'Application',
    message: `has the name ${quote(name)}; allowed: ${allowed}; change the prefix, the release or the key of the cluster`,
  };
}
