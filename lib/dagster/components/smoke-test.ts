import type { Construct } from 'constructs';
import type { IPod, IPodSpec } from 'kubernetes-models/v1';
import { Fact, Release, ReleaseTest, type Tokenized } from '../../engine/index.js';
import { usualResources } from '../../kubernetes/fixed-resources.js';
import { type Image, versionOf } from '../../kubernetes/image.js';
import { type Selector, selectorOf } from '../../kubernetes/labels.js';
import type { NetworkRole } from '../../kubernetes/network-policy.js';
import { createObject } from '../../kubernetes/object.js';
import { podSpec } from '../../kubernetes/pod.js';
import type { PodOptions } from '../../kubernetes/pod-options.js';
import { EXIT_WHEN_TOLD } from '../instance/check-db-ready.js';
import type { DagsterNetwork } from '../network/dagster-network.js';
import { DAGSTER_UID } from '../users.js';

/** Asks until all is well, or until the time is over: a release that was just installed takes a while. */
const SCRIPT = `
import json, signal, sys, time
from urllib.request import ProxyHandler, Request, build_opener

${EXIT_WHEN_TOLD}

url, seconds = sys.argv[1], float(sys.argv[2])
deadline = time.monotonic() + seconds
# What is in the cluster is asked without a proxy.
opener = build_opener(ProxyHandler({}))

QUERY = """query SmokeTest {
  workspaceOrError {
    ... on Workspace {
      locationEntries { name loadStatus locationOrLoadError { __typename ... on PythonError { message } } }
    }
    ... on PythonError { message }
  }
}"""


def ask(path, question=None):
    body = None if question is None else json.dumps(question).encode()
    request = Request(url + path, body, {"Content-Type": "application/json"})
    try:
        with opener.open(request, timeout=10) as response:
            return json.load(response)
    except Exception as error:
        raise Exception(f"{url}{path}: {error}") from None


def locations():
    answer = ask("/graphql", {"query": QUERY})
    workspace = (answer.get("data") or {}).get("workspaceOrError") or {}
    if "locationEntries" not in workspace:
        raise Exception(f"{url}/graphql: {workspace.get('message') or json.dumps(answer)}")
    return workspace["locationEntries"]


def problem_of(location):
    if location["loadStatus"] != "LOADED":
        return "is not loaded yet"
    outcome = location["locationOrLoadError"] or {}
    return outcome.get("message", "cannot be loaded") if outcome.get("__typename") == "PythonError" else None


while True:
    try:
        version = ask("/server_info").get("dagster_webserver_version")
        found = locations()
        problems = [f"code location {one['name']}: {problem_of(one)}" for one in found if problem_of(one)]
    except Exception as error:
        problems = [str(error)]
    if not problems:
        names = ", ".join(one["name"] for one in found) or "there are none"
        print(f"Dagster {version} answers at {url}; code locations, all loaded: {names}")
        sys.exit(0)
    if time.monotonic() > deadline:
        sys.exit("\\n".join(problems))
    time.sleep(1)
`.trimStart();

/** Less than the five minutes that Helm waits for a test. */
const SECONDS = 180;

const SUFFIX = 'smoke-test';
const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };

export interface SmokeTestProps {
  /** The address of the webserver, with its path prefix. */
  readonly url: string;
  /** Its pods, and the port that they listen on. */
  readonly webserver: NetworkRole & { readonly port: number };
  /** An image with Python: Dagster's own. */
  readonly image: Image;
  /** The account, which needs no rights. */
  readonly serviceAccount: string;
  /** What holds for the pods of the webserver. */
  readonly pod: PodOptions | undefined;
  readonly network: DagsterNetwork;
}

/** A pod that asks a webserver, on demand, whether it answers and has loaded every code location. */
export class SmokeTest extends ReleaseTest {
  constructor(scope: Construct, id: string, props: SmokeTestProps) {
    super(scope, id);
    const { webserver, image, network } = props;
    const identity = { suffix: SUFFIX, selector: selectorOf(Release.of(this), SUFFIX) };
    network.admitToWebserver(this, webserver, webserver.port, identity);
    // What runs beside a webserver would keep the pod from ending.
    const { sidecars, initContainers, topologySpreadConstraints, ...pod } = props.pod ?? {};
    createObject<IPod>(
      this,
      'pod',
      {
        ...{ apiVersion: 'v1', kind: 'Pod', ...identity, version: versionOf(image) },
        ...{ labels: pod.labels, annotations: pod.annotations },
      },
      { spec: new Fact<IPodSpec>(() => this.podSpec(identity.selector, props, pod)) },
    );
  }

  private podSpec(selector: Selector, props: SmokeTestProps, pod: PodOptions): Tokenized<IPodSpec> {
    const { url, image, serviceAccount } = props;
    const container = {
      name: SUFFIX,
      image,
      command: ['python', '-c', SCRIPT, url, `${SECONDS}`],
      resources: usualResources(this, RESOURCES),
    };
    return podSpec({ selector, serviceAccount, uid: DAGSTER_UID, restartPolicy: 'Never', container }, { pod });
  }
}
