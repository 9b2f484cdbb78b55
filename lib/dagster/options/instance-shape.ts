import { is } from '../../engine/index.js';
import { ENV } from '../../kubernetes/options/process-shape.js';
import { ComputeLogs } from '../config/compute-logs.js';
import { Storage } from '../config/custom-storage.js';
import type { DagsterInstanceOptions } from '../config/instance-options.js';
import { RunCoordinator } from '../config/run-coordinator.js';
import { Scheduler } from '../config/scheduler.js';
import { STORAGE } from './storage-shape.js';

/** What may be in them, the rows of `dagster.yaml` say. */
const ROW = is.data;

export const INSTANCE = is.bag<DagsterInstanceOptions>({
  runCoordinator: is.made(RunCoordinator, 'RunCoordinator.queued(), .immediate() or .custom()'),
  concurrency: ROW,
  runMonitoring: ROW,
  runRetries: ROW,
  scheduler: is.made(Scheduler, 'Scheduler.daemon() or .custom()'),
  schedules: ROW,
  sensors: ROW,
  backfills: ROW,
  freshness: is.flag,
  retention: ROW,
  computeLogs: is.made(ComputeLogs, 'ComputeLogs.none(), .local(), .s3(), .gcs(), .azureBlob() or .custom()'),
  pythonLogs: ROW,
  codeServers: ROW,
  storage: is.either(is.made(Storage, 'Storage.custom()'), STORAGE),
  telemetry: is.flag,
  nux: is.flag,
  env: ENV,
  additionalConfig: ROW,
});
