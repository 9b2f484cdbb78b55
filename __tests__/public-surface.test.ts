import { PublicSurface } from './support/public-surface.js';

import.meta.jest.setTimeout(60_000);

describe.each(['lib/index.ts', 'lib/engine/index.ts'])('%s', (door) => {
  const surface = new PublicSurface(door);

  test('exports all types of what people give', () => {
    expect(surface.interfaces.length).toBeGreaterThan(10);
    expect(surface.strangers()).toEqual([]);
  });

  test('every interface and property has a description, every optional one its default', () => {
    expect(surface.undocumented()).toEqual([]);
  });
});
