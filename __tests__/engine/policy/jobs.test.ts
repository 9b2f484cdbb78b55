import { checkJobs } from '../../../lib/engine/policy/jobs.js';
import { printed } from '../../support/issues.js';

const pod = { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] };
const job = (spec: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j' },
  spec: { template: { spec } },
});
const cronJob = (schedule: string) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'c' },
  spec: { schedule, jobTemplate: { spec: { template: { spec: pod } } } },
});

test.each(['0 3 * * *', '*/5 0-6/2 1,15 JAN-mar mon-fri', '0 0 ? * 0', '@daily', '@every 1h30m', '5/15 * * * *'])(
  'a schedule may be %j',
  (schedule) => {
    expect(checkJobs(cronJob(schedule))).toEqual([]);
  },
);

test.each([
  ['every day', 'write five fields in the place of 2'],
  ['0 0 3 * * *', 'write five fields in the place of 6'],
  ['60 * * * *', 'write minutes as * or as numbers from 0 to 59'],
  ['0 24 * * *', 'write hours as * or as numbers from 0 to 23'],
  ['0 0 0 * *', 'write days of the month as * or as numbers from 1 to 31'],
  [
    '0 0 * 13 *',
    'write months as * or as numbers from 1 to 12, or jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec',
  ],
  ['0 0 * * 7', 'write days of the week as * or as numbers from 0 to 6, or sun, mon, tue, wed, thu, fri, sat'],
  ['0 0 * * fri-mon', 'write days of the week as * or as numbers from 0 to 6, or sun, mon, tue, wed, thu, fri, sat'],
  ['*/0 * * * *', 'write minutes as * or as numbers from 0 to 59'],
  ['TZ=UTC 0 3 * * *', 'say the time zone in spec.timeZone'],
  ['@dayly', 'write five fields in the place of 1'],
])('rejects the schedule %j', (schedule, remedy) => {
  expect(printed(checkJobs(cronJob(schedule)))).toEqual([
    `spec.schedule: found "${schedule}"; allowed: minute, hour, day of the month, month and day of the week, such as "0 3 * * *", or one such as @daily; ${remedy}`,
  ]);
});

test.each([
  [{ ...pod, restartPolicy: 'Always' }, 'found "Always"'],
  [{ containers: pod.containers }, 'missing'],
])('the pod of a Job says how it is restarted: %j', (spec, found) => {
  expect(printed(checkJobs(job(spec)))).toEqual([
    `spec.template.spec.restartPolicy: ${found}; allowed: "Never" or "OnFailure", in a Job; write one of these`,
  ]);
});

test('other objects are no Jobs', () => {
  expect(checkJobs({ ...job({}), apiVersion: 'example.com/v1' })).toEqual([]);
});
