import { eventually } from '../support/waiting.js';
import { ctl } from './support.js';

/** What somebody may connect to. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** The name of a host, which is asked for by UDP; without one, TCP connects. */
  readonly query?: string;
}

/** A pod that tries. */
export interface Origin {
  readonly namespace: string;
  readonly pod: string;
}

/** A network that refuses says so at once, or never answers. */
const PROBE = `
import concurrent.futures, json, socket, struct, sys

def seen(target):
    host, port, query = target["host"], target["port"], target.get("query")
    try:
        if query is None:
            with socket.create_connection((host, port), 8) as s:
                if s.getsockname()[0] == host:
                    return "="
        else:
            name = b"".join(bytes([len(label)]) + label.encode() for label in query.split("."))
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                s.settimeout(8)
                s.connect((host, port))
                s.send(struct.pack(">6H", 1, 256, 1, 0, 0, 0) + name + b"\\0" + struct.pack(">2H", 1, 1))
                s.recv(512)
        return "yes"
    except OSError:
        return "-"

targets = json.loads(sys.argv[1])
with concurrent.futures.ThreadPoolExecutor(len(targets)) as pool:
    print(json.dumps(list(pool.map(seen, targets))))
`;

function row({ namespace, pod }: Origin, targets: readonly Target[]): string[] {
  const command = ['python3', '-c', PROBE, JSON.stringify(targets)];
  return JSON.parse(ctl(['-n', namespace, 'exec', pod, '--', ...command]));
}

/** A table as text: a line for each row, cells under the names of their columns. */
export function tableOf(columns: readonly string[], rows: readonly (readonly [string, readonly string[]])[]): string {
  const first = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(first), ...cells.map((cell, index) => cell.padEnd((columns[index] ?? '').length))]
      .join('  ')
      .trimEnd();
  return [line('', columns), ...rows.map(([name, cells]) => line(name, cells))].join('\n');
}

/** Who reaches what: `yes`, `-`, or `=` for itself. A policy takes effect a moment after its pods have started. */
export async function expectReach(
  origins: Readonly<Record<string, Origin>>,
  targets: Readonly<Record<string, Target>>,
  expected: string,
  within = 180,
): Promise<void> {
  const trimmed = expected.replace(/^\n|\n *$/g, '').replaceAll(/^ {4}/gm, '');
  await eventually('the policies', within, () => {
    const rows = Object.entries(origins).map(([name, origin]) => [name, row(origin, Object.values(targets))] as const);
    expect(tableOf(Object.keys(targets), rows)).toBe(trimmed);
  });
}
