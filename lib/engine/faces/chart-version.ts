import { type Issue, quote } from '../data/issue.js';

/** @see https://semver.org */
const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** What is wrong with the version of a chart, at a path. */
export function checkChartVersion(path: string, version: string): Issue[] {
  if (SEMANTIC_VERSION.test(version)) return [];
  return [{ path, message: `found ${quote(version)}; allowed: a semantic version, such as "1.0.0"` }];
}
