import fc from 'fast-check';
import {
  boolean,
  choice,
  integer,
  type Key,
  type Knob,
  list,
  map,
  number,
  open,
  quantity,
  resources,
  text,
} from '../../../lib/engine/index.js';
import { layered, type Values } from '../subject.js';
import { printable } from './texts.js';
import { quantity as anyQuantity, resources as anyResources } from './values.js';

/** A property that is open, and what documents may say of it. */
export interface Opened<T> {
  readonly path: string;
  readonly key: Key<T>;
  readonly knob: Knob<T>;
  readonly said: fc.Arbitrary<unknown>;
}

export function opened<T>(path: string, key: Key<T>, said: fc.Arbitrary<unknown>): Opened<T> {
  return { path, key, knob: open(path, key), said };
}

function drawn<T>(path: string, key: fc.Arbitrary<Key<T>>, said: fc.Arbitrary<unknown>): fc.Arbitrary<Opened<T>> {
  return key.map((one) => opened(path, one, said));
}

/** A default, or none. */
export const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });

const safe = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -1, 1e15));
const real = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0)),
  fc.constantFrom(0, 1, 0.1, -2.5, 1e6, 1e20, 1e21, 1e-7, 123456789),
);
const words = ['info', 'yes', '{{ x }}', ''];

/** Plain data as somebody may write it, with `null` for what is not set. */
export const data = fc.letrec<{ any: unknown; map: Record<string, unknown> }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'data' },
    printable,
    safe,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3, depthIdentifier: 'data' }),
    tie('map'),
  ),
  map: fc.dictionary(
    fc.oneof(printable, fc.constantFrom('9', '10', 'on')).filter((key) => key !== '__proto__'),
    tie('any'),
    { maxKeys: 3, depthIdentifier: 'data', noNullPrototype: true },
  ),
}));

const list3 = fc.array(data.any, { maxLength: 3 });

/** One knob of each form with a default, and of each that may be without one. */
export const anyKnobs = fc.record(
  {
    on: drawn(
      'flags.on',
      fc.boolean().map((one) => boolean(one, 'A switch.')),
      fc.boolean(),
    ),
    maybe: drawn(
      'flags.maybe',
      optional(fc.boolean()).map((one) => boolean(one, 'A switch.')),
      fc.boolean(),
    ),
    count: drawn(
      'count',
      safe.map((one) => integer(one, 'A count.')),
      safe,
    ),
    maybeCount: drawn(
      'more.count',
      optional(safe).map((one) => integer(one, 'A count.')),
      safe,
    ),
    ratio: drawn(
      'ratio',
      real.map((one) => number(one, 'A ratio.')),
      real,
    ),
    maybeRatio: drawn(
      'more.ratio',
      optional(real).map((one) => number(one, 'A ratio.')),
      real,
    ),
    word: drawn(
      'words.first',
      fc.constantFrom(...words).map((one) => choice<string>(one, 'A word.', words)),
      fc.constantFrom(...words),
    ),
    note: drawn(
      'words.note',
      printable.map((one) => text(one, 'A note.')),
      printable,
    ),
    maybeNote: drawn(
      'words.second.note',
      optional(printable).map((one) => text(one, 'A note,\nor none.')),
      printable,
    ),
    size: drawn(
      'size',
      anyQuantity.map((one) => quantity(one, 'A size.')),
      anyQuantity,
    ),
    maybeSize: drawn(
      'more.size',
      optional(anyQuantity).map((one) => quantity(one, 'A size.')),
      anyQuantity,
    ),
    amounts: drawn(
      'more.amounts',
      fc.constantFrom({}, { limits: { cpu: '1000m' } }).map(resources),
      fc.oneof(anyResources, fc.constant({})),
    ),
    items: drawn(
      'items',
      list3.map((one) => list(one, 'A list.')),
      list3,
    ),
    members: drawn(
      'members',
      data.map.map((one) => map(one, 'A map.')),
      data.map,
    ),
  },
  { noNullPrototype: true },
);

/** What a document says of open properties: nothing, `null` or a value. */
export function saying(knobs: readonly Pick<Opened<unknown>, 'path' | 'said'>[]): fc.Arbitrary<Values> {
  const members = knobs.map(({ path, said }) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Values>({}) },
      { weight: 1, arbitrary: fc.constant(at(path, null)) },
      { weight: 4, arbitrary: said.map((value) => at(path, value)) },
    ),
  );
  return fc.tuple(...members).map((all) => all.reduce(layered, {}));
}

function at(path: string, value: unknown): Values {
  const [name = '', ...rest] = path.split('.');
  return { [name]: rest.length === 0 ? value : at(rest.join('.'), value) };
}
