import { createHash } from "node:crypto";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../common/special-values";
import { EngineError, messageOf } from "../errors";
import type { Properties } from "../values/values";
import type { Deployment, PendingOperation, PendingType, ResourceState } from "./resource";
import { decodeResource, encodeResource, isObject, type SecretCodec, shortJson } from "./resource-codec";
import type { PassphraseSecrets } from "./secrets";

/** Format version of checkpoints and exports. */
const FORMAT_VERSION = 3;
/** Engine version in the manifest. The manifest's magic is its hash. */
export const ENGINE_VERSION = "archipelago-lab/1";

const PENDING_TYPES: readonly string[] = ["creating", "updating", "deleting", "reading", "importing"];

/** A parsed state file whose resources are not decoded yet. */
export interface StoredState {
  /** `organization/PROJECT/STACK`; only a checkpoint has it. */
  readonly stack?: string;
  /** Time of the file, ISO 8601. */
  readonly time?: string;
  readonly salt?: string;
  readonly resources: readonly unknown[];
  readonly pending: readonly unknown[];
}

/** The fields of a state file around its resources. */
export interface Frame {
  readonly project: string;
  readonly stack: string;
  /** ISO 8601. */
  readonly time: string;
  readonly salt?: string;
}

/** The magic of a manifest, which is the hash of its version. Pulumi checks nothing else. */
function magicOf(version: string): string {
  return createHash("sha256").update(version).digest("hex");
}

/** Reads and writes secrets with a passphrase. */
export function codecOf(secrets: PassphraseSecrets): SecretCodec {
  return {
    seal: (urn, json) => ({
      [SIGNATURE_KEY]: SECRET_SIGNATURE,
      ciphertext: secrets.encryptFor(urn, json),
    }),
    unseal: (urn, ciphertext) => secrets.decryptFor(urn, ciphertext),
  };
}

/**
 * Parses a checkpoint or an export.
 *
 * @param file the name of the file in errors
 * @param force accepts a wrong magic
 * @throws {EngineError} `LAB_STATE` when it is not JSON, has another version or features, or a wrong magic
 */
export function parseState(text: string, file: string, force = false): StoredState {
  const outer = parseJson(text, file);
  const { version, features } = outer;
  if (version !== FORMAT_VERSION && !(version === FORMAT_VERSION + 1 && isEmptyList(features))) {
    const featureNote = isEmptyList(features) ? "" : ` with the features ${shortJson(features)}`;
    throw stateError(
      `${file}: version is ${shortJson(version)}${featureNote}, expected ${FORMAT_VERSION}; a newer engine wrote it`,
    );
  }
  if (!isEmptyList(features)) {
    throw stateError(`${file}: features is ${shortJson(features)}, expected none; a newer engine wrote it`);
  }
  const checkpoint = outer["checkpoint"];
  const latest = isObject(checkpoint) ? (checkpoint["latest"] ?? {}) : outer["deployment"];
  if (!isObject(latest)) {
    throw stateError(`${file}: checkpoint and deployment are missing, expected one of them`);
  }
  const resources = listOf(latest, "resources", file);
  const pending = listOf(latest, "pending_operations", file);
  const manifest = isObject(latest["manifest"]) ? latest["manifest"] : {};
  if (resources.length + pending.length > 0 && !force) checkMagic(manifest, file);
  const stack = isObject(checkpoint) ? checkpoint["stack"] : undefined;
  const salt = saltOf(latest["secrets_providers"], file);
  return {
    ...(typeof stack === "string" && { stack }),
    ...(typeof manifest["time"] === "string" && { time: manifest["time"] }),
    ...(salt !== undefined && { salt }),
    resources,
    pending,
  };
}

/**
 * Decodes the resources and pending operations of a stored state.
 *
 * @throws {EngineError} `LAB_STATE` with all faults
 */
export function decodeDeployment(stored: StoredState, codec: SecretCodec, file: string): Deployment {
  const faults: string[] = [];
  const resources = stored.resources.map((raw, i) => decodeResource(raw, codec, `resources[${i}]`, faults));
  const pendingOperations = stored.pending.map((raw, i) =>
    decodePending(raw, codec, `pending_operations[${i}]`, faults),
  );
  if (faults.length > 0) throw stateError(`${file}: ${faults.join("\n")}`);
  return { resources, pendingOperations };
}

/** Decodes a pending operation. */
export function decodePending(
  raw: unknown,
  codec: SecretCodec,
  where: string,
  faults: string[],
): PendingOperation {
  const source = isObject(raw) ? raw : {};
  const { type, token } = source;
  if (typeof type !== "string" || !PENDING_TYPES.includes(type)) {
    faults.push(`${where}.type is ${shortJson(type)}, expected one of ${PENDING_TYPES.join(", ")}`);
  }
  const resource = decodeResource(source["resource"], codec, `${where}.resource`, faults);
  return { type: type as PendingType, resource, ...(typeof token === "string" && { token }) };
}

/** Resources and pending operations as JSON, one line of the file each. Tokens are left out. */
export interface EncodedDeployment {
  readonly resources: readonly string[];
  readonly pending: readonly string[];
}

/** Encrypts the secrets of a deployment and renders its resources and pending operations. */
export function encodeDeployment(deployment: Deployment, codec: SecretCodec): EncodedDeployment {
  const encode = (resource: ResourceState): Properties => encodeResource(resource, codec);
  return {
    resources: deployment.resources.map((resource) => JSON.stringify(encode(resource))),
    pending: deployment.pendingOperations.map(({ type, resource }) =>
      JSON.stringify({ resource: encode(resource), type }),
    ),
  };
}

/** Renders a checkpoint file. */
export function renderCheckpoint(encoded: EncodedDeployment, frame: Frame): string {
  const stack = JSON.stringify(`organization/${frame.project}/${frame.stack}`);
  return `{"version":${FORMAT_VERSION},"checkpoint":{"stack":${stack},"latest":${renderLatest(encoded, frame)}}}\n`;
}

/** Renders an export as `pulumi stack export` does. */
export function renderExport(encoded: EncodedDeployment, frame: Frame): string {
  return `{"version":${FORMAT_VERSION},"deployment":${renderLatest(encoded, frame)}}\n`;
}

function renderLatest(encoded: EncodedDeployment, frame: Frame): string {
  const manifest = { time: frame.time, magic: magicOf(ENGINE_VERSION), version: ENGINE_VERSION };
  const secrets = frame.salt === undefined ? undefined : { type: "passphrase", state: { salt: frame.salt } };
  return [
    `{"manifest":${JSON.stringify(manifest)}`,
    ...(secrets ? [`"secrets_providers":${JSON.stringify(secrets)}`] : []),
    ...(encoded.resources.length > 0 ? [`"resources":[\n${encoded.resources.join(",\n")}]`] : []),
    ...(encoded.pending.length > 0 ? [`"pending_operations":[\n${encoded.pending.join(",\n")}]`] : []),
    `"metadata":{}}`,
  ].join(",\n");
}

function parseJson(text: string, file: string): Record<string, unknown> {
  if (text.trim() === "") throw stateError(`${file}: the file is empty, expected a state in JSON`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, which may be a secret in the clear.
    const place = /position \d+/.exec(messageOf(error))?.[0] ?? "its end";
    throw stateError(`${file}: the file is not JSON; it breaks at ${place}`);
  }
  if (isObject(value)) return value;
  throw stateError(`${file}: the file is ${shortJson(value)}, expected an object`);
}

function checkMagic(manifest: Record<string, unknown>, file: string): void {
  const { version, magic } = manifest;
  if (typeof version === "string" && magic === magicOf(version)) return;
  const actual = `${shortJson(magic)} with version ${shortJson(version)}`;
  throw stateError(
    `${file}: manifest.magic is ${actual}, expected the sha256 of the version; the file was damaged or written by hand`,
  );
}

function saltOf(provider: unknown, file: string): string | undefined {
  if (provider === undefined || provider === null) return undefined;
  const { type, state } = isObject(provider) ? provider : {};
  if (type === undefined || type === "") return undefined;
  const salt = isObject(state) ? state["salt"] : undefined;
  if (type === "passphrase" && typeof salt === "string") return salt;
  throw stateError(
    `${file}: secrets_providers.type is ${shortJson(type)}, expected "passphrase" with a salt; change the provider with pulumi stack change-secrets-provider`,
  );
}

function listOf(latest: Record<string, unknown>, name: string, file: string): readonly unknown[] {
  const list = latest[name] ?? [];
  if (Array.isArray(list)) return list;
  throw stateError(`${file}: ${name} is ${shortJson(list)}, expected a list`);
}

function isEmptyList(features: unknown): boolean {
  return features === undefined || features === null || (Array.isArray(features) && features.length === 0);
}

function stateError(message: string): EngineError {
  return new EngineError("LAB_STATE", message);
}
