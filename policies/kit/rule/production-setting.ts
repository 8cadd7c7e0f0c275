import { matchesAny } from "./exemptions";
import type { SettingSchema } from "./setting-schema";

/** Schema of a setting that selects production stacks. */
export const PRODUCTION_SETTING: SettingSchema = {
  type: "array",
  items: { type: "string", format: "regex", minLength: 1 },
  default: ["(?:.*[-._/])?(?:prod|production|prd|live)(?:[-._/].*)?"],
  description:
    "Regular expressions; a stack is production when its whole name, or its stack tag env or environment, matches one of them.",
};

/** Whether a stack is production, by its name or by its tag `env` or `environment`. */
export function isProduction(context: {
  readonly settings: { readonly production: readonly string[] };
  readonly stackName: string;
  readonly stackTags: ReadonlyMap<string, string>;
}): boolean {
  const { settings, stackName, stackTags } = context;
  return [stackName, stackTags.get("env"), stackTags.get("environment")].some(
    (name) => name !== undefined && matchesAny(settings.production, name),
  );
}
