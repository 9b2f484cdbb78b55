import { isMap, Token } from '../engine/index.js';
import type { ProbeOptions } from './pod-options.js';

const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

/** Probes over a component's own: one that asks nothing itself keeps what the own one asks, and its other times. */
export function laidOver(own: ProbeOptions, given: ProbeOptions = {}): ProbeOptions {
  return {
    startup: over(own.startup, given.startup),
    readiness: over(own.readiness, given.readiness),
    liveness: over(own.liveness, given.liveness),
  };
}

function over<T>(own: T, given: T): T {
  if (given === undefined) return own;
  if (!isMap(own) || !isMap(given) || given instanceof Token) return given;
  const asks = HANDLERS.some((handler) => given[handler] !== undefined);
  return asks ? given : { ...own, ...given };
}
