import { type Issue, quote } from './issue.js';
import { Memory } from './memory.js';

/**
 * Kubernetes resource quantities: parsed exactly, compared by value, printed in the one form a cluster stores.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

/** What a quantity looks like; also the `pattern` of the strict schema. Capture groups: number, suffix. */
export const QUANTITY_PATTERN = '^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,2})?$';

export const QUANTITY = new RegExp(QUANTITY_PATTERN);
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** The largest value, in thousandths, and what it takes to compute with it in a Helm template. */
export const QUANTITY_LIMITS = {
  largestMilli: (2n ** 63n - 1n) * 1000n,
  /** Digits of the largest value. */
  milliDigits: 22,
  /** Digits as written, with three more for each power of 1024. */
  digits: 27,
} as const;

const KIBI = 1024n;

type Notation = 'decimal' | 'exponent' | 'binary';

export class Quantity {
  /** @returns the quantity, or why Kubernetes could not keep it as it is written. */
  static parse(text: string): Quantity | string {
    return Quantity.parsed.of(text);
  }

  private static readonly parsed = new Memory((text) => Quantity.read(text));

  private static read(text: string): Quantity | string {
    const [, number = '', suffix = ''] = QUANTITY.exec(text) ?? [];
    if (number === '') return 'not a quantity';
    const [whole = '', decimals = ''] = number.split('.');
    const fraction = decimals.replace(/0+$/, '');
    const digits = (whole + fraction).replace(/^0+/, '');
    const power = Math.max(BINARY_SUFFIXES.indexOf(suffix, 1), 0);
    const exponential = /^[eE][+-]?[0-9]/.test(suffix);
    if (digits.length + 3 * power > QUANTITY_LIMITS.digits) return 'too many digits';
    const exponent = exponential ? Number(suffix.slice(1)) : DECIMAL_SUFFIXES.indexOf(suffix) * 3 - 9;
    const scale = (power > 0 ? 0 : exponent) + 3 - fraction.length;
    const factor = BigInt(digits) * KIBI ** BigInt(power);
    const divisor = 10n ** BigInt(Math.max(-scale, 0));
    if (factor % divisor !== 0n) return 'finer than a thousandth, which Kubernetes rounds up';
    const milli = (factor * 10n ** BigInt(Math.max(scale, 0))) / divisor;
    if (milli > QUANTITY_LIMITS.largestMilli) return 'larger than 2^63-1';
    return new Quantity(milli, power > 0 ? 'binary' : exponential ? 'exponent' : 'decimal');
  }

  private constructor(
    /** The value in thousandths. */
    readonly milli: bigint,
    private readonly notation: Notation,
  ) {}

  /** The form that the API server answers with, whatever form it was sent: `1000m` is `1`, `1024Mi` is `1Gi`. */
  get canonical(): string {
    if (this.milli === 0n) return '0';
    if (this.notation === 'binary' && this.milli % 1000n === 0n && this.milli >= KIBI * 1000n) {
      return this.canonicalBinary(this.milli / 1000n);
    }
    return this.canonicalDecimal();
  }

  private canonicalBinary(bytes: bigint): string {
    let mantissa = bytes;
    let power = 0;
    while (mantissa % KIBI === 0n && power < BINARY_SUFFIXES.length - 1) {
      mantissa /= KIBI;
      power += 1;
    }
    return `${mantissa}${BINARY_SUFFIXES[power]}`;
  }

  private canonicalDecimal(): string {
    let mantissa = this.milli;
    let exponent = -3;
    while (mantissa % 1000n === 0n && exponent < 18) {
      mantissa /= 1000n;
      exponent += 3;
    }
    if (this.notation !== 'exponent') return `${mantissa}${DECIMAL_SUFFIXES[exponent / 3 + 3]}`;
    return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  }
}

/** What a schema cannot say of a quantity: that Kubernetes keeps it as it is written. */
export function checkQuantity(text: unknown): Issue[] {
  if (typeof text !== 'string' || !QUANTITY.test(text)) return [];
  const quantity = Quantity.parse(text);
  if (quantity instanceof Quantity) return [];
  return [{ path: '', message: `found ${quote(text)}, ${quantity}; allowed: up to three decimals, below 2^63` }];
}

/** A quantity in canonical form; what is no quantity stays as it is. */
export function canonicalQuantity<T>(text: T): T | string {
  const quantity = typeof text === 'string' ? Quantity.parse(text) : undefined;
  return quantity instanceof Quantity ? quantity.canonical : text;
}
