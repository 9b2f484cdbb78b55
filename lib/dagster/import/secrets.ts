import type { Json, JsonMap } from '../../engine/index.js';
import { SECRET_VALUE } from '../config/secret-texts.js';
import { isJsonMap, isList, type Ledger } from './official-values.js';
import type { Reading } from './readings.js';

const SECRET_NAME =
  /password|passwd|passphrase|secret|token|credential|webhook|(api|access|private|account|storage|encryption|signing|fernet)_?-?key$|dsn$|connection_?string/i;

/** Keys that only name a Secret, or say where something is. */
const NAMES_ONE =
  /(name|ref|envvar|mount|file|path|dir|scope|audience|class)$|^(envSecrets?|imagePullSecrets?|secret|existingSecret)$/i;

/** Where keys are words of controllers, and `secretKey` of an ExternalSecret, which names what it makes: the values show. */
const WORDS_OF_OTHERS =
  /(^|\.)(annotations|labels|matchLabels|podLabels|deploymentLabels)\.|^extraManifests.*\.secretKey$/;

/** What Dagster reads: there a variable can stand for a text. */
const READ_BY_DAGSTER =
  /^(computeLogManager|additionalInstanceConfig|.*\.custom(RunLauncher|RunCoordinator|Scheduler)\.config|scheduler)/;

/** A variable that has to come from a Secret. */
export interface SecretVariable {
  readonly path: string;
  readonly name: string;
}

/** Takes passwords and the like out of values, which no file may hold in clear. */
export class Secrets {
  /** Keys of the Secret that somebody has to make. */
  readonly variables: SecretVariable[] = [];
  /** Those that `dagster.yaml` reads. */
  readonly ofInstance: string[] = [];
  private readonly values = new Map<string, string>();
  private shown = (path: string): string => path;

  constructor(
    readonly secretName: string,
    private readonly ledger: Ledger,
  ) {}

  /** The values without secrets: a reference stands where one can. */
  without(reading: Reading): Json {
    this.shown = reading.shown;
    return this.clean(reading.document);
  }

  private clean(value: Json, path = '', key = ''): Json {
    if (isList(value))
      return value.flatMap((item, index) => {
        const clean = this.clean(item, `${path}[${index}]`, key);
        return clean === null && item !== null ? [] : [clean];
      });
    if (isJsonMap(value)) return this.ofMap(value, path, key);
    if (typeof value !== 'string' || value === '') return value;
    if (key === 'envVars') return this.ofVariable(value, path);
    if (!isSecret(WORDS_OF_OTHERS.test(path) ? '' : key, value)) return value;
    if (READ_BY_DAGSTER.test(path)) {
      const words = key.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/\W/g, '_');
      const name = this.keyOf(words.toUpperCase(), value);
      this.variables.push({ path: this.shown(path), name });
      this.ofInstance.push(name);
      return { env: name };
    }
    this.ledger.refuse(path, 'A secret in clear is never written: put it into a Secret, and refer to that.');
    return null;
  }

  private ofMap(map: JsonMap, path: string, key: string): Json {
    const { name, value, kind } = map;
    if (kind === 'Secret') {
      this.ledger.refuse(path, 'A Secret with its values is never written: make it in the cluster, or by an operator.');
      return null;
    }
    if (typeof name === 'string' && typeof value === 'string' && isSecret(name, value)) {
      return { name, ...this.reference(name, value, path) };
    }
    if (key === 'env' && name === undefined) return this.variablesOf(map, path);
    const members = Object.entries(map).map(([member, item]): [string, Json, Json] => [
      member,
      item,
      this.clean(item, path === '' ? member : `${path}.${member}`, member),
    ]);
    // What stands in a list has no default that a null would have to remove.
    const kept = members.filter(([, item, clean]) => clean !== null || item === null || !path.includes('['));
    return Object.fromEntries(kept.map(([member, , clean]) => [member, clean]));
  }

  /** `NAME=value`, or a reference where the value is a secret. */
  private ofVariable(text: string, path: string): Json {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    return isSecret(name, value) ? { name, ...this.reference(name, value, path) } : text;
  }

  /** Variables as a map, of which none is written in clear either. */
  private variablesOf(map: JsonMap, path: string): Json {
    return Object.entries(map).map(
      ([name, value]): JsonMap =>
        typeof value === 'string' && isSecret(name, value)
          ? { name, ...this.reference(name, value, `${path}.${name}`) }
          : { name, value: `${value}` },
    );
  }

  private reference(variable: string, value: string, path: string): JsonMap {
    const name = this.keyOf(variable, value);
    this.variables.push({ path: this.shown(path), name });
    return { valueFrom: { secretKeyRef: { name: this.secretName, key: name } } };
  }

  /** The key for a value: that of the variable, with a number where it has another value elsewhere. */
  private keyOf(name: string, value: string): string {
    let key = name;
    for (let count = 2; (this.values.get(key) ?? value) !== value; count += 1) key = `${name}_${count}`;
    this.values.set(key, value);
    return key;
  }
}

function isSecret(name: string, value: string): boolean {
  return SECRET_VALUE.test(value) || (value !== '' && SECRET_NAME.test(name) && !NAMES_ONE.test(name));
}
