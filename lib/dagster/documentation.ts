import type { Documentation } from '../engine/index.js';
import { objectName } from '../kubernetes/object.js';
import { toldOf } from './config/database.js';
import { createSecret, type Parts, portForward } from './release-notes.js';

/** What people have to know who install a release without TypeScript. */
export function documentationOf(parts: Parts): Documentation {
  return {
    about: aboutCode(parts),
    before: database(parts),
    installations: [
      {
        title: 'With a PostgreSQL that runs elsewhere',
        values: { postgresql: { enabled: false, externalDatabase: { host: 'db.example.com', port: 5432 } } },
      },
    ],
    use: `The web UI, at <http://localhost:3000${parts.webserver.pathPrefix}> while this runs:\n\n${shell(portForward(parts))}`,
    changes: [{ title: 'With two pods of the webserver', values: { 'dagster-webserver': { replicaCount: 2 } } }],
    upgrades: upgrades(parts),
    remains: remains(parts),
    more: MORE,
  };
}

function shell(...commands: readonly string[]): string {
  return `\`\`\`sh\n${commands.join('\n')}\n\`\`\``;
}

function aboutCode({ userCode }: Parts): string {
  const locations = userCode.locations.map(({ name, image }) => `- \`${name}\`, of the image \`${image}\``);
  const how = '[Everything else](#everything-else) tells how to have others';
  if (locations.length === 0) return `No code location is part of the chart; ${how}.`;
  return `These code locations are part of the chart; ${how}.\n\n${locations.join('\n')}`;
}

function database(parts: Parts): string {
  const { connection } = parts.postgresql;
  const tables = parts.instance.createsTables
    ? 'Dagster creates its tables there by itself.'
    : 'Its tables have to be there as well.';
  const { valueFrom = {} } = connection;
  const user = valueFrom.username === undefined ? `\`${connection.username}\`` : toldOf(connection, 'username');
  const its = valueFrom.database === undefined ? `\`${connection.database}\`` : toldOf(connection, 'database');
  const needs = `needs the user ${user}, and the database ${its} that belongs to it`;
  const elsewhere = `A PostgreSQL that runs elsewhere ${needs}. ${tables}`;
  const { before = [], after = [] } = password(parts);
  return [...before, elsewhere, ...after].join('\n\n');
}

/** What to know of the password, before and after one knows of databases elsewhere. */
function password(parts: Parts): { before?: string[]; after?: string[] } {
  const { namespace, instance, postgresql } = parts;
  const { connection, createsPassword, externalSecret } = postgresql;
  const { name, key } = connection.password;
  if (!instance.usesPassword) {
    return { after: ['Dagster logs in as the identity that the cloud gives its pods, without a password.'] };
  }
  if (externalSecret !== undefined) {
    const { kind = 'SecretStore', name: store } = externalSecret.secretStore;
    const source = `\`${externalSecret.remoteKey}\` in the ${kind} \`${store}\``;
    return {
      before: [
        `The External Secrets operator makes the Secret \`${name}\` from ${source}: operator, store and source have to be there.`,
      ],
    };
  }
  const create = shell(`kubectl create namespace ${namespace}`, ...createSecret(parts));
  if (createsPassword) {
    const created = `a Job creates the Secret \`${name}\` with a random password, unless it exists`;
    return {
      before: [`With the PostgreSQL of the chart, nothing has to be there: ${created}.`],
      after: ['The Secret has to hold the password of that user then:', create],
    };
  }
  const any = 'With the PostgreSQL of the chart it may be any, which is its password from then on.';
  return {
    before: [
      `The Secret \`${name}\` has to hold the password of the database user under the key \`${key}\`:`,
      create,
      any,
    ],
  };
}

function upgrades(parts: Parts): string {
  const { namespace, postgresql, daemon, migrates } = parts;
  const { database: name, username } = postgresql.connection;
  const inNamespace = `kubectl --namespace ${namespace} exec`;
  const server = objectName(postgresql, 'postgresql');
  const migrate = `${inNamespace} deployment/${objectName(daemon, 'daemon')} -- dagster instance migrate`;
  const copy = `${inNamespace} ${server}-0 -- pg_dump --username ${username} ${name} > ${name}.sql`;
  return [
    migrates
      ? 'A Job changes the tables of the database to those of a newer Dagster.'
      : `A newer Dagster may need other tables, which it then asks for:\n\n${shell(migrate)}`,
    `No way back changes them again, so keep a copy of the database before:\n\n${shell(copy)}`,
    'The PostgreSQL of the chart stays at its major version, and its volume at its size and class: a new release and the copy are the way to others.',
  ].join('\n\n');
}

function remains({ releaseName, namespace, postgresql }: Parts): string {
  const { connection, createsPassword } = postgresql;
  const claim = `data-${objectName(postgresql, 'postgresql')}-0`;
  const { name } = connection.password;
  const selector = `dagster.io/release=${releaseName}`;
  const inNamespace = `kubectl --namespace ${namespace} delete`;
  const secret = createsPassword ? [`- the Secret \`${name}\`, if the Job created it`] : [];
  const left = [
    `- the PersistentVolumeClaim \`${claim}\`, with the database`,
    ...secret,
    `- Jobs of runs, with the label \`${selector}\``,
  ];
  const commands = [
    `${inNamespace} jobs --selector ${selector}`,
    `${inNamespace} persistentvolumeclaim ${claim}`,
    ...(createsPassword ? [`${inNamespace} secret ${name}`] : []),
  ];
  const again = createsPassword
    ? 'A release of the same name takes claim and Secret over. A new password opens no old database: delete both, or neither.'
    : 'A release of the same name takes the claim over, and needs the password that it had.';
  return [`What Dagster and its database have made stays:\n\n${left.join('\n')}`, again, shell(...commands)].join(
    '\n\n',
  );
}

const MORE = `Code locations, images, variables, Ingress and all else are decided in TypeScript, with [cdk8s](https://cdk8s.io). A chart
of one's own, with a code location of one's own, whose version is one of the values:

\`\`\`ts
import { DagsterApp, DagsterChart, HelmChart, open, text } from 'cdk8s-dagster';

const app = new DagsterApp();
const tag = open('etl.tag', text('1.4.0', 'The version of etl.'));
new HelmChart(app, 'my-dagster', {
  version: '1.0.0',
  release: (scope) =>
    new DagsterChart(scope, 'release', {
      userCode: {
        locations: [
          {
            name: 'etl',
            image: { repository: 'registry.example.com/etl', tag },
            args: ['--module-name', 'etl.definitions'],
          },
        ],
      },
    }),
});
app.synth();
\`\`\`

Saved as \`main.mts\`, it writes \`dist/charts/my-dagster\`:

\`\`\`sh
npm install cdk8s-dagster cdk8s constructs tsx
node --import tsx/esm main.mts
\`\`\``;
