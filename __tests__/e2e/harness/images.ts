import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What an image brings that a pod does not say. */
export interface Image {
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Lines of its /etc/passwd beyond root's. */
  readonly users: readonly string[];
  /** Folders of this machine, by their paths in the image. */
  readonly folders: Readonly<Record<string, string>>;
}

const IMAGES = resolve(import.meta.dirname, '../images');
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An environment variable that `run` sets. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; run the tests with npm run test:e2e`);
  return value;
}

/**
 * An image with Dagster in it: the virtual environment stands for the image's Python.
 *
 * @param folders the project that a code location's image holds beside it
 */
export function dagsterImage(folders: Readonly<Record<string, string>> = {}): Image {
  const python = setting('E2E_PYTHON');
  return {
    env: { PATH: `${python}/bin:${SYSTEM_PATH}`, LANG: 'C.UTF-8' },
    entrypoint: [],
    command: ['python3'],
    users: [],
    folders: { [python]: python, ...folders },
  };
}

/** The official postgres image: Debian's server, in the version that Debian has, and a stand-in for the entrypoint. */
export function postgresImage(): Image {
  const [version = ''] = readdirSync('/usr/lib/postgresql').sort().reverse();
  return {
    env: {
      PATH: `/usr/lib/postgresql/${version}/bin:${SYSTEM_PATH}`,
      LANG: 'C.UTF-8',
      PGDATA: '/var/lib/postgresql/18/docker',
    },
    entrypoint: ['docker-entrypoint.sh'],
    command: ['postgres'],
    users: ['postgres:x:999:999::/var/lib/postgresql:/bin/bash'],
    folders: { '/usr/local/bin': join(IMAGES, 'postgres') },
  };
}

/** Images by what their names start with; the longest start wins. */
export type Images = Readonly<Record<string, Image>>;

export function imageNamed(images: Images, name: string): Image {
  const starts = Object.keys(images).filter((start) => name.startsWith(start));
  const [longest] = starts.sort((a, b) => b.length - a.length);
  const image = longest === undefined ? undefined : images[longest];
  if (image === undefined) throw new Error(`image ${name} stands for nothing here; known: ${Object.keys(images)}`);
  return image;
}
