import { checkLabelSyntax } from '../../../lib/engine/policy/label-syntax.js';
import { deploymentOf, found } from '../../support/manifests.js';

const config = (metadata: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', ...metadata } });
const errors = (metadata: object): string[] => found(checkLabelSyntax(config(metadata)));

test.each(['a', 'A.b_c-d', 'example.com/name', ''.padEnd(63, 'x')])('a label may have the key %j', (key) => {
  expect(errors({ labels: { [key]: 'x' }, annotations: { [key]: '' } })).toEqual([]);
});

test.each(['', '-a', 'a b', 'a/b/c', 'Example.com/a', '/a', 'a/', ''.padEnd(64, 'x')])(
  'rejects a label with the key %j',
  (key) => {
    expect(errors({ labels: { [key]: 'x' } })).toEqual([`metadata.labels: found ${JSON.stringify(key)}`]);
  },
);

test.each(['Data Platform', '-a', 'a_', 'é', ''.padEnd(64, 'x')])(
  'rejects the value %j of a label, not of an annotation',
  (value) => {
    expect(errors({ labels: { team: value } })).toEqual([`metadata.labels.team: found ${JSON.stringify(value)}`]);
    expect(errors({ annotations: { team: value } })).toEqual([]);
  },
);

test('an annotation may have a key in upper case, but not any', () => {
  expect(errors({ annotations: { 'Example.com/A': 'x' } })).toEqual([]);
  expect(errors({ annotations: { 'a b': 'x' } })).toEqual(['metadata.annotations: found "a b"']);
});

test('rejects annotations that are larger than 256 KiB together', () => {
  expect(errors({ annotations: { a: 'x'.repeat(131071), b: 'é'.repeat(65535) } })).toEqual([]);
  expect(errors({ annotations: { a: 'x'.repeat(131072), b: 'é'.repeat(65536) } })).toEqual([
    'metadata.annotations: found 262146 bytes',
  ]);
});

test('rejects them in pods and in all that selects by them', () => {
  const bad = { team: 'a b' };
  const spread = [{ labelSelector: { matchLabels: bad } }];
  expect(found(checkLabelSyntax(deploymentOf({}, { nodeSelector: bad, topologySpreadConstraints: spread })))).toEqual([
    'nodeSelector.team: found "a b"',
    'topologySpreadConstraints.0.labelSelector.matchLabels.team: found "a b"',
  ]);
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { selector: bad } };
  expect(found(checkLabelSyntax(service))).toEqual(['spec.selector.team: found "a b"']);
});
