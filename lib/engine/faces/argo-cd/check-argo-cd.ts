import { type Issue, notAllowed, within } from '../../data/issue.js';
import { checkNamespace } from '../../data/names.js';
import type { ArgoCdDestination, ArgoCdNotification, ArgoCdProps, ArgoCdSyncPolicy } from './argo-cd-props.js';
import { checkSyncWindow } from './check-sync-window.js';

/** What is wrong with the properties of an ArgoCd, each for itself. */
export function checkArgoCd(props: ArgoCdProps): Issue[] {
  const { repoURL, targetRevision, path = 'dist', destination = {}, namespace, project, applicationSet } = props;
  const clusters = typeof applicationSet === 'object' ? applicationSet.clusters : undefined;
  const windows = typeof project === 'object' ? (project.syncWindows ?? []) : [];
  return [
    ...checkRepository(repoURL),
    ...checkRevision(targetRevision),
    ...checkPath(path),
    ...(props.destination === undefined ? [] : within('destination', checkDestination(destination))),
    ...(namespace === undefined ? [] : within('namespace', checkNamespace(namespace))),
    ...windows.flatMap((window, index) => within(`project.syncWindows.${index}`, checkSyncWindow(window))),
    ...within('syncPolicy', checkSyncPolicy(props.syncPolicy ?? {})),
    ...(props.notifications ?? []).flatMap((one, index) => within(`notifications.${index}`, checkNotification(one))),
    ...within('applicationSet.clusters', checkClusters(clusters, props)),
  ];
}

const ADDRESS =
  /^(https?|ssh|git):\/\/[^\s/@]+(:[^\s/@]*)?\/\S+$|^ssh:\/\/[^\s/@:]+@[^\s/@]+\/\S+$|^[^\s/@:]+@[^\s/@:]+:\S+$/;

/** The address is not shown, since it may hold a password. */
function checkRepository(repoURL: string): Issue[] {
  const user = /^[a-z+]+:\/\/([^/@\s]*)@/i.exec(repoURL)?.[1];
  if (user !== undefined && (user.includes(':') || !repoURL.startsWith('ssh://'))) {
    const message =
      'found an address with credentials; allowed: one without; keep them in a Secret of Argo CD with the label argocd.argoproj.io/secret-type: repository';
    return [{ path: 'repoURL', message }];
  }
  if (ADDRESS.test(repoURL)) return [];
  const allowed = 'the address of a Git repository, such as "https://git.example.com/team/repository.git"';
  return [notAllowed('repoURL', repoURL, `${allowed} or "git@git.example.com:team/repository.git"`)];
}

function checkRevision(revision: string | undefined): Issue[] {
  if (revision === undefined || /^[^\s~^:?[\\]+$/.test(revision)) return [];
  return [notAllowed('targetRevision', revision, 'a branch, a tag, a commit or a range of tags such as "1.*"')];
}

function checkPath(path: string): Issue[] {
  const parts = path.split('/');
  const fits = path === '.' || parts.every((part) => /^[^\s\\]+$/.test(part) && part !== '.' && part !== '..');
  return fits ? [] : [notAllowed('path', path, 'a folder of the repository from its root, such as "dist", or "."')];
}

function checkDestination(destination: ArgoCdDestination): Issue[] {
  const { server, name } = destination;
  if ((server === undefined) === (name === undefined)) {
    return [notAllowed('', destination, 'a server or a name, exactly one; leave the other out')];
  }
  const fits = server === undefined || (/^https?:\/\/[^\s/@]+/.test(server) && URL.canParse(server));
  return fits ? [] : [notAllowed('server', server, 'the address of an API server, such as "https://10.0.0.1:6443"')];
}

function checkClusters(clusters: Readonly<Record<string, ArgoCdDestination>> | undefined, props: ArgoCdProps): Issue[] {
  if (clusters === undefined) return [];
  const none = Object.keys(clusters).length === 0;
  return [
    ...(none ? [notAllowed('', clusters, 'at least one cluster; leave it out for the destination alone')] : []),
    ...Object.entries(clusters).flatMap(([key, cluster]) => within(key, checkDestination(cluster))),
    ...(props.destination === undefined
      ? []
      : [
          { path: '', message: 'found clusters beside a destination; allowed: one of both; leave the destination out' },
        ]),
  ];
}

function checkSyncPolicy({ automated = false, prune, selfHeal, retries, syncOptions = [] }: ArgoCdSyncPolicy): Issue[] {
  const idle = Object.entries({ prune, selfHeal }).filter(([, flag]) => flag === true && !automated);
  return [
    ...idle.map(([path]) => notAllowed(path, true, 'false unless automated is true; set automated: true')),
    ...(retries === undefined || retries >= -1
      ? []
      : [notAllowed('retries', retries, 'an integer from 0, or -1 for ever')]),
    ...syncOptions.flatMap((option, index) =>
      /^[A-Z][A-Za-z]*=\S+$/.test(option)
        ? []
        : [notAllowed(`syncOptions.${index}`, option, 'an option and its value, such as "ServerSideApply=true"')],
    ),
  ];
}

function checkNotification({ trigger, service, recipients = [] }: ArgoCdNotification): Issue[] {
  const name = /^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$/;
  const allowed = 'letters, digits, "-" and "_", as Argo CD names it';
  const long = `subscribe.${trigger}.${service}`.length > 63;
  return [
    ...(name.test(trigger) ? [] : [notAllowed('trigger', trigger, allowed)]),
    ...(name.test(service) ? [] : [notAllowed('service', service, allowed)]),
    ...(long ? [notAllowed('trigger', trigger, 'up to 52 characters together with the service; shorten it')] : []),
    ...recipients.flatMap((recipient, index) =>
      recipient.includes(';')
        ? [notAllowed(`recipients.${index}`, recipient, 'one of them; make it several items of the list')]
        : [],
    ),
  ];
}
