import { EXAMPLE, errorsOfProps } from '../../support/releases.js';

const webserver = 'test: Deployment test-webserver:';

test('rejects an environment variable that the component itself has', () => {
  expect(errorsOfProps({ webserver: { env: [{ name: 'DAGSTER_HOME', value: '/' }] } })).toEqual([
    `${webserver} webserver.env: the name "DAGSTER_HOME" is taken twice; allowed: once; the component itself may have it`,
  ]);
});

test('rejects two volumes of one name, and two mounts at one path', () => {
  const volumes = [{ name: 'tmp', emptyDir: {} }];
  const volumeMounts = [{ name: 'tmp', mountPath: '/tmp' }];
  expect(errorsOfProps({ webserver: { volumes, volumeMounts } })).toEqual([
    `${webserver} volumes: the name "tmp" is taken twice; allowed: once; the component itself may have it`,
    `${webserver} webserver.volumeMounts: the mountPath "/tmp" is taken twice; allowed: once; the component itself may have it`,
  ]);
});

test('rejects a mount of a volume that the pod does not have', () => {
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const location = { ...EXAMPLE, volumeMounts, includeConfigInLaunchedRuns: false };
  expect(errorsOfProps({ userCode: { locations: [location] } })).toEqual([
    'test: Deployment test-user-code-example: user-code.volumeMounts: found the volume "data"; allowed: dagster-home, tmp, instance; add it to volumes',
  ]);
});

test('rejects a sidecar that is named as another container', () => {
  const pod = { sidecars: [{ name: 'daemon', image: 'example.com/proxy:1' }] };
  expect(errorsOfProps({ daemon: { pod } })).toEqual([
    'test: Deployment test-daemon: containers: the name "daemon" is taken twice; allowed: once; the component itself may have it',
  ]);
});
