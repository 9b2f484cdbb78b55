import { setImmediate } from 'node:timers/promises';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Signals that end this process, but not before it has ended its children and tidied up. */
export class Interruption {
  private received?: NodeJS.Signals;
  private children: (signal: NodeJS.Signals) => void = () => {};

  /** Does something, then ends this process by the signal that came meanwhile, if one did. */
  static async during(act: (interruption: Interruption) => Promise<void>): Promise<void> {
    const interruption = new Interruption();
    const receive = (signal: NodeJS.Signals): void => interruption.receive(signal);
    for (const signal of SIGNALS) process.on(signal, receive);
    try {
      await act(interruption);
      // A signal that came while no event was handled is heard now.
      await setImmediate();
    } finally {
      for (const signal of SIGNALS) process.off(signal, receive);
    }
    if (interruption.received !== undefined) process.kill(process.pid, interruption.received);
  }

  get isReceived(): boolean {
    return this.received !== undefined;
  }

  /** Hands signals on while something runs. */
  async handingOn<T>(to: (signal: NodeJS.Signals) => void, running: Promise<T>): Promise<T> {
    this.children = to;
    try {
      return await running;
    } finally {
      this.children = () => {};
    }
  }

  private receive(signal: NodeJS.Signals): void {
    this.received = signal;
    this.children(signal);
  }
}
