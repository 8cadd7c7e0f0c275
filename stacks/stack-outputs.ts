import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { suggest } from "../common/suggestions";
import { describeIssue } from "./issue-messages";
import { upCommand } from "./scope";

/** Another stack of the same environment. */
export interface StackIdentity {
  /** The stack's name, such as prod-foundation. */
  readonly stack: string;
  /** Environment of the stack, for the advice in messages. */
  readonly environment: string;
  /** Name with organization and project, by which engines look up the stack. */
  readonly fullName: string;
}

/**
 * Reads one output of another stack and checks it against a schema.
 *
 * @throws {pulumi.RunError} when the stack does not exist, has no such output, or the output does not match the schema
 */
export async function readStackOutput<S extends z.ZodType>(
  { stack, environment, fullName }: StackIdentity,
  output: string,
  schema: S,
): Promise<z.output<S>> {
  const reference = new pulumi.StackReference(fullName);
  const words = (what: string) =>
    `stack ${JSON.stringify(stack)}: ${what}; deploy it first: ${upCommand(stack, environment)}`;
  const fault = (what: string) => new pulumi.RunError(words(what));
  const details = await reference.getOutputDetails(output).catch((cause: Error) => {
    // The SDK also reports this error object: with our message and marked as a RunError, it is printed once, without a stack trace.
    throw Object.assign(cause, {
      message: words(`cannot be read (${reasonOf(cause)})`),
      __pulumiRunError: true,
    });
  });
  if (details.secretValue !== undefined)
    throw fault(`output ${JSON.stringify(output)} is secret, expected plain values`);
  if (details.value === undefined) {
    const names = await readOutputNames(reference);
    const [suggestion] = suggest(output, names);
    const hint = suggestion === undefined ? "" : `, the nearest is ${suggestion}`;
    throw fault(
      `output ${JSON.stringify(output)} is missing, expected it among ${JSON.stringify(names)}${hint}`,
    );
  }
  const { data, error } = schema.safeParse(details.value, { error: describeIssue });
  if (error) {
    const keys = JSON.stringify(Object.keys(details.value));
    throw fault(
      `output ${JSON.stringify(output)} does not match; it has ${keys}\n${z.prettifyError(error)}\n`,
    );
  }
  return data;
}

/** Returns the names of all outputs, which a preview knows too once the reference has been read. */
function readOutputNames(reference: pulumi.StackReference): Promise<string[]> {
  return new Promise((resolve) => {
    reference.outputs.apply((outputs) => resolve(Object.keys(outputs).sort()));
  });
}

/** Returns the engine's message without the prefixes of the SDK and gRPC. */
function reasonOf({ message }: Error): string {
  return message.replace(/^failed to read resource .*?\]: /s, "").replace(/^\d+ [A-Z_]+: /, "");
}
