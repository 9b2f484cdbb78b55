import { ConfigMap, Deployment, NetworkPolicy, ServiceAccount } from 'cdk8s-plus-33';
import { open, Release, text } from '../../lib/engine/index.js';
import { disagreements, write } from '../helm/law.js';
import type { Subject } from '../helm/subject.js';

const NOTE = open('note', text('a', 'A note.'));

/** Two installations of what another library of constructs describes. */
const PLUS: Subject = {
  setUp: 'cdk8s-plus',
  members: [
    { own: {}, documents: [{}] },
    { own: {}, documents: [{ note: 'b' }] },
  ],
  create: (scope, id, props) => {
    const release = new Release(scope, id, props);
    new ConfigMap(release, 'config', { data: { note: `${NOTE}` } });
    const serviceAccount = new ServiceAccount(release, 'account');
    const web = new Deployment(release, 'web', { replicas: 1, serviceAccount });
    web.addContainer({ image: 'web:1', portNumber: 80 });
    web.exposeViaService();
    new NetworkPolicy(release, 'policy', { selector: web });
    return release;
  },
};

const written = write(PLUS, 0);
const [one, other] = written.installations.map(({ alias, objects }) => ({ alias, text: JSON.stringify(objects) }));
const addressesIn = (objects = ''): Set<string> =>
  new Set([...objects.matchAll(/"cdk8s\.io\/metadata\.addr":"([^"]+)"/g)].map(([, address]) => `${address}`));

test('the constructs of cdk8s-plus are the same in every face', async () => {
  expect(await disagreements([written])).toEqual([]);
});

test('a Deployment, its Service and its NetworkPolicy select pods by one address', () => {
  const [address, ...others] = addressesIn(one?.text);
  expect([address, others]).toEqual([expect.stringMatching(/^all-c0a-[0-9a-f]{8}$/), []]);
  expect(one?.text.split(`"${address}"`)).toHaveLength(4 + 1);
});

test('two installations have other names and addresses', () => {
  const addresses = [...addressesIn(one?.text), ...addressesIn(other?.text)];
  expect(new Set(addresses).size).toBe(2);
  expect(other?.text).not.toContain(one?.alias);
});
