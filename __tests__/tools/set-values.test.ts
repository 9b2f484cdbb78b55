import { setValues } from '../../lib/engine/cli/set-values.js';
import type { Issue } from '../../lib/engine/data/issue.js';
import type { JsonMap } from '../../lib/engine/index.js';
import { EchoChart } from './echo-chart.js';

const chart = new EchoChart();

afterAll(() => chart.remove());

const UNDER: JsonMap = {
  image: { tag: '1', pullPolicy: 'Always' },
  list: [{ name: 'a', port: 1 }, { name: 'b' }],
  gone: 1,
};

const CASES = [
  'image.tag=1.5.0',
  'replicas=3,enabled=true,off=FALSE,tag=1.5,octal=010,zero=0,minus=-7,plus=+7,big=9007199254740991,empty=',
  'gone=null,other=NULL,quoted="x"',
  'a.b.c=1,a.b.d=2',
  'list[0].port=2,list[2].name=c',
  'list[1]=x',
  'names={a,b\\,c,3,true}',
  'names={}',
  'names={a,b},after=1',
  'nodeSelector.kubernetes\\.io/role=master',
  'text=a\\,b=c=d',
  'url=postgresql://h:1/d?x=y',
  'braces=a{b}',
  'matrix[0][1]=x',
  'space = a b',
];

describe.each([
  ['--set', false],
  ['--set-string', true],
])('what %s says is read as Helm reads it', (flag, asTexts) => {
  test.each(CASES)('%s', (text) => {
    const issues: Issue[] = [];
    const values = setValues(UNDER, text, asTexts, issues);
    expect(issues).toEqual([]);
    expect(values).toEqual(chart.read(JSON.stringify(UNDER), flag, text));
  });
});

test.each(['replicas', '=1', 'a..b=1', 'a[x]=1', 'a[10000]=1', '__proto__.a=1'])('rejects %s', (text) => {
  const issues: Issue[] = [];
  expect(setValues({}, text, false, issues)).toEqual({});
  expect(issues).toEqual([
    { path: '--set', message: expect.stringMatching(`^found ".*"; allowed: path\\.to\\.key=value`) },
  ]);
});
