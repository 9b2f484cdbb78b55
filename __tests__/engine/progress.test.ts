import { Progress } from '../../lib/engine/progress.js';

/** What a terminal gets while things are done, one each so many milliseconds. */
function told(pace: number, total: number, terminal = { isTTY: true }): string[] {
  const lines: string[] = [];
  let time = 0;
  const progress = new Progress(total, 'releases', { ...terminal, write: (line) => lines.push(line) }, () => time);
  for (let index = 0; index < total; index += 1) {
    time += pace;
    progress.step();
  }
  progress.end();
  return lines;
}

test('a terminal tells how far it is in one line that passes, after a second and ten times a second at most', () => {
  const lines = told(60, 20);
  expect(lines).toEqual(['\u001b[2K  17 of 20 releases\r', '\u001b[2K  19 of 20 releases\r', '\u001b[2K\r']);
});

test('who is done within a second, has one thing to do, or writes to no terminal tells nothing', () => {
  expect(told(60, 16)).toEqual([]);
  expect(told(5_000, 1)).toEqual([]);
  expect(told(60, 20, { isTTY: false })).toEqual([]);
});
