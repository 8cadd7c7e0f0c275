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

/** Options of an export. */
export interface ExportOptions {
  /** Exports secrets in the clear; needs {@link passphrase}. @default false */
  readonly showSecrets?: boolean;
  readonly passphrase?: Passphrase;
  /** Exports a stack with pending operations, which an import into Pulumi would drop. @default false */
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
    throw new Error("secrets_providers is missing, expected the provider that encrypted it");
  },
};

/**
 * Renders an export.
 *
 * @throws {EngineError} `LAB_STATE` when operations are pending and `force` is not set
 */
export function exportStack(files: StackFiles, view: StateView, options: ExportOptions, now: Date): string {
  const { project, stack } = files;
  const pending = view.base.pendingOperations;
  if (pending.length > 0 && !options.force) {
    const list = pending.map(({ type, resource }) => `  ${type} ${resource.urn}`).join("\n");
    throw new EngineError(
      "LAB_STATE",
      `${project}/${stack}: ${pending.length} operations are pending, and an import would drop them; run up again to finish them, or use --force\n${list}`,
    );
  }
  const encoding = encodeDeployment(view.base, options.showSecrets ? CLEAR : SEALED);
  const time = now.toISOString();
  return renderExport(encoding, {
    project,
    stack,
    time,
    ...(view.salt !== undefined && { salt: view.salt }),
  });
}

/**
 * Parses and decrypts a file to import.
 *
 * @throws {EngineError} `LAB_STATE` with all faults; `LAB_CONFIG` when the passphrase is wrong
 */
export async function readImport(files: StackFiles, text: string, options: OpenOptions): Promise<Deployment> {
  const state = parseState(text, "import", options.force);
  const codec =
    state.salt === undefined
      ? UNSALTED
      : codecOf(await PassphraseSecrets.open(state.salt, options.passphrase));
  const deployment = decodeDeployment(state, codec, "import");
  const faults = [
    ...findForeignResources(deployment, files.project, files.stack),
    ...verifyIntegrity(deployment),
  ];
  if (faults.length > 0) throw new EngineError("LAB_STATE", `import: ${faults.join("\n")}`);
  return deployment;
}

/**
 * Replaces the deployment of a session, and closes the session.
 *
 * @returns notices for the user
 * @throws {EngineError} `LAB_STATE` when the session has pending operations and `force` is not set
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
        `${session.project}/${session.stack}: ${pendingOperations.length} operations are pending, and an import would drop them; run up again to finish them, or use --force`,
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
    ({ type, resource }) => `import: the pending operation ${type} ${resource.urn} is left out`,
  );
  return [...session.notices, ...lost];
}
