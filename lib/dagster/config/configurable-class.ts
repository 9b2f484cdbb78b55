import { checked, type Issue, is, issuesOf, type JsonMap, quote } from '../../engine/index.js';
import { plainMap } from './fields.js';
import { checkSecretTexts } from './secret-texts.js';

/** A class that Dagster loads by its name, with the configuration that the class itself defines. */
export interface ConfigurableClass {
  /** The Python module, for example `my_company.launcher`; it has to be in the images that load it. */
  readonly module: string;
  /** The class in the module. */
  readonly class: string;
  /** Its configuration, which refers to secrets by variables, `{ env: NAME }`. @default - none */
  readonly config?: JsonMap;
}

export const CLASS = is.bag<ConfigurableClass>({
  module: is.required(is.anyText),
  class: is.required(is.anyText),
  config: is.data,
});

/** What stands for a class that has no name. */
export const NO_CLASS: ConfigurableClass = { module: 'none', class: 'None' };

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** What is wrong with the names or the configuration of a class of somebody's own. */
export function checkClass(custom: ConfigurableClass, path: string): Issue[] {
  const issues = issuesOf(CLASS, custom, path);
  if (issues.length > 0) return issues;
  const reject = (name: string, value: unknown, allowed: string): void => {
    issues.push({ path: `${path}.${name}`, message: `found ${quote(value)}; allowed: ${allowed}` });
  };
  if (!custom.module.split('.').every((part) => IDENTIFIER.test(part))) {
    reject('module', custom.module, 'a Python module, such as "my_company.launcher"');
  }
  if (!IDENTIFIER.test(custom.class)) reject('class', custom.class, 'the name of a Python class');
  return [...issues, ...checkSecretTexts(custom.config, `${path}.config`)];
}

/** A class of somebody's own as far as it is sound; {@link checkClass} says what is wrong with it. */
export function soundClass(custom: ConfigurableClass): ConfigurableClass {
  return checked(CLASS, custom, NO_CLASS).options;
}

/** A class as `dagster.yaml` names it; a configuration that says nothing is left out. */
export function renderClass({ module, class: name, config }: ConfigurableClass): JsonMap {
  const copy = plainMap(config);
  return { module, class: name, ...(Object.keys(copy).length > 0 ? { config: copy } : {}) };
}
