import { UNKNOWN_VALUE } from "../../common/special-values";
import { findProperty, type PropertyDeclarations, type PropertyType } from "./declaration";
import { createIdentity } from "./identity";
import { createPrefixedName, namePrefix } from "./naming";
import { dnsSuffix } from "./partition";
import { plausibleValue, type ValueContext } from "./plausible-values";
import { asString, isList, isObject, type Properties, type Value } from "./property-values";
import { Random } from "./random";
import type { Draft, ResourceCall } from "./resource-type";
import { identityFormsOf, isGlobal, namePropertyOf, nameRuleOf, type SimulatedType } from "./simulated-type";

/**
 * Creates the generic draft of a resource: its inputs, its defaults, and a plausible value of each property that AWS
 * would set.
 *
 * @param seed source of the random parts
 */
export function createDraft(
  type: SimulatedType,
  call: ResourceCall,
  inputs: Properties,
  seed: string,
): Draft {
  const random = new Random(seed);
  const physicalName = physicalNameOf(type, call, inputs, random);
  const name = physicalName ?? call.name;
  const identity = createIdentity(identityFormsOf(type, physicalName !== undefined), {
    partition: call.partition,
    region: call.region,
    account: call.account,
    name,
    inputs,
    random,
  });
  const context: ValueContext = {
    account: call.account,
    region: call.region,
    dnsSuffix: dnsSuffix(call.partition),
    arn: identity.arn,
    id: identity.id,
    name,
    now: call.clock.now(),
    random,
    objects: type.declaration.outputObjects,
  };
  const outputs: Record<string, Value> = {};
  const property = namePropertyOf(type);
  for (const key of Object.keys(type.declaration.outputs)) {
    const value =
      key === property && physicalName !== undefined
        ? physicalName
        : outputValue(type, key, inputs, call, context);
    if (value !== undefined) outputs[key] = value;
  }
  return { id: identity.id, outputs };
}

/** Returns the outputs of a resource that a preview would create; properties that AWS sets are unknown. */
export function previewOutputs(type: SimulatedType, call: ResourceCall, inputs: Properties): Properties {
  const outputs: Record<string, Value> = {};
  for (const [key, { type: kind, required, default: value }] of Object.entries(type.declaration.outputs)) {
    const input = ownValue(inputs, key);
    if (input !== undefined) outputs[key] = completeValue(input, kind, type.declaration.outputObjects);
    else if (key === "region" && !isGlobal(type)) outputs[key] = call.region;
    else if (value !== undefined) outputs[key] = value;
    else if (required) outputs[key] = UNKNOWN_VALUE;
  }
  return outputs;
}

/** Returns the outputs after a change of inputs: the new inputs, and the old outputs for the rest. */
export function updateOutputs(
  type: SimulatedType,
  before: { readonly inputs: Properties; readonly outputs: Properties },
  inputs: Properties,
): Properties {
  const outputs: Record<string, Value> = { ...before.outputs };
  const { declaration } = type;
  for (const [key, { type: kind, required, default: value }] of Object.entries(declaration.outputs)) {
    const input = ownValue(inputs, key);
    if (input !== undefined) outputs[key] = completeValue(input, kind, declaration.outputObjects);
    else if (ownValue(before.inputs, key) === undefined) continue;
    else if (value !== undefined) outputs[key] = value;
    else if (required && !isBlock(kind)) outputs[key] = emptyValue(kind, declaration.outputObjects);
    else delete outputs[key];
  }
  return outputs;
}

function outputValue(
  type: SimulatedType,
  key: string,
  inputs: Properties,
  call: ResourceCall,
  context: ValueContext,
): Value | undefined {
  const output = type.declaration.outputs[key];
  if (output === undefined) return undefined;
  const input = ownValue(inputs, key);
  if (input !== undefined) return completeValue(input, output.type, context.objects);
  if (key === "region" && !isGlobal(type)) return call.region;
  if (output.default !== undefined) return output.default;
  if (!output.required) return undefined;
  // Most optional inputs stay unset. Properties that are no inputs always have a value, and so has the ARN, which is an
  // input of a few types.
  if (key === "arn" || findProperty(type.declaration.inputs, key) === undefined)
    return plausibleValue(key, output.type, context);
  return isBlock(output.type) ? undefined : emptyValue(output.type, context.objects);
}

/** Whether a property is an object, which is absent unless it is set. */
function isBlock(type: PropertyType): boolean {
  return typeof type === "object" && "object" in type;
}

function physicalNameOf(
  type: SimulatedType,
  call: ResourceCall,
  inputs: Properties,
  random: Random,
): string | undefined {
  const property = namePropertyOf(type);
  if (property === undefined) return undefined;
  const input = asString(inputs[property]);
  if (input !== undefined) return input;
  const rule = nameRuleOf(type);
  const prefix = rule && namePrefix(rule, inputs);
  return prefix === undefined ? undefined : createPrefixedName(prefix, call.clock.now(), random.hex(8));
}

/** Returns an input as an output: its nested objects get the members that are always present. */
function completeValue(
  value: Value,
  type: PropertyType,
  objects: Readonly<Record<string, PropertyDeclarations>>,
): Value {
  if (typeof type === "string") return value;
  if ("list" in type)
    return isList(value) ? value.map((item) => completeValue(item, type.list, objects)) : value;
  if (!isObject(value) || "map" in type) return value;
  const declarations = objects[type.object];
  if (declarations === undefined) return value;
  const object: Record<string, Value> = {};
  for (const [key, member] of Object.entries(value)) {
    const declaration = findProperty(declarations, key);
    object[key] = declaration ? completeValue(member, declaration.type, objects) : member;
  }
  for (const key in declarations) {
    const member = declarations[key];
    if (!member?.required || Object.hasOwn(object, key)) continue;
    object[key] = member.default ?? emptyValue(member.type, objects);
  }
  return object;
}

/** Value that AWS returns for a setting that is not set. */
function emptyValue(
  type: PropertyType,
  objects: Readonly<Record<string, PropertyDeclarations>>,
  depth = 0,
): Value {
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if (typeof type === "string") return "";
  if ("list" in type) return [];
  if ("map" in type || depth > 4) return {};
  const members = Object.entries(objects[type.object] ?? {}).filter(([, member]) => member.required);
  return Object.fromEntries(
    members.map(([key, member]) => [key, member.default ?? emptyValue(member.type, objects, depth + 1)]),
  );
}

function ownValue(object: Properties, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
