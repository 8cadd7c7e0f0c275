import { dnsSuffix, type Partition } from "./partition";
import { asString, type Properties } from "./property-values";
import type { Random } from "./random";

/** Forms of a resource's id and ARN: strings with placeholders, see {@link createIdentity}. */
export interface IdentityForms {
  readonly id: string;
  readonly arn: string;
}

/** Values for the placeholders of {@link IdentityForms}. */
export interface IdentityContext {
  readonly partition: Partition;
  readonly region: string;
  readonly account: string;
  /** Physical name, or the logical name of a resource without one. */
  readonly name: string;
  readonly inputs: Properties;
  readonly random: Random;
}

/** Id and ARN of a resource. */
export interface Identity {
  readonly id: string;
  readonly arn: string;
}

/**
 * Replaces the placeholders of a type's forms:
 *
 * - `{partition}`, `{region}`, `{account}`, `{name}`: the value of the context
 * - `{$input}`: an input, or the name where the input is not a string
 * - `{hex17}`, `{lower6}`, `{upper13}`, `{digits10}`, `{uuid}`: random characters
 * - `{arn}` in the form of an id: the ARN; `{id}` in the form of an ARN: the id
 * - `{dns}`: the partition's DNS suffix; `{path}`: the input `path` or `/`; `{slashName}`: the name after one slash;
 *   `{listenerArn}`, `{ruleArn}`: ARNs that continue the one of a load balancer
 *
 * @throws {Error} when a form has another placeholder
 */
export function createIdentity(forms: IdentityForms, context: IdentityContext): Identity {
  if (forms.id === "{arn}") {
    const arn = fillForm(forms.arn, context, {});
    return { id: arn, arn };
  }
  const id = fillForm(forms.id, context, {});
  return { id, arn: fillForm(forms.arn, context, { id }) };
}

function fillForm(form: string, context: IdentityContext, known: Readonly<Record<string, string>>): string {
  return form.replace(/\{(\$?\w+?)(\d*)\}/g, (_, key: string, length: string) => {
    if (length !== "" && isCharacterSet(key)) return context.random[key](Number(length));
    if (key.startsWith("$")) return asString(context.inputs[key.slice(1)]) ?? context.name;
    return known[key] ?? fillPlaceholder(key, context);
  });
}

function isCharacterSet(key: string): key is "hex" | "lower" | "upper" | "digits" {
  return ["hex", "lower", "upper", "digits"].includes(key);
}

function fillPlaceholder(key: string, context: IdentityContext): string {
  const { inputs } = context;
  switch (key) {
    case "partition":
    case "region":
    case "account":
    case "name":
      return context[key];
    case "dns":
      return dnsSuffix(context.partition);
    case "uuid":
      return context.random.uuid();
    case "path":
      return asString(inputs["path"]) ?? "/";
    case "slashName":
      return context.name.startsWith("/") ? context.name : `/${context.name}`;
    case "listenerArn":
      return `${asString(inputs["loadBalancerArn"])?.replace(":loadbalancer/", ":listener/")}/${context.random.hex(16)}`;
    case "ruleArn":
      return `${asString(inputs["listenerArn"])?.replace(":listener/", ":listener-rule/")}/${context.random.hex(16)}`;
    default:
      throw new Error(
        `createIdentity: placeholder is ${JSON.stringify(key)}, expected one of its documentation`,
      );
  }
}
