import { serviceId } from "../aws/api-names";
import type { CloudStore } from "../aws/cloud-store";
import { AwsError, formatAwsError } from "../aws/errors";
import { applyFaults, type FaultableRequest } from "../aws/faults";
import { dnsSuffix, partitionOf } from "../aws/partition";
import { Random } from "../aws/random";
import { takeToken } from "../aws/rate-limits";

/** One request to a simulated service. */
export interface ApiRequest<T> extends FaultableRequest {
  /** Typical duration on AWS, milliseconds. */
  readonly duration: number;
  /** Does it, inside one transaction of the store. */
  readonly run: () => T;
}

/** Policy for sending requests. */
export interface RequestPolicy {
  /** Largest number of attempts for a throttled or unanswered request. */
  readonly maxAttempts: number;
  /** Whether AWS's typical times and rates apply. */
  readonly realTime: boolean;
  /** Kills the process, for the fault `crash`. */
  readonly crash: () => never;
}

/** A refused request, with the provider's error message. */
export class RequestError extends Error {
  /** The error of AWS. */
  readonly reason: AwsError;

  constructor(text: string, reason: AwsError) {
    super(text);
    this.name = "RequestError";
    this.reason = reason;
  }
}

/** A request that succeeded with an incomplete result. */
export class IncompleteError<T> extends Error {
  /** The incomplete result. */
  readonly result: T;

  constructor(reason: string, result: T) {
    super(reason);
    this.name = "IncompleteError";
    this.result = result;
  }
}

/** Requests that were throttled and repeated, by service and operation: held by the store for reports. */
const RETRIES = "lab/retries";

/** Longest pause between two attempts, milliseconds. @see aws-sdk-go-v2/aws/retry, DefaultMaxBackoff */
const LONGEST_PAUSE = 20_000;

/**
 * Sends a request as the provider does: faults apply, and throttled and unanswered attempts are repeated after an exponential
 * pause with jitter.
 *
 * @throws {RequestError} when AWS refuses, or when the attempts are used up
 * @throws {IncompleteError} when a fault says so
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export async function send<T>(store: CloudStore, request: ApiRequest<T>, policy: RequestPolicy): Promise<T> {
  const random = new Random(`${request.operation}/${request.resources.join("/")}`);
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(store, request, policy);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const retryable = error.code === THROTTLED || error.code === UNANSWERED;
      if (retryable && attempt < policy.maxAttempts) {
        countRetry(store, request);
        await store.clock.sleep(Math.min(LONGEST_PAUSE, random.fraction() * 1000 * 2 ** attempt));
        continue;
      }
      throw new RequestError(formatError(error, request, retryable ? attempt : 0), error);
    }
  }
}

/** Number of retries by `service/operation`. */
export function retries(store: CloudStore): Readonly<Record<string, number>> {
  return Object.fromEntries(store.notes(RETRIES).map(([key, value]) => [key, Number(value)]));
}

const THROTTLED = "Throttling";
const UNANSWERED = "RequestTimeout";

async function attemptOnce<T>(store: CloudStore, request: ApiRequest<T>, policy: RequestPolicy): Promise<T> {
  const effects = applyFaults(store, request);
  for (const effect of effects) {
    if (effect.kind === "latency") await store.clock.sleep(effect.ms);
    else if (effect.kind === "throttle") throw throttleError();
    else if (effect.kind === "timeout")
      throw new AwsError(UNANSWERED, "request send failed, i/o timeout", { httpStatus: 0 });
    else if (effect.kind === "crash" && effect.when === "before") policy.crash();
    else if (effect.kind === "error") {
      const { code, message, httpStatus } = effect;
      throw new AwsError(code, message ?? "", httpStatus === undefined ? {} : { httpStatus });
    }
  }
  if (policy.realTime) {
    if (!takeToken(store, request)) throw throttleError();
    await store.clock.sleep(request.duration);
  }
  const result = store.transact(request.run);
  if (effects.some((effect) => effect.kind === "crash" && effect.when === "after")) policy.crash();
  const incomplete = effects.find((effect) => effect.kind === "incomplete");
  if (incomplete) throw new IncompleteError(incomplete.reason, result);
  return result;
}

function throttleError(): AwsError {
  return new AwsError(THROTTLED, "Rate exceeded");
}

function countRetry(store: CloudStore, { service, operation }: FaultableRequest): void {
  const key = `${service}/${operation}`;
  store.transact(() => store.setNote(RETRIES, key, Number(store.note(RETRIES, key) ?? 0) + 1));
}

function formatError(error: AwsError, request: FaultableRequest, attempts: number): string {
  const seed = `${request.service}/${request.operation}/${request.resources.join("/")}`;
  const at = {
    service: serviceId(request.service),
    operation: request.operation,
    requestId: new Random(seed).uuid(),
  };
  const attemptsNote = attempts > 0 ? `exceeded maximum number of attempts, ${attempts}, ` : "";
  if (error.code === UNANSWERED) {
    const host = `${request.service}.${request.region}.${dnsSuffix(partitionOf(request.region))}`;
    return (
      `operation error ${at.service}: ${at.operation}, ${attemptsNote}https response error StatusCode: 0, RequestID: , ` +
      `request send failed, Post "https://${host}/": dial tcp: i/o timeout`
    );
  }
  return formatAwsError(error, at).replace(`${at.operation}, `, `${at.operation}, ${attemptsNote}`);
}
