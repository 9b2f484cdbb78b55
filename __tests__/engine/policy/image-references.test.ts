import { checkImageReferences } from '../../../lib/engine/policy/image-references.js';
import { deploymentOf } from '../../support/manifests.js';

const errors = (image: string): string[] => checkImageReferences(deploymentOf({ image })).map(({ message }) => message);
const DIGEST = `sha256:${'0a'.repeat(32)}`;

test.each([
  'busybox',
  'busybox:1.36',
  'library/busybox',
  'registry.example.com/team/app:1.2.3',
  'localhost:5000/app',
  'Registry.example.com/app',
  '[2001:db8::1]:5000/app:a',
  `registry.example.com/team/app@${DIGEST}`,
  `app:1.0@${DIGEST}`,
  'a__b/c-d--e.f:_x',
])('%s can be pulled', (image) => {
  expect(errors(image)).toEqual([]);
});

test.each([
  ['https://registry.example.com/app:1', 'leave "https://" out'],
  ['example.com/app :1', 'leave the spaces out'],
  ['example.com/app:1:2', 'give one tag alone: the repository without a tag, and the tag apart from it'],
  ['example.com/Team/app:1', 'write the repository in lower case'],
  ['example.com/app:', 'split it into the repository and the tag'],
  ['example.com/-app:1', 'split it into the repository and the tag'],
  [`example.com/app:${'x'.repeat(129)}`, 'split it into the repository and the tag'],
  ['example.com/app@sha256:abc', 'split it into the repository and the tag'],
  ['', 'split it into the repository and the tag'],
])('rejects %j, and says what to do', (image, remedy) => {
  expect(errors(image)).toEqual([
    expect.stringMatching(/^found .*; allowed: \[registry\/\]repository\[:tag\]\[@digest\], /),
  ]);
  expect(errors(image)[0]?.endsWith(`; ${remedy}`)).toBe(true);
});
