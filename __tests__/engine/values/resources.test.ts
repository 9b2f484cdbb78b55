import { canonicalResources, checkResources } from '../../../lib/engine/values/resources.js';

const lines = (requests: object, limits: object): string[] =>
  checkResources({ requests, limits }).map(({ path, message }) => `${path}: ${message}`);

test.each([
  ['one number in two forms', { cpu: '1000m' }, { cpu: '1' }],
  ['one size in two units', { memory: '1Gi' }, { memory: '1024Mi' }],
  ['a smaller number in a smaller unit', { cpu: '999m' }, { cpu: '1' }],
  ['a longer text that is less', { memory: '1000000000' }, { memory: '1Gi' }],
  ['no limit', { cpu: '64' }, {}],
  ['extended resources', { 'nvidia.com/gpu': '1' }, { 'nvidia.com/gpu': '1' }],
])('a request is compared with its limit by value: %s', (_, requests, limits) => {
  expect(lines(requests, limits)).toEqual([]);
});

test.each([
  [{ cpu: '1001m' }, { cpu: '1' }, 'requests.cpu: found 1001m, above the limit; allowed: at most the limit, 1'],
  [
    { memory: '1Gi' },
    { memory: '1000Mi' },
    'requests.memory: found 1Gi, above the limit; allowed: at most the limit, 1000Mi',
  ],
  [{ memory: '1Gi' }, { memory: '1G' }, 'requests.memory: found 1Gi, above the limit; allowed: at most the limit, 1G'],
])('rejects a request above its limit: %j above %j', (requests, limits, error) => {
  expect(lines(requests, limits)).toEqual([expect.stringContaining(error)]);
});

test.each([
  [{ 'nvidia.com/gpu': '2' }, { 'nvidia.com/gpu': '1' }, 'found 2, and 1 as the limit'],
  [{ 'nvidia.com/gpu': '1' }, { 'nvidia.com/gpu': '2' }, 'found 1, and 2 as the limit'],
  [{ 'hugepages-2Mi': '4Mi' }, {}, 'found 4Mi, and nothing as the limit'],
])('rejects a request that is not the limit, for what is never shared: %j with %j', (requests, limits, error) => {
  const [name = ''] = Object.keys(requests);
  const rest = `allowed: what the limit is, since it is not shared; set limits.${name} alone`;
  expect(lines(requests, limits)).toEqual([`requests.${name}: ${error}; ${rest}`]);
});

test('rejects what Kubernetes would round or cut', () => {
  expect(lines({ cpu: '0.0001' }, { memory: '1e30' })).toEqual([
    expect.stringMatching(/^limits\.memory: found "1e30", larger than 2\^63-1; allowed: /),
    expect.stringMatching(/^requests\.cpu: found "0\.0001", finer than a thousandth, .*; allowed: /),
  ]);
});

test('all that is wrong is told, each with its path and the way out', () => {
  expect(lines({ cpu: '2', memory: '2Gi' }, { cpu: '1', memory: '1Gi' })).toEqual([
    'requests.cpu: found 2, above the limit; allowed: at most the limit, 1; lower the request or raise limits.cpu',
    'requests.memory: found 2Gi, above the limit; allowed: at most the limit, 1Gi; lower the request or raise limits.memory',
  ]);
});

test('quantities become canonical and empty lists disappear, in the API’s order', () => {
  const canonical = canonicalResources({
    requests: {},
    limits: { cpu: '1000m', memory: '1024Mi', 'nvidia.com/gpu': '1' },
  });
  expect(canonical).toStrictEqual({ limits: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '1' } });
  expect(canonicalResources({})).toStrictEqual({});
});
