import { checkServerArgs } from '../../../lib/dagster/components/server-args.js';
import { printed } from '../../support/issues.js';
import { EXAMPLE } from '../../support/releases.js';

const ARGUMENTS = '-p, --port, -h, --host, -s, --socket, --fixed-server-id';

test.each([
  [
    ['--module-name etl'],
    'args.0: found "--module-name etl"; allowed: one word an item, since no shell reads them; split it: "--module-name", "etl"',
  ],
  [
    ['dagster', 'api', 'grpc', '-m', 'etl'],
    'args.0: found "dagster"; allowed: what follows `dagster api grpc`; leave the command out',
  ],
  [
    ['api', 'grpc', '-m', 'etl'],
    'args.0: found "api"; allowed: what follows `dagster api grpc`; leave the command out',
  ],
  [
    ['-m', 'etl', '--port', '4000'],
    `args.2: found "--port"; allowed: any but ${ARGUMENTS}; say port of the code location`,
  ],
  [['-m', 'etl', '--host=::'], `args.2: found "--host=::"; allowed: any but ${ARGUMENTS}; leave it out`],
])('what the command does not take is an error: %j', (args, error) => {
  expect(printed(checkServerArgs({ ...EXAMPLE, args }))).toEqual([error]);
});

test('the command in front of the arguments is that of the server', () => {
  expect(
    printed(checkServerArgs({ ...EXAMPLE, server: 'code-server', args: ['code-server', 'start', '-m', 'x'] })),
  ).toEqual(['args.0: found "code-server"; allowed: what follows `dagster code-server start`; leave the command out']);
});

test.each([[[]], [['-m', 'a b']], [['--working-directory', '/my folder', '-f', '/my folder/x.py']], [['-m', 'api']]])(
  'arguments may be %j',
  (args) => {
    expect(checkServerArgs({ ...EXAMPLE, args })).toEqual([]);
  },
);
