import { type AppProps, YamlOutputType } from 'cdk8s';
import * as is from './is.js';

const LAYOUT = is.kind(
  'number',
  'a member of YamlOutputType',
  (value) => typeof value === 'number' && value in YamlOutputType,
);

export const APP_PROPS = is.bag<AppProps>({
  outdir: is.text,
  outputFileExtension: is.text,
  yamlOutputType: LAYOUT,
  recordConstructMetadata: is.flag,
  resolvers: is.list(is.anything),
});
