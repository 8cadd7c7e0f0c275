import { randomUUID } from "node:crypto";
import { equal } from "../values/values";
import type { ProviderApi } from "./configured-provider";

/** Type of the resource that keeps a value in the state. */
export const STASH_TYPE = "pulumi:index:Stash";

/**
 * Operations of a stash: `input` is its latest value, `output` the one that it was created with.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/stash/
 */
export const stash: Pick<ProviderApi, "check" | "diff" | "create" | "update" | "delete" | "read"> = {
  async check(_subject, _olds, news) {
    const unknown = Object.keys(news).filter((key) => key !== "input");
    const failures = unknown.map((property) => ({ property, reason: `unknown property "${property}"` }));
    if (!("input" in news)) failures.push({ property: "input", reason: 'missing required property "input"' });
    return { inputs: news, failures };
  },
  async diff(_subject, _id, { oldInputs, news }) {
    const changes = !equal(oldInputs["input"] ?? null, news["input"] ?? null);
    return { changes, replaces: [], diffs: changes ? ["input"] : [], deleteBeforeReplace: false };
  },
  async create(_subject, { input = null }, { preview }) {
    return { id: preview ? "" : randomUUID(), outputs: { input, output: input } };
  },
  async update(_subject, id, { oldOutputs, news }) {
    return { id, outputs: { input: news["input"] ?? null, output: oldOutputs["output"] ?? null } };
  },
  async delete() {},
  async read(_subject, id, { inputs, outputs }) {
    return { id, outputs, inputs };
  },
};
