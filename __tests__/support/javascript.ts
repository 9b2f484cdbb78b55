/** A value as JavaScript passes it, whatever a type asks for. */
export function javascript<T>(value: unknown): T;
export function javascript(value: unknown): unknown {
  return value;
}
