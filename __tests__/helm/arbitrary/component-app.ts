import { ApiObject, JsonPatch } from 'cdk8s';
import { ConfigMap, Deployment, NetworkPolicy, ServiceAccount } from 'cdk8s-plus-33';
import { Construct } from 'constructs';
import fc from 'fast-check';
import {
  boolean,
  Component,
  Conditional,
  type ConfigFile,
  either,
  group,
  integer,
  JsonText,
  type Knob,
  nameByContent,
  Release,
  type Token,
  text,
} from '../../../lib/engine/index.js';
import type { Subject, Values } from '../subject.js';
import { anyKnobs, type Opened, saying } from './knobs.js';
import { anyCondition, anyFile, anyStructure, mixed, Naming, type Parts } from './structure.js';
import { printable } from './texts.js';

/** One object, and where in the tree it stands. */
interface Blueprint {
  readonly id: string;
  readonly place: Place;
  readonly kind: 'Thing' | 'Task' | 'ConfigMap' | 'CronJob' | 'Job';
  readonly content: Readonly<Record<string, unknown>>;
  readonly texts: readonly string[];
  readonly file: 0 | 1;
  readonly patches: readonly (readonly [string, unknown])[];
}

/** The release itself, its component, a chart in it, or what exists under conditions. */
type Place = 'release' | 'component' | 'chart' | readonly Token<boolean>[];

const IDS = ['web', 'Web.2', 'checks', '.hidden', 'quantity', 'notes', '_x', 'job', 'a b', 'tests', 'release'];

const keysOf = (port: number, title: string, on: boolean) => ({
  enabled: boolean(on, 'Whether it is there.'),
  port: integer(port, 'A port.', { minimum: 1, maximum: 65535 }),
  title: text(undefined, 'A title.'),
  logs: group('Logs.', { level: text(title, 'How much.'), json: boolean(undefined, 'How.') }),
  remote: group('Somewhere else.', { host: text(undefined, 'Where.') }, { optional: true, required: ['host'] }),
});

type PartKeys = ReturnType<typeof keysOf>;

class Part extends Component<PartKeys> {
  constructor(scope: Construct, keys: PartKeys) {
    super(scope, 'part', { key: 'part', description: 'A part.', keys });
    const { port, title, logs, remote } = this.knobs;
    new ApiObject(this, 'own', {
      ...{ apiVersion: 'example.com/v1', kind: 'Part', metadata: { annotations: { title: `${title}` } } },
      spec: {
        ports: [{ port, name: title }],
        url: `http://${remote.host}:${port}`,
        logs,
        all: new JsonText({ logs, title }),
      },
      status: either<unknown>(logs.json, { title }, undefined),
    });
  }

  override get presence(): Token<boolean> {
    return this.knobs.enabled;
  }
}

const partValues = fc.record(
  {
    enabled: fc.option(fc.boolean()),
    port: fc.option(fc.integer({ min: 1, max: 65535 })),
    title: fc.option(printable),
    logs: fc.option(
      fc.record(
        { level: fc.option(printable), json: fc.option(fc.boolean()) },
        { noNullPrototype: true, requiredKeys: [] },
      ),
    ),
    remote: fc.option(fc.record({ host: printable }, { noNullPrototype: true })),
  },
  { noNullPrototype: true, requiredKeys: [] },
);

const added = fc.record(
  { enabled: fc.boolean(), global: fc.constantFrom({}, { registry: 'a', deep: { a: [null, 1] } }) },
  { noNullPrototype: true, requiredKeys: [] },
);

/** An app of things of one's own: components, conditions, patches and whatever an object may hold. */
export const componentApp: fc.Arbitrary<Subject> = anyKnobs.chain((knobs) => {
  const opened: readonly Opened<unknown>[] = Object.values(knobs);
  const parts: Parts = {
    switches: [knobs.on.knob, knobs.maybe.knob].filter(isCondition),
    texts: opened.filter(({ key }) => !['list', 'map', 'resources'].includes(key.form)).map(({ knob }) => knob),
    wholes: opened.map(({ knob }) => knob),
  };
  const documentOf = (said: readonly Opened<unknown>[]): fc.Arbitrary<Values> =>
    fc.tuple(saying(said), fc.option(partValues, { nil: undefined }), added).map(([values, part, more]) => ({
      ...values,
      ...(part === undefined ? {} : { part }),
      ...more,
    }));
  const document = documentOf(opened);
  // A request of one and a limit of the other might not go together.
  const over = documentOf(opened.filter(({ key }) => key.form !== 'resources'));
  const member = fc.oneof(
    { weight: 2, arbitrary: document.map((values) => ({ own: { values }, documents: [] })) },
    { weight: 3, arbitrary: document.map((one) => ({ own: {}, documents: [one] })) },
    { weight: 2, arbitrary: fc.tuple(document, over).map((documents) => ({ own: {}, documents })) },
  );
  return fc
    .record(
      {
        nameOverride: fc.constantFrom(undefined, 'x'),
        labels: fc.constantFrom<Record<string, string>>({}, { 'example.com/team': `a${knobs.on.knob}` }),
        keys: fc.tuple(fc.integer({ min: 1, max: 9 }), printable, fc.boolean()).map((given) => keysOf(...given)),
        plus: fc.boolean(),
        files: fc.tuple(anyFile('release', parts), anyFile('settings.yaml', parts)),
        blueprints: fc.uniqueArray(anyBlueprint(parts), { selector: ({ id }) => id, minLength: 1, maxLength: 4 }),
        members: fc.array(member, { minLength: 2, maxLength: 4 }),
      },
      { noNullPrototype: true },
    )
    .map(({ members, ...setUp }) => ({
      members,
      setUp: { knobs, ...setUp },
      create: (scope, id, props, own) => {
        const { nameOverride, labels } = setUp;
        const release = new Release(scope, id, { nameOverride, labels, ...props, ...own });
        for (const { path, key } of opened) release.open(path, key);
        const naming = new Naming(release);
        const component = new Part(release, setUp.keys);
        for (const blueprint of setUp.blueprints) {
          build(placeOf(blueprint, release, component), blueprint, setUp.files[blueprint.file], naming);
        }
        if (setUp.plus) new Plus(release, 'plus', `${knobs.note.knob}`);
        return release;
      },
    }));
});

/** A switch that is not set is off. */
function isCondition(knob: Knob<boolean | undefined>): knob is Knob<boolean> {
  return knob.key.form === 'boolean';
}

function anyBlueprint(parts: Parts): fc.Arbitrary<Blueprint> {
  const structure = anyStructure(parts);
  const conditions = fc.array(anyCondition(parts), { minLength: 1, maxLength: 2 });
  const key = fc.constantFrom('a', 'b', 'c', '9', '10');
  return fc.record(
    {
      id: fc.constantFrom(...IDS),
      place: fc.oneof(fc.constantFrom<Place>('release', 'component', 'chart'), conditions),
      kind: fc.constantFrom('Thing', 'Thing', 'Task', 'ConfigMap', 'CronJob', 'Job'),
      content: fc.dictionary(key, structure, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      texts: fc.array(mixed(parts), { minLength: 2, maxLength: 2 }),
      file: fc.constantFrom<0 | 1>(0, 1),
      patches: fc.array(fc.tuple(fc.constantFrom('d', 'e', 'a'), structure), { maxLength: 2 }),
    },
    { noNullPrototype: true },
  );
}

function placeOf({ place, id }: Blueprint, release: Release, component: Component): Construct {
  if (place === 'release') return release;
  if (place === 'component') return component;
  if (place === 'chart') return new Construct(release, `chart-${id}`);
  return place.reduce<Construct>(
    (scope, condition, index) => new Conditional(scope, `if-${id}-${index}`, condition),
    release,
  );
}

function build(scope: Construct, blueprint: Blueprint, drawn: ConfigFile, naming: Naming): void {
  const { id, kind, patches } = blueprint;
  const { content, texts } = naming.value({ ...blueprint });
  const file = naming.value(drawn);
  const object = new ApiObject(scope, id, { ...bodyOf(kind, content, texts, file) });
  if (kind === 'Task' || kind === 'Job') nameByContent(object);
  if (kind === 'Thing' || kind === 'Task') {
    for (const [key, value] of patches)
      object.addJsonPatch(JsonPatch.add(`/spec/more/${key}`, naming.value(value) ?? null));
  }
}

function bodyOf(kind: Blueprint['kind'], content: object, [one = '', other = '']: readonly string[], file: ConfigFile) {
  const metadata = { annotations: { one, 'example.com/other': other } };
  switch (kind) {
    case 'Thing':
    case 'Task':
      return { apiVersion: 'example.com/v1', kind, metadata, spec: { fixed: 1, more: { fixed: 1, ...content } } };
    case 'ConfigMap': {
      const data = { file, one, json: new JsonText({ file, content, checksum: file.checksum }), sum: file.checksum };
      return { apiVersion: 'v1', kind, metadata, data };
    }
    case 'Job':
      return { apiVersion: 'batch/v1', kind, metadata, spec: { template: podOf(content, one, file) } };
    case 'CronJob': {
      const jobTemplate = { metadata: { annotations: { one } }, spec: { template: podOf(content, other, file) } };
      return { apiVersion: 'batch/v1', kind, metadata, spec: { schedule: '0 3 * * *', jobTemplate } };
    }
  }
}

function podOf(content: object, one: string, file: ConfigFile): object {
  const env = [
    { name: 'ONE', value: one },
    { name: 'JSON', value: new JsonText(content, true) },
  ];
  const container = { name: 'main', image: 'a:1', args: [one, 'x'], env };
  return {
    metadata: { annotations: { 'checksum/settings': file.checksum, one } },
    spec: { restartPolicy: 'Never', containers: [container] },
  };
}

/** Constructs of another library, which names and labels things by where they stand in the tree. */
class Plus extends Construct {
  constructor(scope: Construct, id: string, note: string) {
    super(scope, id);
    new ConfigMap(this, 'config', { data: { note, fixed: '{{ x }}' } });
    const account = new ServiceAccount(this, 'account');
    const web = new Deployment(this, 'web', { replicas: 1, serviceAccount: account });
    const container = web.addContainer({ image: 'web:1', portNumber: 80 });
    container.env.addVariable('NOTE', { value: note });
    web.exposeViaService();
    new NetworkPolicy(this, 'policy', { selector: web });
    new Deployment(this, 'other', { replicas: 1 }).addContainer({ image: 'other:1' });
  }
}
