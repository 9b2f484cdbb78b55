import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A real browser: `$CHROMIUM`, or the first on PATH. */
export async function openBrowser() {
  const { CHROMIUM, PATH = '' } = process.env;
  const paths = PATH.split(':').flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = CHROMIUM ?? paths.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(`no browser: none of ${NAMES.join(', ')} is on PATH; apt-get install chromium, or set CHROMIUM`);
  return puppeteer.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    protocolTimeout: 120_000,
  });
}
