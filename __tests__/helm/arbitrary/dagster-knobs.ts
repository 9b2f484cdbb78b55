import fc from 'fast-check';
import type { IToleration } from 'kubernetes-models/v1';
import { type ContainerResources, choice, integer, list, quantity, resources, text } from '../../../lib/index.js';
import { type Opened, opened, optional } from './knobs.js';
import { printable } from './texts.js';
import { quantity as anyQuantity, resources as anyResources } from './values.js';

const tags = fc.constantFrom('1.4.0', 'on', '1e3', 'v1', '0x1');
const repositories = fc.constantFrom('example.com/a', 'b', 'registry.example.com:5000/team/app');
const digests = fc.constantFrom('a', 'b').map((digit) => `sha256:${digit.repeat(64)}`);
const hosts = fc.constantFrom('a.example.com', 'yes.no', '1.example.com');
const words = ['a', 'true', '1e3', 'x.y'] as const;
const counts = fc.integer({ min: 1, max: 9 });
const tolerations = fc.array(
  fc.record(
    {
      key: fc.constantFrom('a', 'on'),
      operator: fc.constant('Exists' as const),
      effect: fc.constant('NoExecute' as const),
      tolerationSeconds: fc.nat(),
    },
    { noNullPrototype: true, requiredKeys: ['key', 'operator', 'effect'] },
  ),
  { maxLength: 2 },
);
const sizes = anyQuantity.filter((size) => /[1-9]/.test(size.replace(/[eE].*/, '')));
const amounts = fc.oneof(anyResources, fc.constant({}));
const bounds = { minimum: 1, maximum: 9 };

/** The properties that a Dagster of the proof may have open. */
export interface DagsterKnobs {
  readonly tag: Opened<string>;
  readonly repository: Opened<string>;
  readonly digest: Opened<string>;
  readonly note: Opened<string>;
  readonly maybe: Opened<string | undefined>;
  readonly word: Opened<(typeof words)[number]>;
  readonly host: Opened<string>;
  readonly replicas: Opened<number>;
  readonly tolerations: Opened<readonly IToleration[]>;
  readonly amounts: Opened<ContainerResources>;
  readonly storage: Opened<string>;
}

export const dagsterKnobs: fc.Arbitrary<DagsterKnobs> = fc
  .record(
    {
      // Below a slice of the contract, or beside it.
      top: fc.constantFrom('images', 'dagster-webserver.image'),
      tag: tags,
      repository: repositories,
      note: printable,
      maybe: optional(printable),
      word: fc.constantFrom(...words),
      replicas: counts,
      amounts: fc.constantFrom<ContainerResources>({}, { limits: { cpu: '1000m' } }),
      storage: sizes,
    },
    { noNullPrototype: true },
  )
  .map(({ top, ...initial }) => ({
    tag: opened(`${top}.tag`, text(initial.tag, 'A tag.'), tags),
    repository: opened(`${top}.repository`, text(initial.repository, 'A repository.'), repositories),
    digest: opened('images.digest', text(`sha256:${'0'.repeat(64)}`, 'A digest.'), digests),
    note: opened('notes.first', text(initial.note, 'A note.'), printable),
    maybe: opened('notes.second', text(initial.maybe, 'A note, or none.'), printable),
    word: opened('word', choice(initial.word, 'A word.', words), fc.constantFrom(...words)),
    host: opened('host', text('x.example.com', 'A host.'), hosts),
    replicas: opened('replicas', integer(initial.replicas, 'How many.', bounds), counts),
    tolerations: opened('tolerations', list<IToleration>([], 'Taints.'), tolerations),
    amounts: opened('dagster-user-code.amounts', resources(initial.amounts), amounts),
    storage: opened('storage', quantity(initial.storage, 'A size.'), sizes),
  }));
