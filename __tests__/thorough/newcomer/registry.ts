import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarball } from '../../consumer/tarball.js';
import { ROOT } from '../../support/tools.js';

const CACHE = join(ROOT, 'node_modules/.cache/cdk8s-dagster/registry');

/** A version of a package: what npm asks of a registry, and where its files are. */
interface Release {
  readonly manifest: { readonly name: string; readonly version: string; readonly [key: string]: unknown };
  /** Its files as npm packs them; other platforms' packages have none here. */
  readonly pack?: () => Buffer;
}

/**
 * The npm registry as far as it is needed to install this package, without the network: it has this package as it is
 * published, and every package that is installed here.
 */
export class Registry {
  private readonly server = createServer(({ url = '' }, response) => this.answer(decodeURIComponent(url), response));
  private readonly lock = readJson(join(ROOT, 'package-lock.json')).packages;

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(path: string, response: ServerResponse): void {
    const [, name = '', version] = /^\/((?:@[^/]+\/)?[^/]+)(?:\/-\/(.*)\.tgz)?$/.exec(path) ?? [];
    const releases = this.releases(name);
    const release = releases.find(({ manifest }) => manifest.version === version);
    if (release?.pack !== undefined) return void response.end(release.pack());
    if (version !== undefined || releases.length === 0) return void response.writeHead(404).end('{}');
    const versions = releases.map((one) => [one.manifest.version, this.describe(one)]);
    const body = { name, 'dist-tags': { latest: versions[0]?.[0] }, versions: Object.fromEntries(versions), time: {} };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private describe({ manifest, pack }: Release): unknown {
    const shasum = createHash('sha1')
      .update(pack?.() ?? '')
      .digest('hex');
    const dist = { tarball: `${this.url}${manifest.name}/-/${manifest.version}.tgz`, shasum };
    return { ...manifest, dist };
  }

  /** All versions of a package, the one that its dependents get by default first. */
  private releases(name: string): Release[] {
    if (name === 'cdk8s-dagster')
      return [{ manifest: readJson(join(ROOT, 'package.json')), pack: () => readFileSync(tarball()) }];
    const paths = Object.keys(this.lock).filter((path) => path.startsWith('node_modules/'));
    return paths
      .filter((path) => path.endsWith(`node_modules/${name}`) && this.lock[path].link !== true)
      .sort((one, other) => one.length - other.length)
      .map((path) => {
        const folder = join(ROOT, path);
        if (!existsSync(folder)) return { manifest: { ...this.lock[path], name } };
        return { manifest: readJson(join(folder, 'package.json')), pack: () => packFolder(folder) };
      });
  }
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A package as it was published: without what has been installed into it, but for what it brings along. */
function packFolder(folder: string): Buffer {
  const {
    name,
    version,
    bundledDependencies,
    bundleDependencies = bundledDependencies,
  } = readJson(join(folder, 'package.json'));
  const cached = join(CACHE, `${name.replace('/', '-')}-${version}.tgz`);
  if (existsSync(cached)) return readFileSync(cached);
  const exclude = bundleDependencies === undefined ? [`--exclude=${basename(folder)}/node_modules`] : [];
  const args = ['-C', dirname(folder), ...exclude, '-cf', '-', basename(folder)];
  const packed = gzipSync(execFileSync('tar', args, { maxBuffer: 1 << 28 }), { level: 1 });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${cached}.${process.pid}`, packed);
  renameSync(`${cached}.${process.pid}`, cached);
  return packed;
}
