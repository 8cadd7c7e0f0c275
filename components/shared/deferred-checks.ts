import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "./errors";

/**
 * Checks an input once its value is known. The message omits the value, which may be a secret.
 *
 * @throws {ArgumentError} inside the output, when the value is invalid
 */
export function checkWhenKnown(
  name: string,
  argument: string,
  input: pulumi.Input<string>,
  isValid: (text: string) => boolean,
  expected: string,
): pulumi.Output<string> {
  const output = pulumi.output(input);
  return output.apply((text) => {
    if (isValid(text)) return text;
    throw new ArgumentError(name, argument, output, expected);
  });
}
