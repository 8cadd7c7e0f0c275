import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../common/special-values";
import { EngineError } from "../errors";
import { codecOf, decodeDeployment, encodeDeployment, parseState, renderExport } from "./checkpoint";
import { verifyIntegrity } from "./integrity";
import type { StackFiles } from "./layout";
import { findForeignResources } from "./load";
import type { Deployment } from "./resource";
import { SEALED, type SecretCodec } from "./resource-codec";
import { PassphraseSecrets } from "./secrets";
import type { OpenOptions, Passphrase, StateSession, StateView } from "./types";

/** How to export a stack. */
export interface ExportOptions {
  /** Shows secrets in the clear; needs {@link passphrase}. @default false */
  readonly showSecrets?: boolean;
  readonly passphrase?: Passphrase;
  /** Exports though operations are unfinished, which an import into Pulumi would forget. @default false */
  readonly force?: boolean;
}

/** As `pulumi stack export --show-secrets` writes them. */
const CLEAR: SecretCodec = {
  seal: (_urn, plaintext) => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, plaintext }),
  unseal: () => undefined,
};

const UNSALTED: SecretCodec = {
  ...SEALED,
  unseal() {
    throw new Error("secrets_providers is missing, so that nothing says how it was encrypted");
  },
};

/**
 * The text of an export.
 *
 * @throws {EngineError} `LAB_STATE` when operations are unfinished and `force` is not set
 */
export function exportStack(files: StackFiles, view: StateView, options: ExportOptions, now: Date): string {
  const { project, stack } = files;
  const pending = view.base.pendingOperations;
  if (pending.length > 0 && !options.force) {
    const list = pending.map(({ type, resource }) => `  ${type} ${resource.urn}`).join("\n");
    throw new EngineError(
      "LAB_STATE",
      `${project}/${stack}: ${pending.length} operations are unfinished, which an import would forget; run up once more to settle them, or use --force\n${list}`,
    );
  }
  const encoded = encodeDeployment(view.base, options.showSecrets ? CLEAR : SEALED);
  const time = now.toISOString();
  return renderExport(encoded, { project, stack, time, ...(view.salt !== undefined && { salt: view.salt }) });
}

/**
 * The deployment of a file that is to be imported, in the clear.
 *
 * @throws {EngineError} `LAB_STATE` with everything that is wrong in it; `LAB_CONFIG` when the passphrase is wrong
 */
export async function readImport(files: StackFiles, text: string, options: OpenOptions): Promise<Deployment> {
  const stored = parseState(text, "import", options.force);
  const codec =
    stored.salt === undefined
      ? UNSALTED
      : codecOf(await PassphraseSecrets.open(stored.salt, options.passphrase));
  const deployment = decodeDeployment(stored, codec, "import");
  const faults = [
    ...findForeignResources(deployment, files.project, files.stack),
    ...verifyIntegrity(deployment),
  ];
  if (faults.length > 0) throw new EngineError("LAB_STATE", `import: ${faults.join("\n")}`);
  return deployment;
}

/**
 * Replaces all that a session holds, and ends it.
 *
 * @returns what to tell the user
 * @throws {EngineError} `LAB_STATE` when the session has unfinished operations and `force` is not set
 */
export async function importDeployment(
  session: StateSession,
  deployment: Deployment,
  force: boolean,
): Promise<readonly string[]> {
  const { resources, pendingOperations } = session.base;
  try {
    if (pendingOperations.length > 0 && !force) {
      throw new EngineError(
        "LAB_STATE",
        `${session.project}/${session.stack}: ${pendingOperations.length} operations are unfinished, which an import would forget; run up once more to settle them, or use --force`,
      );
    }
    await session.append([
      ...pendingOperations.map((_, operation) => ({ kind: "settled" as const, operation })),
      ...resources.map((_, key) => ({ kind: "drop" as const, key })),
      ...deployment.resources.map((resource, index) => ({
        kind: "put" as const,
        key: resources.length + index,
        resource,
      })),
    ]);
  } catch (error) {
    await session.abandon();
    throw error;
  }
  await session.close();
  const lost = deployment.pendingOperations.map(
    ({ type, resource }) => `import: the unfinished operation ${type} ${resource.urn} is left out`,
  );
  return [...session.notices, ...lost];
}
