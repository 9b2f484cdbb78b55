/** What a line of standard error begins with that the next one is to replace: it clears the line of a terminal. */
export const PASSING = '\u001b[2K';

/** The environment variable by which a command, whose standard error is a terminal, asks its app to tell how far it is. */
export const PROGRESS = 'CDK8S_SYNTH_PROGRESS';

/** How long nothing is told, in milliseconds: most apps are done by then. */
const PATIENCE = 1_000;

/** How often something is told, in milliseconds. */
const INTERVAL = 100;

/** What progress is told to. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells on a terminal, in a line that passes, how many of many things have been done. */
export class Progress {
  private done = 0;
  private next: number;
  private told = false;

  /** @param what the things that are done, in the plural */
  constructor(
    private readonly total: number,
    private readonly what: string,
    private readonly terminal: Terminal = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    const wanted = terminal.isTTY === true || process.env[PROGRESS] === 'true';
    this.next = wanted && total > 1 ? now() + PATIENCE : Number.POSITIVE_INFINITY;
  }

  /** One more is done. */
  step(): void {
    this.done += 1;
    if (this.now() < this.next) return;
    this.next = this.now() + INTERVAL;
    this.tell(`  ${this.done} of ${this.total} ${this.what}`);
  }

  /** Nothing more is to be told. */
  end(): void {
    this.next = Number.POSITIVE_INFINITY;
    if (this.told) this.tell('');
  }

  private tell(line: string): void {
    this.told = true;
    this.terminal.write(`${PASSING}${line}\r`);
  }
}
