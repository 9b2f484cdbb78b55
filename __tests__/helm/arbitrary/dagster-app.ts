import fc from 'fast-check';
import { DagsterChart, type DagsterChartProps } from '../../../lib/index.js';
import { layered, type Member, type Subject, type Values } from '../subject.js';
import { dagsterKnobs } from './dagster-knobs.js';
import { type Opened, saying } from './knobs.js';
import { dagsterProps } from './props.js';
import { contractValues, external } from './values.js';

/** What the releases of an app say of their own. */
interface Own {
  readonly preset: NonNullable<DagsterChartProps['preset']>;
  readonly webserver: Readonly<Record<string, unknown>>;
  readonly daemon: Readonly<Record<string, unknown>>;
  readonly postgresql: Readonly<Record<string, unknown>>;
}

const limits = fc.constantFrom({}, { limits: { cpu: '2500m', memory: '3072Mi' } }, { limits: { cpu: null } });

const own: fc.Arbitrary<Own> = fc.record(
  {
    preset: fc.constantFrom('small', 'medium', 'large'),
    webserver: fc.record(
      { enabled: fc.boolean(), replicas: fc.integer({ min: 1, max: 3 }), resources: limits },
      { noNullPrototype: true, requiredKeys: [] },
    ),
    daemon: fc.record({ enabled: fc.boolean(), resources: limits }, { noNullPrototype: true, requiredKeys: [] }),
    postgresql: fc.oneof(
      fc.constant({}),
      external.map((externalDatabase) => ({ externalDatabase })),
    ),
  },
  { noNullPrototype: true },
);

const added = fc.record(
  { enabled: fc.boolean(), global: fc.constantFrom({}, { registry: 'a', deep: { a: [null, 1] } }) },
  { noNullPrototype: true, requiredKeys: [] },
);

/** What a member says, less what it says of a database that the set-up has elsewhere. */
function withoutDatabase({ own, documents }: Member): Member {
  return { own, documents: documents.map(({ postgresql: _, ...others }) => others) };
}

/** An app with a chart of Dagster, and releases of it. */
export const dagsterApp: fc.Arbitrary<Subject> = dagsterKnobs.chain((knobs) => {
  const opened: readonly Opened<unknown>[] = Object.values(knobs);
  const document = fc.tuple(contractValues, saying(opened), added).map((parts) => parts.reduce<Values>(layered, {}));
  // A request of one and a limit of the other might not go together.
  const over = saying(opened.filter(({ key }) => key.form !== 'resources')).map((values) =>
    layered(values, { 'dagster-webserver': { replicaCount: null }, 'dagster-daemon': null }),
  );
  const member: fc.Arbitrary<Member> = fc.oneof(
    { weight: 2, arbitrary: own.map((one) => ({ own: one, documents: [] })) },
    { weight: 4, arbitrary: document.map((one) => ({ own: {}, documents: [one] })) },
    { weight: 1, arbitrary: fc.tuple(document, over).map((documents) => ({ own: {}, documents })) },
  );
  return fc
    .record({ props: dagsterProps(knobs), members: fc.array(member, { minLength: 3, maxLength: 5 }) })
    .map(({ props, members }) => ({
      members: props.postgresql?.enabled === false ? members.map(withoutDatabase) : members,
      setUp: { knobs, props },
      create: (scope, id, given, { preset, webserver, daemon, postgresql }: Partial<Own>) => {
        const chart = new DagsterChart(scope, id, {
          ...props,
          ...given,
          ...(preset === undefined ? {} : { preset }),
          webserver: { ...props.webserver, ...webserver },
          daemon: { ...props.daemon, ...daemon },
          postgresql: { ...props.postgresql, ...postgresql },
        });
        for (const { path, key } of opened) chart.open(path, key);
        return chart;
      },
    }));
});
