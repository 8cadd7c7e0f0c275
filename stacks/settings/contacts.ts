import { z } from "zod";

/** Place that holds the addresses of phones and endpoints, outside the settings, which are not secret. */
export const contacts = z
  .enum(["config", "parameters", "variables"])
  .default("config")
  .describe(
    "Source of the addresses of phones and endpoints. config: secrets of the stack's file, `archipelago:phone-<label>`, which only stacks with the same key can decrypt. parameters: SecureStrings `/archipelago/<environment>/phone-<label>` of the Systems Manager in the primary region. variables: `ARCHIPELAGO_PHONE_<LABEL>` of the process, in every run.",
  );
