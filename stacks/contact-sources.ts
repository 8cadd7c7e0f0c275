import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Contact } from "./contacts";
import type { Settings } from "./settings";

/** Values from outside the settings that a contact's address comes from. */
export interface ContactContext {
  /** Returns a secret of the stack's configuration by its key; throws when it is missing. */
  readonly secret: (key: string) => pulumi.Output<string>;
  /** Variables of the process. */
  readonly environment: NodeJS.ProcessEnv;
  /** Returns the provider of a region. */
  readonly provider: (region: string) => aws.Provider;
}

/**
 * Returns a function that reads the secret address of a contact from the source that the settings name:
 *
 * - config: the secret `archipelago:phone-<label>` of the stack's file, which only stacks with the same key can decrypt
 * - parameters: the SecureString `/archipelago/<environment>/phone-<label>` of the Systems Manager in the primary region
 * - variables: `ARCHIPELAGO_PHONE_<LABEL>`, which every run of the program needs
 *
 * @throws {pulumi.RunError} when a variable is missing
 */
export function contactReader(
  { contacts, environment, primary }: Pick<Settings, "contacts" | "environment" | "primary">,
  context: ContactContext,
): Contact {
  return (kind, label) => {
    const key = `${kind}-${label}`;
    switch (contacts) {
      case "config":
        return context.secret(key);
      case "parameters": {
        const args = { name: parameterName(environment, key), withDecryption: true, region: primary };
        return pulumi.secret(aws.ssm.getParameterOutput(args, { provider: context.provider(primary) }).value);
      }
      case "variables":
        return pulumi.secret(readVariable(variableName(key), context.environment));
    }
  };
}

function parameterName(environment: string, key: string): string {
  return `/archipelago/${environment}/${key}`;
}

function variableName(key: string): string {
  return `ARCHIPELAGO_${key.toUpperCase().replaceAll("-", "_")}`;
}

function readVariable(name: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[name];
  if (value) return value;
  throw new pulumi.RunError(
    `contacts: the variable ${name} is missing, expected the address of a contact; a run without it would end the subscription`,
  );
}
