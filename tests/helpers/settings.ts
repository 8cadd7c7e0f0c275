import { parseSettings, type Settings } from "../../stacks/settings";

/** The smallest valid settings, as written in a file: required keys alone. */
export const LEAST = {
  environment: "dev",
  accountId: "123456789012",
  layout: "single",
  regions: ["ap-northeast-2", "us-east-1"],
  billing: { emails: ["billing@example.com"] },
} as const;

/** Parses the smallest settings with some changed. */
export function settingsWith(changes: Readonly<Record<string, unknown>>): Settings {
  return parseSettings({ ...LEAST, ...changes }, "Pulumi.dev.yaml");
}
