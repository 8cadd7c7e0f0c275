import * as pulumi from "@pulumi/pulumi";

/** What a pack knows of the run besides resources and its own configuration. */
export interface PackEnvironment {
  /** Name of the stack. */
  readonly stackName: string;
  /** Whether nothing has been made yet. */
  readonly isPreview: boolean;
  /** Regions that the stack's configuration names. @default - it names none */
  readonly regions?: readonly string[] | undefined;
  /** Region of providers that say none. @default - it names none */
  readonly region?: string | undefined;
  readonly now: Date;
}

/**
 * What the engine that runs the pack says. The stack's configuration is a fallback only, since `pulumi policy analyze`
 * gives none: regions come from `<project>:regions`, a JSON list or names between commas.
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
