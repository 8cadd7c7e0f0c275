import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { explain } from "./explain";
import { nearest } from "./nearest";
import { command } from "./scope";

/** Another stack of the same environment, and how the engine calls it. */
export interface Referred {
  /** The stack's name, such as prod-foundation. */
  readonly stack: string;
  /** Its environment, whose file the advice to bring it up names. */
  readonly environment: string;
  /** Its name with organization and project, as engines look it up. */
  readonly fullName: string;
}

/**
 * Reads one output of another stack, whole and checked, before anything that needs it is laid down.
 *
 * @throws {pulumi.RunError} when the stack does not exist, lacks the output, or the output has another form
 */
export async function readOutput<S extends z.ZodType>(
  { stack, environment, fullName }: Referred,
  output: string,
  schema: S,
): Promise<z.output<S>> {
  const reference = new pulumi.StackReference(fullName);
  const words = (what: string) =>
    `stack ${JSON.stringify(stack)}: ${what}; bring it up first: ${command(stack, environment)}`;
  const fault = (what: string) => new pulumi.RunError(words(what));
  const details = await reference.getOutputDetails(output).catch((cause: Error) => {
    // the SDK reports this very error by itself, too: given our words, the same error is told but once, without a stack
    throw Object.assign(cause, {
      message: words(`cannot be read (${reason(cause)})`),
      __pulumiRunError: true,
    });
  });
  if (details.secretValue !== undefined)
    throw fault(`output ${JSON.stringify(output)} is secret, expected plain values`);
  if (details.value === undefined) {
    const names = await outputNames(reference);
    const near = nearest(output, names);
    const hint = near.length > 0 ? `, the nearest is ${near[0]}` : "";
    throw fault(
      `output ${JSON.stringify(output)} is missing, expected it among ${JSON.stringify(names)}${hint}`,
    );
  }
  const { data, error } = schema.safeParse(details.value, { error: explain });
  if (error) {
    const there = JSON.stringify(Object.keys(details.value));
    throw fault(
      `output ${JSON.stringify(output)} has another form; it holds ${there}\n${z.prettifyError(error)}\n`,
    );
  }
  return data;
}

/** Names of all outputs; the reference has been read, so that they are known even in a preview. */
function outputNames(reference: pulumi.StackReference): Promise<string[]> {
  return new Promise((resolve) => {
    reference.outputs.apply((outputs) => resolve(Object.keys(outputs).sort()));
  });
}

/** What the engine answered, without the SDK's and gRPC's words around it. */
function reason({ message }: Error): string {
  return message.replace(/^failed to read resource .*?\]: /s, "").replace(/^\d+ [A-Z_]+: /, "");
}
