import type { Open } from '../engine/index.js';

/** Labels and annotations by key; their values may be knobs. */
export type Texts = Readonly<Record<string, Open<string>>>;

/** Fixed members, whose values may be knobs. */
export type OpenMembers<T> = { readonly [K in keyof T]: Open<T[K]> };

/** Members whose values may be knobs, but for the name. */
export type Named<T extends { name: string }> = Omit<OpenMembers<T>, 'name'> & { readonly name: string };
