import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "./errors";

/**
 * Checks a value that may become known only while the program runs. The message never shows it, since it may be a secret.
 *
 * @throws {ArgumentError} inside the output, when `good` refuses the value
 */
export function checkedLater(
  name: string,
  argument: string,
  input: pulumi.Input<string>,
  good: (text: string) => boolean,
  expected: string,
): pulumi.Output<string> {
  const output = pulumi.output(input);
  return output.apply((text) => {
    if (good(text)) return text;
    throw new ArgumentError(name, argument, output, expected);
  });
}
