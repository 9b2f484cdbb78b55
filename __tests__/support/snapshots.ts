/** Snapshots hold texts as they are, so that YAML in them reads as YAML. */
export function snapshotTextsAsTheyAre(): void {
  expect.addSnapshotSerializer({ test: (value) => typeof value === 'string', serialize: (value: string) => value });
}
