/** What follows from texts, worked out once for each: the releases of a fleet ask for much of the same. */
export class Memory<T> {
  private readonly known = new Map<string, T>();

  /** @param most how many texts are remembered: more than a release has, and less than a fleet */
  constructor(
    private readonly workOut: (text: string) => T,
    private readonly most = 5_000,
  ) {}

  of(text: string): T {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const found = this.workOut(text);
    if (this.known.size >= this.most) this.known.clear();
    this.known.set(text, found);
    return found;
  }
}
