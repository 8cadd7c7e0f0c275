import type { PolicyConfigSchema } from "@pulumi/policy";

/** JSON schema of one setting of a rule. */
export type SettingSchema = PolicyConfigSchema["properties"][string];
