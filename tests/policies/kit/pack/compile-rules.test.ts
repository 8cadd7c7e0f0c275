import assert from "node:assert/strict";
import type { Policies, StackValidation } from "@pulumi/policy";
import { mustBeSet, requireStack, resourceRule, stackRule } from "../../../../policies/kit";
import { compileRules } from "../../../../policies/kit/pack/compile-rules";
import {
  argsOf,
  derivedFrom,
  type EvaluationOptions,
  evaluateRules,
  type Fixtures,
  ref,
  remediate,
  resource,
  stackArgsOf,
  unknown,
} from "../../../helpers/policy";

const info = {
  title: "A rule",
  description: "It holds.",
  level: "mandatory",
  severity: "high",
  tags: ["test"],
  remediationSteps: "Put it right.",
  url: "https://docs.aws.amazon.com/",
} as const;

const QUEUE = "aws:sqs/queue:Queue";
const keyed = resourceRule({
  ...info,
  name: "keyed",
  types: [QUEUE],
  checks: { key: (queue) => mustBeSet(queue, "kmsMasterKeyId", "a key") },
});
const counted = stackRule<{ readonly most: number }>({
  ...info,
  name: "counted",
  settings: { most: { type: "integer", default: 1, description: "Most queues." } },
  types: [QUEUE],
  checks: { name: (queue) => (queue.string("name") === "bad" ? "name is bad" : undefined) },
  stackChecks: {
    count: ({ stack, settings }) => {
      const count = stack.ofTypes([QUEUE]).length;
      return count > settings.most ? `there are ${count} queues, expected ${settings.most}` : undefined;
    },
  },
});
const calm = stackRule({
  ...info,
  name: "calm",
  level: "advisory",
  types: [QUEUE],
  checks: counted.checks ?? {},
});

function messages(fixtures: Fixtures, options: EvaluationOptions = {}): readonly string[] {
  return evaluateRules([keyed, counted, calm], fixtures, options).map(
    ({ policy, level, resource: about, message }) => `${level} ${policy} ${about}: ${message}`,
  );
}

const good = resource(QUEUE, "jobs", { kmsMasterKeyId: "alias/example" });

describe("compileRules", () => {
  it("reports nothing for compliant resources", () => {
    assert.deepEqual(messages([good]), []);
  });

  it("takes an unknown value for set when another resource provides it", () => {
    const fixtures = [
      resource("aws:kms/key:Key", "key", {}),
      resource(QUEUE, "jobs", { kmsMasterKeyId: ref("key") }),
    ];

    assert.deepEqual(messages(fixtures), []);
  });

  it("leaves an unknown value without a source, such as that of a data source, to the update", () => {
    const fixtures = [resource(QUEUE, "jobs", { kmsMasterKeyId: unknown })];

    assert.deepEqual(messages(fixtures), [
      "advisory pack-self-checks jobs: keyed: jobs: key cannot be decided before the update, because kmsMasterKeyId is unknown in this preview; the update decides it, and so does a preview if you derive it from names instead of ARNs",
    ]);
    assert.deepEqual(messages(fixtures, { when: "up" }), [
      "mandatory keyed jobs: jobs: key cannot be decided because kmsMasterKeyId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
    ]);
  });

  it("leaves a value that another resource provides to the update, which decides it", () => {
    const jobs = resource(QUEUE, "jobs", {
      kmsMasterKeyId: "alias/example",
      name: derivedFrom("bad", "pet"),
    });
    const fixtures = [resource("random:index/randomPet:RandomPet", "pet", {}), jobs];

    assert.deepEqual(messages(fixtures), [
      "advisory pack-self-checks jobs: counted: jobs: name cannot be decided before the update, because name comes from pet and is unknown in this preview; the update decides it, and so does a preview if you derive it from names instead of ARNs",
      "advisory pack-self-checks jobs: calm: jobs: name cannot be decided before the update, because name comes from pet and is unknown in this preview; the update decides it, and so does a preview if you derive it from names instead of ARNs",
    ]);
    assert.deepEqual(messages(fixtures, { when: "up" }), [
      "mandatory counted jobs: jobs: name is bad",
      "advisory calm jobs: jobs: name is bad",
    ]);
    assert.deepEqual(
      messages(fixtures, { settings: { counted: { onUnknown: "fail" } } })[0],
      "mandatory counted jobs: jobs: name cannot be decided because name is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
    );
  });

  it("reports or counts undecided checks in pack-self-checks as onUnknown says", () => {
    const fixtures = [resource(QUEUE, "jobs", { kmsMasterKeyId: unknown })];

    assert.deepEqual(messages(fixtures, { when: "up", settings: { keyed: { onUnknown: "warn" } } }), [
      "advisory pack-self-checks jobs: keyed: jobs: key cannot be decided because kmsMasterKeyId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
    ]);
    assert.deepEqual(messages(fixtures, { settings: { keyed: { onUnknown: "fail" } } }), [
      "mandatory keyed jobs: jobs: key cannot be decided because kmsMasterKeyId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
    ]);
    assert.deepEqual(messages(fixtures, { settings: { keyed: { onUnknown: "ignore" } } }), [
      "advisory pack-self-checks dev: keyed: undecided and ignored: 1 check",
    ]);
  });

  it("reports an undecided check of an advisory rule without a violation", () => {
    const jobs = resource(QUEUE, "jobs", { kmsMasterKeyId: "alias/example", name: unknown });

    const reports = messages([jobs], { when: "up" });

    assert.deepEqual(
      reports.map((line) => line.split(" because")[0]),
      [
        "mandatory counted jobs: jobs: name cannot be decided",
        "advisory pack-self-checks jobs: calm: jobs: name cannot be decided",
      ],
    );
  });

  it("lets settings override the defaults", () => {
    const two = [good, { ...good, name: "more" }];

    assert.deepEqual(messages(two), ["mandatory counted dev: there are 2 queues, expected 1"]);
    assert.deepEqual(messages(two, { settings: { counted: { most: 2 } } }), []);
  });

  it("ignores stacks that the setting stacks does not match", () => {
    const bad = [resource(QUEUE, "jobs", { name: "bad" })];
    const settings = {
      keyed: { stacks: ["prod-.*"] },
      counted: { stacks: ["prod"] },
      calm: { stacks: ["de"] },
    };

    assert.deepEqual(messages(bad, { settings }), []);
    assert.equal(messages(bad, { settings, stack: "prod" }).length, 1);
  });

  it("evaluates the stack when recorded-inputs is disabled", () => {
    const disabled = ["recorded-inputs"];

    assert.deepEqual(messages([resource(QUEUE, "jobs", { name: "bad" })], { disabled }), [
      "mandatory keyed jobs: jobs: kmsMasterKeyId is missing, expected a key",
      "mandatory counted jobs: jobs: name is bad",
      "advisory calm jobs: jobs: name is bad",
    ]);
  });

  it("throws the error of a rule about the stack", () => {
    const broken = stackRule({
      ...info,
      name: "broken",
      types: [QUEUE],
      checks: {
        all: () => {
          throw new TypeError("no such thing");
        },
      },
    });

    assert.throws(() => evaluateRules([broken], [good]), new TypeError("no such thing"));
  });
});

describe("compileRules, called by the SDK", () => {
  const environment = () => ({ stackName: "dev", isPreview: true, now: new Date("2026-01-15T12:00:00Z") });
  const fixtures = [resource(QUEUE, "one", {}), resource(QUEUE, "other", {}), good];
  const missingKey = (name: string): string => `${name}: kmsMasterKeyId is missing, expected a key`;

  /** Returns what the policy at an index reports on a resource. */
  function evaluateResource(
    policies: ReturnType<typeof compileRules>,
    index: number,
    name: string,
  ): readonly string[] {
    const policy = policies[index];
    assert.ok(policy && "validateResource" in policy && typeof policy.validateResource === "function");
    const messages: string[] = [];
    assert.equal(
      policy.validateResource(argsOf(fixtures, name), (message) => messages.push(message)),
      undefined,
    );
    return messages;
  }

  it("reports on each resource alone when the calls of several interleave", () => {
    const policies = compileRules([keyed], { environment });
    evaluateResource(policies, 0, "one");
    evaluateResource(policies, 0, "other");

    assert.deepEqual(evaluateResource(policies, 1, "other"), [missingKey("other")]);
    assert.deepEqual(evaluateResource(policies, 1, "one"), [missingKey("one")]);
    evaluateResource(policies, 0, "jobs");
    assert.deepEqual(evaluateResource(policies, 1, "jobs"), []);
  });

  it("evaluates a resource that was not recorded", () => {
    const policies = compileRules([keyed], { environment });

    assert.deepEqual(evaluateResource(policies, 1, "one"), [missingKey("one")]);
  });

  it("throws the error of a rule about resources for each resource", () => {
    const broken = resourceRule({
      ...info,
      name: "broken",
      types: [QUEUE],
      checks: {
        all: () => {
          throw new TypeError("no such thing");
        },
      },
    });
    const policies = compileRules([broken], { environment });

    for (const name of ["one", "other"]) {
      assert.throws(() => evaluateResource(policies, 1, name), new TypeError("no such thing"));
    }
  });

  it("has the SDK skip resources of other types for a rule about one type", () => {
    const both = resourceRule({ ...info, name: "both", types: [QUEUE, "aws:sns/topic:Topic"], checks: {} });
    const [, one, two] = compileRules([keyed, both], { environment });
    const typeOf = (policy: Policies[number] | undefined): unknown =>
      policy && "validateResource" in policy && Reflect.get(policy.validateResource ?? {}, "__pulumiType");

    assert.equal(typeOf(one), QUEUE);
    assert.equal(typeOf(two), undefined);
  });

  it("evaluates the recorded stack when the SDK passes none of it to later policies", async () => {
    const bad = [{ ...good, inputs: { ...good.inputs, name: "bad" } }];
    let recordings = 0;
    const [recorder, rule] = compileRules([counted], {
      environment,
      onStackRecorded: () => {
        recordings += 1;
      },
    });
    assert.ok(recorder && "validateResource" in recorder && "validateStack" in recorder && rule);
    assert.ok(typeof recorder.validateResource === "function");
    const report = (): void => assert.fail("the recorder reports nothing");
    await recorder.validateResource(argsOf(bad, "jobs"), report);
    await (recorder.validateStack as StackValidation)(stackArgsOf(bad), report);

    const messages: string[] = [];
    assert.ok("validateStack" in rule && typeof rule.validateStack === "function");
    await rule.validateStack({ ...stackArgsOf(bad), resources: [] }, (message) => messages.push(message));

    assert.deepEqual(messages, ["jobs: name is bad"]);
    assert.equal(recordings, 1);
  });

  it("evaluates the latest stack when the SDK passes several", async () => {
    const [recorder, rule] = compileRules([counted], { environment });
    assert.ok(recorder && "validateStack" in recorder && rule && "validateStack" in rule);
    const report = (): void => assert.fail("nothing is reported");
    const bad = [{ ...good, inputs: { ...good.inputs, name: "bad" } }];

    for (const stack of [bad, [good]])
      await (recorder.validateStack as StackValidation)(stackArgsOf(stack), report);

    await (rule.validateStack as StackValidation)({ ...stackArgsOf(bad), resources: [] }, report);
  });

  it("decides a check of a resource by the stack that the resource alone left undecided", async () => {
    const linked = resourceRule({
      ...info,
      name: "linked",
      types: [QUEUE],
      checks: {
        key: (_queue, context) =>
          requireStack(context, "kmsMasterKeyId").ofTypes(["aws:kms/key:Key"]).length > 0
            ? undefined
            : "there is no key",
      },
    });
    const key = resource("aws:kms/key:Key", "key", {});

    assert.deepEqual(evaluateRules([linked], [good, key]), []);
    assert.deepEqual(
      evaluateRules([linked], [good]).map(({ message }) => message),
      ["jobs: there is no key"],
    );
  });
});

describe("remediations", () => {
  const fixed = resourceRule({
    ...info,
    name: "fixed",
    types: [QUEUE],
    checks: { key: (queue) => mustBeSet(queue, "kmsMasterKeyId", "a key") },
    remediation: (inputs) => {
      inputs["kmsMasterKeyId"] = "alias/example";
      return true;
    },
  });
  const fixtures = [resource(QUEUE, "jobs", {}), resource("aws:kms/key:Key", "key", {})];

  it("changes resources only in stacks that the setting stacks matches", () => {
    const settings = (stacks: readonly string[]) => ({ settings: { fixed: { stacks } } });
    assert.deepEqual(remediate(fixed, fixtures, "jobs", settings(["dev"])), {
      kmsMasterKeyId: "alias/example",
    });
    assert.equal(remediate(fixed, fixtures, "jobs", settings(["prod"])), undefined);
  });
});

describe("exemptions", () => {
  const bad = [resource(QUEUE, "jobs", { name: "bad" })];
  const exempt = (...list: readonly Readonly<Record<string, unknown>>[]): EvaluationOptions => ({
    settings: Object.fromEntries(["keyed", "counted", "calm"].map((rule) => [rule, { exempt: list }])),
    disabled: ["calm"],
  });
  const reason = "moved in the next quarter";

  it("exempts a resource by its name or URN", () => {
    assert.deepEqual(messages(bad, exempt({ match: "jobs", reason })), []);
    assert.deepEqual(messages(bad, exempt({ match: "urn:.*::jobs", reason, expires: "2026-01-15" })), []);
  });

  it("reports an exemption that matches only part of a name as unused", () => {
    const reports = messages(bad, exempt({ match: "job", reason }));

    assert.equal(reports.filter((line) => line.startsWith("mandatory")).length, 2);
    assert.deepEqual(
      reports.filter((line) => line.includes("self")),
      [
        `advisory pack-self-checks dev: keyed: the exemption "job" (${reason}) exempts nothing; remove it`,
        `advisory pack-self-checks dev: counted: the exemption "job" (${reason}) exempts nothing; remove it`,
      ],
    );
  });

  it("reports the violation and the exemption when the exemption has expired", () => {
    const expiry = `jobs: the exemption "jobs" expired on 2026-01-14 (${reason}); renew it or remove it`;

    assert.deepEqual(messages(bad, exempt({ match: "jobs", reason, expires: "2026-01-14" })), [
      "mandatory keyed jobs: jobs: kmsMasterKeyId is missing, expected a key",
      `mandatory keyed jobs: ${expiry}`,
      "mandatory counted jobs: jobs: name is bad",
      `mandatory counted jobs: ${expiry}`,
    ]);
  });

  it("reports an expired exemption of a compliant resource", () => {
    const reports = messages([good], exempt({ match: "jobs", reason, expires: "2025-12-31" }));

    assert.deepEqual(
      reports.map((line) => line.split(" (")[0]),
      ["keyed", "counted"].map(
        (rule) => `mandatory ${rule} jobs: jobs: the exemption "jobs" expired on 2025-12-31`,
      ),
    );
  });

  it("exempts a violation of the stack by the stack's name", () => {
    const two = [good, { ...good, name: "more" }];
    const settings = { counted: { exempt: [{ match: "dev", reason }] } };

    assert.deepEqual(messages(two, { settings }), []);
  });

  it("ignores exemptions for other stacks", () => {
    const reports = messages(bad, exempt({ match: "jobs", reason, stacks: ["prod"] }));

    assert.deepEqual(
      reports.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["mandatory keyed", "mandatory counted"],
    );
  });

  it("throws an error that names every invalid regular expression", () => {
    const patterned = resourceRule({
      ...info,
      name: "keyed",
      types: [QUEUE],
      checks: { key: (queue) => mustBeSet(queue, "kmsMasterKeyId", "a key") },
      settings: {
        except: {
          type: "array",
          items: { type: "string", format: "regex" },
          default: [],
          description: "Unused.",
        },
      },
    });
    const settings = {
      keyed: { except: ["ok", "["], stacks: ["dev("], exempt: [{ match: "(", reason, stacks: ["*"] }] },
    };
    assert.throws(
      () => evaluateRules([patterned], bad, { settings }),
      new Error(
        'keyed: except[1] is "[", expected a regular expression; keyed: exempt[0].match is "(", expected a regular expression; keyed: exempt[0].stacks[0] is "*", expected a regular expression; keyed: stacks[0] is "dev(", expected a regular expression',
      ),
    );
  });

  it("throws an error that names an impossible expiry date", () => {
    assert.throws(
      () => messages(bad, exempt({ match: "jobs", reason, expires: "2026-02-31" })),
      new Error('keyed: exempt "jobs": expires is "2026-02-31", expected a day'),
    );
  });
});
