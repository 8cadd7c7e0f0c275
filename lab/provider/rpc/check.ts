import { createHash, randomBytes } from "node:crypto";
import { createName, NameLengthError, type NameRequest, namePrefix } from "../../aws/naming";
import { normalizeInputs } from "../../aws/normalize-inputs";
import { partitionOf } from "../../aws/partition";
import { asString, asStrings, isList, type Properties, type Value } from "../../aws/property-values";
import { invalidRegionMessage, isRegion } from "../../aws/regions";
import { type CheckFailure, failure, type NameRule, type ResourceCall } from "../../aws/resource-type";
import { isGlobal, nameRuleOf, type SimulatedType } from "../../aws/simulated-type";
import { mergeTags } from "../../aws/tags";
import { type Instance, ProviderError, typeOf } from "../instance";
import { conceal, reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";

/** The completed inputs, and the failures. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Key of the list of generated inputs, which an update keeps. */
export const DEFAULTS = "__defaults";

/** Check: types, name, tags, and AWS's defaults and rules. */
export function check(instance: Instance, request: ProviderRequest): CheckResult {
  const type = instance.type(request.type || typeOf(request.urn));
  const { plain, mask } = reveal(request.news);
  const { inputs: form, failures } = normalizeInputs(plain, type.declaration);
  const region = regionFailure(form, type, instance);
  const call = instance.resourceCall(request.urn, type, region ? {} : form);
  const namedInputs = withName(form, type, call, request);
  const taggedInputs = withTags(namedInputs, type, instance);
  const inputs = type.rules?.defaults?.(taggedInputs, call) ?? taggedInputs;
  const hasFailures = failures.length > 0 || region !== undefined;
  // rules rely on valid types and a valid region
  const ruleFailures = hasFailures ? [] : (type.rules?.check?.(inputs, call) ?? []);
  return {
    inputs: conceal(inputs, mask),
    failures: [...failures, ...(region ? [region] : []), ...ruleFailures],
  };
}

function withName(
  form: Properties,
  type: SimulatedType,
  call: ResourceCall,
  request: ProviderRequest,
): Properties {
  const rule = nameRuleOf(type);
  if (rule === undefined || form[rule.property] !== undefined || namePrefix(rule, form) !== undefined)
    return form;
  const disabled = request.hasNaming && request.namingMode === 2;
  if (disabled) return form;
  const olds = request.olds && reveal(request.olds).plain;
  const oldName = olds && wasGenerated(olds, rule.property) ? asString(olds[rule.property]) : undefined;
  const name =
    oldName ??
    assignName(rule, {
      token: type.declaration.token,
      logicalName: call.name,
      inputs: form,
      random: randomPart(request.randomSeed),
      proposed: request.proposedName || undefined,
    });
  return { ...form, [rule.property]: name, [DEFAULTS]: [rule.property] };
}

function assignName(rule: NameRule, request: NameRequest): string {
  try {
    return createName(rule, request);
  } catch (error) {
    if (error instanceof NameLengthError) throw new ProviderError(2, error.message);
    throw error;
  }
}

function wasGenerated(olds: Properties, property: string): boolean {
  const defaults: Value | undefined = olds[DEFAULTS];
  return isList(defaults) && asStrings(defaults).includes(property);
}

function randomPart(seed: Uint8Array): string {
  if (seed.length === 0) return randomBytes(4).toString("hex").slice(0, 7);
  return createHash("sha256").update(seed).digest("hex").slice(0, 7);
}

function withTags(inputs: Properties, type: SimulatedType, instance: Instance): Properties {
  const { outputs } = type.declaration;
  if (outputs["tagsAll"] === undefined || type.declaration.inputs["tags"] === undefined) return inputs;
  const tags = mergeTags(inputs["tags"], instance.config.tags);
  return typeof tags === "object" && tags !== null && Object.keys(tags).length === 0
    ? inputs
    : { ...inputs, tagsAll: tags };
}

function regionFailure(
  inputs: Properties,
  type: SimulatedType,
  instance: Instance,
): CheckFailure | undefined {
  const region = asString(inputs["region"]);
  if (region === undefined || isGlobal(type)) return undefined;
  if (!isRegion(region)) return failure("region", invalidRegionMessage(region));
  const { partition, region: own } = instance.config;
  if (partitionOf(region) === partition) return undefined;
  const reason = `invalid region: ${region} is in partition ${partitionOf(region)}, expected one of ${partition}, the partition of the provider's region ${own}`;
  return failure("region", reason);
}
