import { targetPattern } from "../lab/engine";
import type { Environment } from "./environment";
import { UsageError } from "./errors";
import { commandName, formatCount } from "./formatting";
import { formatResource } from "./operation-log";
import type { Workspace } from "./workspace";

/**
 * Rejects a destroy that would meet a protected resource in any of its stacks, before it deletes anything. `pulumi destroy` finds
 * such a resource in its preview, of one stack; here, other stacks would be gone by then.
 *
 * @throws {UsageError} listing the protected resources and the way to delete them
 */
export async function rejectProtected(
  { backend, project }: Workspace,
  { name, layers, settings, targets }: Environment,
): Promise<void> {
  const summaries = await backend.stacks(project.name);
  const stacks = layers
    .flat()
    .filter((stack) => summaries.some((summary) => summary.stack === stack && !summary.fault));
  const views = await Promise.all(stacks.map((stack) => backend.read(project.name, stack)));
  const patterns = targets?.map(targetPattern);
  const urns = views
    .flatMap(({ base }) => base.resources)
    .filter(({ protect, urn }) => protect && (patterns?.some((pattern) => pattern.test(urn)) ?? true))
    .map(({ urn }) => urn);
  if (urns.length === 0) return;
  const command = commandName();
  const unprotect = settings
    ? `set protect: false in Pulumi.${settings.environment}.yaml`
    : "remove the option protect from the program";
  throw new UsageError(
    [
      `destroy: ${name} has ${formatCount(urns.length, "protected resource")}, expected none; nothing is deleted`,
      ...urns.map((urn) => `  ${formatResource(urn)}`),
      "Next",
      `  1. ${unprotect}`,
      `  2. ${command} up ${name}`,
      `  3. ${command} destroy ${name}`,
    ].join("\n"),
  );
}
