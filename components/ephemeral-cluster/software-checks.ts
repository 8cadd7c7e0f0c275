import { checkLength } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { ClusterConfiguration, EphemeralClusterArgs } from "./args";
import { isS3Uri, S3_URI_FORM } from "./s3-uris";

/** @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-bootstrap.html */
const MAX_BOOTSTRAP_ACTIONS = 16;

/** Checks bootstrap actions. */
export function checkBootstrap(faults: Faults, { bootstrapActions = [] }: EphemeralClusterArgs): void {
  const count = bootstrapActions.length;
  const most = MAX_BOOTSTRAP_ACTIONS;
  faults.expect(count <= most, "number of bootstrapActions", count, `at most ${most}`);
  for (const [index, { name, scriptUri }] of bootstrapActions.entries()) {
    checkLength(faults, `bootstrapActions[${index}].name`, name, 1, 256);
    if (typeof scriptUri !== "string") continue;
    faults.expect(isS3Uri(scriptUri), `bootstrapActions[${index}].scriptUri`, scriptUri, S3_URI_FORM);
  }
  const names = bootstrapActions.map(({ name }) => name);
  faults.expect(new Set(names).size === count, "names of bootstrapActions", names, "each name once");
}

/** Checks that each classification in a list is there once. */
export function checkConfigurations(
  faults: Faults,
  path: string,
  configurations: readonly ClusterConfiguration[],
): void {
  const names = configurations.map(({ classification }) => classification);
  const distinct = new Set(names).size === names.length && !names.includes("");
  faults.expect(distinct, `classifications of ${path}`, names, "each classification once, none empty");
  for (const { classification, configurations: nested } of configurations) {
    if (nested) checkConfigurations(faults, `${path}.${classification}`, nested);
  }
}

/**
 * Checks image and release of the operating system.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-custom-ami.html
 */
export function checkImage(faults: Faults, { customAmiId, osReleaseLabel }: EphemeralClusterArgs): void {
  if (customAmiId !== undefined) {
    faults.expect(
      /^ami-[0-9a-z]{8,17}$/.test(customAmiId),
      "customAmiId",
      customAmiId,
      "an id such as ami-0123456789abcdef0",
    );
    faults.expect(
      osReleaseLabel === undefined,
      "osReleaseLabel",
      osReleaseLabel,
      "nothing; customAmiId decides",
    );
  }
  if (osReleaseLabel === undefined) return;
  const valid = /^\d+(?:\.\d+)+$/.test(osReleaseLabel);
  faults.expect(valid, "osReleaseLabel", osReleaseLabel, "a release such as 2023.6.20250218.0");
}
