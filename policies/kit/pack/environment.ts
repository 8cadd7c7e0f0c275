import * as pulumi from "@pulumi/pulumi";

/** Facts about the run besides resources and the pack's configuration. */
export interface PackEnvironment {
  /** Name of the stack. */
  readonly stackName: string;
  /** Whether the run is a preview. */
  readonly isPreview: boolean;
  /** Regions in the stack's configuration. @default - none */
  readonly regions?: readonly string[] | undefined;
  /** Region of providers without one of their own. @default - none */
  readonly region?: string | undefined;
  readonly now: Date;
}

/**
 * Reads the environment from the engine that runs the pack. Regions are in the configuration `<project>:regions`, as a JSON
 * list or comma-separated; `pulumi policy analyze` passes no configuration.
 */
export function readPulumiEnvironment(): PackEnvironment {
  return {
    stackName: pulumi.getStack(),
    isPreview: pulumi.runtime.isDryRun(),
    regions: parseRegions(new pulumi.Config().get("regions")),
    region: new pulumi.Config("aws").get("region"),
    now: new Date(),
  };
}

function parseRegions(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return undefined;
    return list.filter((item): item is string => typeof item === "string");
  } catch {
    return text.split(",").map((name) => name.trim());
  }
}
