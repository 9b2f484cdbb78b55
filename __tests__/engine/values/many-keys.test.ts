import { validateAgainst } from '../../../lib/engine/values/validate.js';

test('rejects each of twenty thousand unknown keys, without a look at the others for each', () => {
  const document = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`strange${index}`, index]));
  const issues = validateAgainst({ type: 'object', additionalProperties: false, properties: { web: {} } }, document);
  expect(issues).toHaveLength(20_000);
  expect(issues.at(-1)).toStrictEqual({
    path: 'strange19999',
    message: 'unknown key "strange19999"; allowed: web',
  });
});
