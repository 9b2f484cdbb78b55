import * as fc from 'fast-check';
import { canonicalQuantity, QUANTITY_PATTERN, Quantity } from '../../../lib/engine/data/quantity.js';

function parse(text: string): Quantity {
  const quantity = Quantity.parse(text);
  if (quantity instanceof Quantity) return quantity;
  throw new Error(`${text}: ${quantity}`);
}

/** As the API server answers. */
const CANONICAL: [string, string][] = [
  ['0', '0'],
  ['0Ki', '0'],
  ['0.0', '0'],
  ['1', '1'],
  ['+1', '1'],
  ['1.', '1'],
  ['01', '1'],
  ['.5', '500m'],
  ['0.5', '500m'],
  ['0.1', '100m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['2000m', '2'],
  ['100000u', '100m'],
  ['1000000n', '1m'],
  ['1000', '1k'],
  ['1000k', '1M'],
  ['2000000', '2M'],
  ['1234567', '1234567'],
  ['128974848000m', '128974848'],
  ['1E', '1E'],
  ['9223372036854775807', '9223372036854775807'],
  ['129e6', '129e6'],
  ['1000e3', '1e6'],
  ['1E3', '1e3'],
  ['1e1', '10'],
  ['5e-1', '500e-3'],
  ['1e+3', '1e3'],
  ['512Mi', '512Mi'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['1.1Gi', '1181116006400m'],
  ['0.5Gi', '512Mi'],
  ['0.5Ki', '512'],
  ['1Ki', '1Ki'],
  ['1023Ki', '1023Ki'],
  ['7Ei', '7Ei'],
];

test.each(CANONICAL)('%s is stored as %s', (text, canonical) => {
  expect(canonicalQuantity(text)).toBe(canonical);
});

test.each([
  ['1', '1000m'],
  ['1Gi', '1024Mi'],
  ['1Gi', '1073741824'],
  ['1e3', '1k'],
  ['0.5', '500m'],
])('%s and %s are the same value', (one, other) => {
  expect(parse(one).milli).toBe(parse(other).milli);
});

test.each([
  '',
  'abc',
  '-1',
  '1 Gi',
  ' 1',
  '1\n',
  '1K',
  '1ki',
  '1GI',
  '1Gib',
  '1e',
  '1Ee3',
  '1m3',
  '.',
  '1.2.3',
  '1e100',
  '½',
])('rejects %j', (text) => {
  expect(Quantity.parse(text)).toBe('not a quantity');
  expect(new RegExp(QUANTITY_PATTERN).test(text)).toBe(false);
});

test.each([
  ['0.0001', 'finer than a thousandth, which Kubernetes rounds up'],
  ['1n', 'finer than a thousandth, which Kubernetes rounds up'],
  ['1e-4', 'finer than a thousandth, which Kubernetes rounds up'],
  ['0.1Ki', undefined],
  ['1.0001Ki', 'finer than a thousandth, which Kubernetes rounds up'],
  ['9223372036854775808', 'larger than 2^63-1'],
  ['8Ei', 'larger than 2^63-1'],
  ['10E', 'larger than 2^63-1'],
])('what Kubernetes could not keep is told: %s', (text, problem) => {
  const quantity = Quantity.parse(text);
  expect(quantity instanceof Quantity ? undefined : quantity).toBe(problem);
});

test('what is no quantity stays as it is', () => {
  expect([canonicalQuantity('abc'), canonicalQuantity(5), canonicalQuantity(null)]).toEqual(['abc', 5, null]);
});

const text = fc
  .tuple(
    fc.constantFrom('', '+'),
    fc.bigInt({ min: 0n, max: 10n ** 15n }),
    fc.constantFrom('', '.', '.0', '.5', '.25', '.125', '.001', '.000'),
    fc.constantFrom('', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e0', 'e3', 'E6', 'e-3', 'e+2', 'e1'),
  )
  .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction}${suffix}`)
  .filter((written) => Quantity.parse(written) instanceof Quantity);

test('the canonical form of any quantity has its value', () => {
  fc.assert(fc.property(text, (written) => parse(parse(written).canonical).milli === parse(written).milli));
});

test('the canonical form of a canonical form is itself', () => {
  fc.assert(
    fc.property(text, (written) => canonicalQuantity(canonicalQuantity(written)) === canonicalQuantity(written)),
  );
});

test('two quantities of one value and one notation have one canonical form', () => {
  fc.assert(
    fc.property(fc.nat(10 ** 9), (value) => canonicalQuantity(`${value}`) === canonicalQuantity(`${value}000m`)),
  );
});
