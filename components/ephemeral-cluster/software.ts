import type { ClusterConfiguration } from "./args";
import { sparkEncryption } from "./encryption";
import type { ResolvedEphemeralClusterArgs } from "./resolve";

/** Returns the inputs for software: bootstrap actions, configurations, steps, image. */
export function softwareInputs(args: ResolvedEphemeralClusterArgs) {
  const { bootstrapActions, customAmiId, osReleaseLabel, stepConcurrency, steps } = args;
  const configurations = mergeConfigurations(
    args.configurations ?? [],
    needsSparkEncryption(args) ? sparkEncryption() : [],
  );
  return {
    ...(configurations.length > 0
      ? { configurationsJson: JSON.stringify(configurations.map(configurationJson)) }
      : {}),
    ...(bootstrapActions?.length
      ? {
          bootstrapActions: bootstrapActions.map(({ name, scriptUri, args: scriptArgs = [] }) => ({
            name,
            path: scriptUri,
            args: [...scriptArgs],
          })),
        }
      : {}),
    ...(steps.length > 0
      ? {
          steps: steps.map(({ name, jar, args: stepArgs, onFailure }) => ({
            name,
            actionOnFailure: onFailure,
            hadoopJarStep: { jar, args: [...stepArgs] },
          })),
        }
      : {}),
    ...(stepConcurrency === undefined ? {} : { stepConcurrencyLevel: stepConcurrency }),
    ...(customAmiId === undefined ? {} : { customAmiId }),
    ...(osReleaseLabel === undefined ? {} : { osReleaseLabel }),
  };
}

/** Whether Spark's traffic needs encryption of its own: Spark is installed and no certificate encrypts all traffic. */
function needsSparkEncryption({ applications, encryption }: ResolvedEphemeralClusterArgs): boolean {
  const hasSpark = applications.some((application) => application.toLowerCase() === "spark");
  return hasSpark && encryption !== false && encryption.certificatesUri === undefined;
}

/** Merges configurations by classification, since EMR takes each one once; a property in `required` overrides the same in `own`. */
function mergeConfigurations(
  own: readonly ClusterConfiguration[],
  required: readonly ClusterConfiguration[],
): readonly ClusterConfiguration[] {
  const merged = new Map(own.map((one) => [one.classification, one]));
  for (const { classification, properties } of required) {
    const existing = merged.get(classification);
    merged.set(classification, {
      ...existing,
      classification,
      properties: { ...existing?.properties, ...properties },
    });
  }
  return [...merged.values()];
}

/** @see https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html */
function configurationJson({ classification, properties, configurations }: ClusterConfiguration): object {
  return {
    Classification: classification,
    ...(properties ? { Properties: properties } : {}),
    ...(configurations ? { Configurations: configurations.map(configurationJson) } : {}),
  };
}
